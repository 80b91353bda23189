import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { decodeBrands } from '../../../src/core/accounts/brand';
import { ApiClient } from '../../../src/core/api/apiClient';
import { decodeList } from '../../../src/core/api/decodeList';
import { Transport } from '../../../src/core/api/transport';
import { decodeMetaData } from '../../../src/core/reports/decodeReports';
import { periodFiltersOf } from '../../../src/core/reports/exportDraft';
import { decodeSavedExports } from '../../../src/core/savedExports/decodeSavedExports';
import { readTable } from '../../../src/core/tables/readTable';
import { anAccount } from '../../support/anAccount';
import { downloadFrom } from '../../support/downloadFrom';
import { FakeClock } from '../../support/fakeClock';
import { apiErrorOf } from '../../support/outcome';
import { passUntil } from '../../support/passUntil';
import { serversForTest } from '../../support/serversForTest';
import { temporaryFolder } from '../../support/temporaryFolder';

const CATALOGUE = readFileSync('test/unit/field/partnerCatalog.json', 'utf8');

/**
 * Answers and files that people have seen. Each row says what the product makes of it; `npm test -- unit --grep "in the
 * field"`.
 */
describe('What is met in the field', () => {
  const servers = serversForTest();
  const files = temporaryFolder();
  const clock = new FakeClock();

  async function clientOf(answer: RequestListener, kind: 'agency' | 'partner' = 'agency'): Promise<ApiClient> {
    const { origin } = await servers.http(answer);
    return new ApiClient({
      account: anAccount({ kind, baseUrl: origin }),
      transport: new Transport(clock),
      clock,
      readToken: () => Promise.resolve('a-token-of-the-test'),
    });
  }

  const json =
    (body: string): RequestListener =>
    (_request, response) =>
      void response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);

  async function listed(body: string): Promise<string> {
    const { jobs, shortfall } = await (await clientOf(json(body))).listJobs(0);
    return `${jobs.length}${shortfall === undefined ? '' : ` of ${shortfall.total ?? '?'}`} jobs`;
  }

  function filters(body: string): string {
    const metaData = decodeMetaData(JSON.parse(body));
    const period = periodFiltersOf(metaData);
    const forms = period?.filters.map(({ queryName, dateForm }) => `${queryName} takes a ${dateForm}`) ?? [];
    const others = metaData.filters.filter(({ type }) => type !== 'date').map(({ queryName }) => queryName);
    return [...forms, ...others].join(', ');
  }

  /** A download from a storage that answers with `store`. The first link is number 1. `waits` lets time pass. */
  async function downloaded(store: (link: number, response: ServerResponse) => void, waits = false): Promise<string> {
    let links = 0;
    const storage = await servers.http((request, response) =>
      store(Number(new URL(request.url ?? '', 'http://x').searchParams.get('link')), response),
    );
    const api = await servers.http((_request, response) =>
      response.writeHead(302, { Location: `${storage.href}file.csv?link=${++links}` }).end(),
    );
    const owner = {
      kind: 'agency',
      sid: 'IRtest',
      token: 'a-token',
      name: 'An agency',
      path: '/Agencies/IRtest',
    } as const;
    const simulator = { baseUrl: api.origin, accounts: [owner] };
    const download = downloadFrom(simulator, { clock, jobId: 'a', folder: files.path() });
    const file = await (waits ? passUntil(clock, download) : download);
    return `${readFileSync(file.path, 'utf8').trim()} ${links === 1 ? 'from one link' : 'from a fresh link'}`;
  }

  async function table(name: string, content: string | Buffer): Promise<string> {
    const file = `${files.path()}/${name}`;
    writeFileSync(file, content);
    const all: string[] = [];
    let columns: readonly string[] = [];
    for await (const batch of readTable(file)) {
      columns = batch.columns;
      all.push(...batch.rows.map((row) => row.join('|')));
    }
    return [columns.join('|'), ...all].join(' / ');
  }

  const metaData = (...rows: readonly (readonly [Name: string, DataType: string, Format: string])[]): string =>
    JSON.stringify({ Filters: rows.map(([Name, DataType, Format]) => ({ Name, DataType, Format })), Attributes: [] });
  const MOMENT = "Date (yyyy-MM-dd'T'HH:mm:ssZZ)";
  const job = (id: string): object => ({ Id: id, Type: 'ApiReport', Status: 'RUNNING', PercentageComplete: '10' });
  const CSV = 'a\n1\n';

  const cases: readonly (readonly [what: string, outcome: () => string | Promise<string>, expected: string])[] = [
    [
      'a list of brands with credentials in each row',
      () =>
        JSON.stringify(
          decodeBrands(
            decodeList(
              [
                {
                  Id: '1048291',
                  Name: 'A Brand',
                  State: 'ACTIVE',
                  Timezone: 'America/Chicago',
                  Currency: 'USD',
                  RestAccountURL: 'IRbrand:secret@api.impactradius.com/Advertisers/IRbrand',
                },
              ],
              'Advertisers',
            ).rows,
          ),
        ),
      '[{"id":"1048291","name":"A Brand","state":"ACTIVE","timeZone":"America/Chicago","currency":"USD"}]',
    ],
    ['an empty list that is null', () => listed('null'), '0 jobs'],
    ['an empty list that is {}', () => listed('{}'), '0 jobs'],
    [
      'page 1 of 3 without an address of the next, from a server that has no other',
      () => listed(JSON.stringify({ '@page': '1', '@numpages': '3', '@total': '5', Jobs: [job('a'), job('b')] })),
      '2 of 5 jobs',
    ],
    [
      'metadata of a brand',
      () => filters(metaData(['START_DATE', 'DATE', 'yyyy-MM-dd'], ['END_DATE', 'DATE', 'yyyy-MM-dd'])),
      'START_DATE takes a day, END_DATE takes a day',
    ],
    [
      'metadata of a brand with StartDate and EndDate',
      () => filters(metaData(['StartDate', MOMENT, ''], ['EndDate', MOMENT, ''])),
      'StartDate takes a moment, EndDate takes a moment',
    ],
    [
      'metadata of a partner with moments and empty formats',
      () =>
        filters(
          metaData(
            ['START_DATE', MOMENT, ''],
            ['END_DATE', MOMENT, ''],
            ['SUPERSTATUS_MS', 'String', ''],
            ['SHOW_SKU', 'Boolean', ''],
          ),
        ),
      'START_DATE takes a day, END_DATE takes a day, SUPERSTATUS_MS, SHOW_SKU',
    ],
    [
      "a partner's catalog with rows without IDs",
      async () => {
        const { items, rest } = await (await clientOf(json(CATALOGUE), 'partner')).listReports();
        const names = items.map(({ name }) => name);
        return `${items.length} reports, whole: ${rest === undefined}, trimmed: ${names.every((name) => name === name.trim())}`;
      },
      '76 reports, whole: true, trimmed: true',
    ],
    [
      'a web filter that answers with HTML and 403',
      async () => {
        const page = '<!DOCTYPE html><html><head><title>Web Page Blocked!</title></head></html>';
        const client = await clientOf((_request, response) =>
          response.writeHead(403, { 'Content-Type': 'text/html' }).end(page),
        );
        const { kind, status } = await apiErrorOf(client.listJobs(0));
        return `${kind} ${status ?? ''}`;
      },
      'unreadable 403',
    ],
    [
      'an expired link that is answered with 400',
      () =>
        downloaded((link, response) => {
          const [status, body] =
            link === 1 ? [400, '<Error><Code>ExpiredRequest</Code><Message>Expired</Message></Error>'] : [200, CSV];
          response.writeHead(status, { 'Content-Type': link === 1 ? 'application/xml' : 'text/csv' }).end(body);
        }, true),
      'a\n1 from a fresh link',
    ],
    [
      'a stored gzip that the storage unpacks, with the hash of the packed file',
      () =>
        downloaded((_link, response) => {
          const packed = gzipSync(CSV);
          const md5 = createHash('md5').update(packed).digest('base64');
          response
            .writeHead(200, {
              'Content-Type': 'text/csv',
              ETag: '"g1"',
              'x-goog-stored-content-encoding': 'gzip',
              'x-goog-stored-content-length': String(packed.length),
              'x-goog-hash': `md5=${md5}`,
            })
            .end(CSV);
        }),
      'a\n1 from one link',
    ],
    [
      'saved exports as users write them',
      () => {
        const { exports, problems } = decodeSavedExports(
          JSON.stringify({
            version: 1,
            exports: [
              { name: 'A', reportId: 'x', period: 'lastMonth', filters: { SUPERSTATUS_MS: ['APPROVED', 'PENDING'] } },
              {
                name: 'B',
                reportId: 'x',
                filters: { StartDate: '2026-11-01T00:00:00Z', EndDate: '2026-11-30T23:59:59Z', SUBAID: 10000 },
              },
              { name: 'C', reportId: 'x', filters: { timeRange: 'CUSTOM', compareEnabled: false, SHOW_SKU: 1 } },
            ],
          }),
        );
        return `${exports.length} exports, ${problems.length} problems`;
      },
      '3 exports, 0 problems',
    ],
    [
      'a CSV with IDs beyond the numbers of JavaScript',
      () => table('big.csv', 'Action_Id,Oid\r\n182891173641581479,1643813640201999872\r\n'),
      'Action_Id|Oid / 182891173641581479|1643813640201999872',
    ],
    [
      'a file of Excel in UTF-16 with tabs',
      () => table('excel.csv', Buffer.from('\ufeffPartner\tClicks\r\nÄ\t1\r\n', 'utf16le')),
      'Partner|Clicks / Ä|1',
    ],
    [
      'an action listing with quotes, commas, leading zeros, and empty cells',
      () =>
        table(
          'actions.csv',
          'Date,Oid,Amount,Place,Notes\r\n,000123,"1,234.50","Austin, TX","a ""fine"" b"\r\n,,-20,,\r\n',
        ),
      'Date|Oid|Amount|Place|Notes / |000123|1,234.50|Austin, TX|a "fine" b / ||-20||',
    ],
    [
      'a CSV with lines about the report before its titles',
      () =>
        table(
          'preamble.csv',
          'Date/Time Generated,4/12/26 11:13 AM\r\nReport Time Zone,America/New_York\r\nAccount ID,4444\r\n' +
            'Date Range,4/12/25 - 4/11/26\r\nAdvertiser,Date,Clicks,Impressions\r\nFoo,2026-01-01,1,2\r\nBar,2026-01-02,3,4\r\n',
        ),
      'Advertiser|Date|Clicks|Impressions / Foo|2026-01-01|1|2 / Bar|2026-01-02|3|4',
    ],
    [
      'JSON with several tables',
      () => table('tables.json', '{"Summary":[{"a":1}],"Records":[{"b":1},{"b":2}]}'),
      'b / 1 / 2',
    ],
    [
      'a file whose values are separated by tildes',
      () => table('tilde.csv', 'Partner~Clicks~Cost\r\nA~1~2\r\nB~3~4\r\n'),
      'Partner|Clicks|Cost / A|1|2 / B|3|4',
    ],
    [
      'dates as the United States write them',
      () => table('dates.csv', 'Date,Clicks\r\n11/2/2026,5\r\n1/15/2026,7\r\n'),
      'Date|Clicks / 11/2/2026|5 / 1/15/2026|7',
    ],
  ];
  for (const [what, outcome, expected] of cases) {
    it(`${what}: ${expected.replaceAll('\n', ' ').slice(0, 60)}`, async () => assert.equal(await outcome(), expected));
  }
});
