import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { decodeBrands } from '../../../src/core/accounts/brand';
import { ApiClient } from '../../../src/core/api/apiClient';
import { decodeList } from '../../../src/core/api/decodeList';
import { jobsUrl, ownUrl, reportExportUrl } from '../../../src/core/api/endpoints';
import { Transport } from '../../../src/core/api/transport';
import { dispositionFileName } from '../../../src/core/download/contentDisposition';
import { decodeJob } from '../../../src/core/jobs/decodeJob';
import { decodeMetaData } from '../../../src/core/reports/decodeReports';
import { periodFiltersOf } from '../../../src/core/reports/exportDraft';
import { orderOf } from '../../../src/core/rows/cellOrder';
import { decodeSavedExports } from '../../../src/core/savedExports/decodeSavedExports';
import { sizeNoteOf } from '../../../src/core/savedExports/resultSize';
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
    const simulator = { baseUrl: api.origin, accounts: [OWNER] };
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
  const PAGE = '<!DOCTYPE html><html><head><title>Web Page Blocked!</title></head></html>';
  const OWNER = {
    kind: 'agency',
    sid: 'IRtest',
    token: 'a-token',
    name: 'An agency',
    path: '/Agencies/IRtest',
  } as const;

  async function refusedWith(status: number, body: string): Promise<string> {
    const client = await clientOf((_request, response) => void response.writeHead(status).end(body));
    return (await apiErrorOf(client.listJobs(0))).kind;
  }

  /**
   * `before` says what came of a case when it was first met, or that it was right then. The table at the end shows it
   * beside what comes of the case now.
   */
  const cases: readonly (readonly [
    what: string,
    before: string,
    outcome: () => string | Promise<string>,
    expected: string,
  ])[] = [
    [
      'a list of brands with credentials in each row',
      'no brands',
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
    ['an empty list that is null', 'unreadable: the watch failed', () => listed('null'), '0 jobs'],
    ['an empty list that is {}', 'unreadable: the watch failed', () => listed('{}'), '0 jobs'],
    [
      'page 1 of 3 without an address of the next, from a server that has no other',
      'page 1 as the whole list',
      () => listed(JSON.stringify({ '@page': '1', '@numpages': '3', '@total': '5', Jobs: [job('a'), job('b')] })),
      '2 of 5 jobs',
    ],
    [
      'metadata of a brand',
      'right',
      () => filters(metaData(['START_DATE', 'DATE', 'yyyy-MM-dd'], ['END_DATE', 'DATE', 'yyyy-MM-dd'])),
      'START_DATE takes a day, END_DATE takes a day',
    ],
    [
      'metadata of a brand with StartDate and EndDate',
      'no period',
      () => filters(metaData(['StartDate', MOMENT, ''], ['EndDate', MOMENT, ''])),
      'StartDate takes a moment, EndDate takes a moment',
    ],
    [
      'metadata of a partner with moments and empty formats',
      'moments',
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
      'right',
      async () => {
        const { items, rest } = await (await clientOf(json(CATALOGUE), 'partner')).listReports();
        const names = items.map(({ name }) => name);
        return `${items.length} reports, whole: ${rest === undefined}, trimmed: ${names.every((name) => name === name.trim())}`;
      },
      '76 reports, whole: true, trimmed: true',
    ],
    [
      'a web filter that answers with HTML and 403',
      'forbidden: the watch ended',
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
      'not retried',
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
      'four downloads, then corrupt',
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
      'refused in the file',
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
              {
                name: 'C',
                reportId: 'x',
                filters: { timeRange: 'CUSTOM', compareEnabled: false, SHOW_SKU: 1, PUB_CAMPAIGN_MS: 0 },
              },
            ],
          }),
        );
        return `${exports.length} exports, ${problems.length} problems, ${JSON.stringify(exports[2]?.filters)}`;
      },
      '3 exports, 0 problems, {"timeRange":"CUSTOM","compareEnabled":"false","SHOW_SKU":"1","PUB_CAMPAIGN_MS":"0"}',
    ],
    [
      'a CSV with IDs beyond the numbers of JavaScript',
      'right',
      () => table('big.csv', 'Action_Id,Oid\r\n182891173641581479,1643813640201999872\r\n'),
      'Action_Id|Oid / 182891173641581479|1643813640201999872',
    ],
    [
      'a file of Excel in UTF-16 with tabs',
      'unreadable titles in the comparison and the row count',
      () => table('excel.csv', Buffer.from('\ufeffPartner\tClicks\r\nÄ\t1\r\n', 'utf16le')),
      'Partner|Clicks / Ä|1',
    ],
    [
      'an action listing with quotes, commas, leading zeros, and empty cells',
      'right',
      () =>
        table(
          'actions.csv',
          'Date,Oid,Amount,Place,Notes\r\n,000123,"1,234.50","Austin, TX","a ""fine"" b"\r\n,,-20,,\r\n',
        ),
      'Date|Oid|Amount|Place|Notes / |000123|1,234.50|Austin, TX|a "fine" b / ||-20||',
    ],
    [
      'a CSV with lines about the report before its titles',
      'the first line as titles',
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
      'the first table, without a word of the other',
      () => table('tables.json', '{"Summary":[{"a":1}],"Records":[{"b":1},{"b":2}]}'),
      'b / 1 / 2',
    ],
    [
      'a file whose values are separated by tildes',
      'one column',
      () => table('tilde.csv', 'Partner~Clicks~Cost\r\nA~1~2\r\nB~3~4\r\n'),
      'Partner|Clicks|Cost / A|1|2 / B|3|4',
    ],
    [
      'dates as the United States write them',
      'right',
      async () => {
        const [titles, ...rows] = (await table('dates.csv', 'Date,Clicks\r\n11/2/2026,5\r\n1/15/2026,7\r\n')).split(
          ' / ',
        );
        const { type, notation } = orderOf(rows.map((row) => row.split('|')[0] ?? ''));
        return `${titles} / ${rows.join(' / ')}: ${type}, ${notation}`;
      },
      'Date|Clicks / 11/2/2026|5 / 1/15/2026|7: date, monthFirst',
    ],
    [
      'pages that are only counted',
      'page 1 as the whole list',
      async () => {
        const pages = [0, 1, 2].map((page) =>
          Array.from({ length: page === 2 ? 39 : 40 }, (_, row) => job(`${page}-${row}`)),
        );
        const client = await clientOf((request, response) => {
          const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('Page') ?? 1);
          const body = { '@page': String(page), '@numpages': '3', '@total': '119', Jobs: pages[page - 1] };
          response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
        });
        return `${(await client.listJobs(0)).jobs.length} jobs`;
      },
      '119 jobs',
    ],
    [
      'a next page that spells the kind in another letter case',
      'no list',
      async () => {
        const client = await clientOf((request, response) => {
          const isNext = request.url?.includes('Page=2') === true;
          const uri = request.url?.replace(/\/Mediapartners\//i, '/MediaPartners/').replace(/\?.*/, '?Page=2') ?? '';
          const body = { ...(!isNext && { '@nextpageuri': uri }), Jobs: [job(isNext ? 'b' : 'a')] };
          response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
        }, 'partner');
        return `${(await client.listJobs(0)).jobs.length} jobs`;
      },
      '2 jobs',
    ],
    ['the page of a firewall with 401', 'unauthorized: the watch ended', () => refusedWith(401, PAGE), 'unreadable'],
    ['the page of a firewall with 404', 'notFound: accused the SID', () => refusedWith(404, PAGE), 'unreadable'],
    ['the page of a firewall with 200', 'right', () => refusedWith(200, PAGE), 'unreadable'],
    [
      'the page of a firewall with 511',
      "server: the page taken for the API's",
      () => refusedWith(511, PAGE),
      'unreadable',
    ],
    [
      "a proxy's own JSON with 401",
      'unauthorized: the watch ended',
      () => refusedWith(401, '{"Message":"Forbidden"}'),
      'unreadable',
    ],
    [
      "the API's own 401",
      'right',
      () => refusedWith(401, '{"Status":"ERROR","Message":"Access Denied"}'),
      'unauthorized',
    ],
    ['the 520 of a CDN', 'right', () => refusedWith(520, PAGE), 'server'],
    ['a 429 without a warning', 'right', () => refusedWith(429, ''), 'rateLimited'],
    [
      'an unknown report with 404',
      'notFound: spoke of a job',
      async () => {
        const body = '{"Status":"ERROR","Message":"Report x was not found."}';
        const client = await clientOf((_request, response) => void response.writeHead(404).end(body), 'partner');
        return (await apiErrorOf(client.exportReport({ reportId: 'x', format: 'CSV', filters: {} }))).kind;
      },
      'unknownReport',
    ],
    [
      'a filter with several values',
      'not sendable',
      () =>
        reportExportUrl(anAccount({}), { reportId: 'x', format: 'CSV', filters: { SUPERSTATUS_MS: ['A', 'B'] } })
          .search,
      '?SUPERSTATUS_MS=A&SUPERSTATUS_MS=B&ResultFormat=CSV',
    ],
    [
      'a job that is DONE and has a result',
      'UNKNOWN: no download',
      () => decodeJob({ Id: 'a', Status: 'Done', ResultUri: '/x' }).status,
      'COMPLETED',
    ],
    [
      'a job that is COMPLETED at 95 %',
      'right',
      () => decodeJob({ Id: 'a', Status: 'COMPLETED', PercentageComplete: '95' }).status,
      'COMPLETED',
    ],
    [
      'dates with milliseconds and Z, and without any offset',
      'right',
      () =>
        ['2026-05-29T09:33:50.123Z', '2026-05-29T04:33:50']
          .map((CreatedDate) => typeof decodeJob({ Id: 'a', CreatedDate }).createdAt)
          .join(', '),
      'number, number',
    ],
    [
      'the page of a portal in place of a file',
      'notAFile: ended the run',
      () =>
        downloaded((link, response) => {
          response.writeHead(200, { 'Content-Type': link < 3 ? 'text/html' : 'text/csv' }).end(link < 3 ? PAGE : CSV);
        }, true),
      'a\n1 from a fresh link',
    ],
    [
      'a completed job whose download is 202, with another word for completed',
      'notReady: ended the download',
      async () => {
        let asked = 0;
        const api = await servers.http((_request, response) =>
          ++asked < 3 ? response.writeHead(202).end('{"Id":"a","Status":"DONE"}') : response.writeHead(200).end(CSV),
        );
        const simulator = { baseUrl: api.origin, accounts: [OWNER] };
        const file = await passUntil(clock, downloadFrom(simulator, { clock, jobId: 'a', folder: files.path() }));
        return readFileSync(file.path, 'utf8').trim();
      },
      'a\n1',
    ],
    [
      'a result of 0 bytes of a job with records',
      'not mentioned',
      () => sizeNoteOf({ bytes: 0, rows: undefined }, undefined) ?? '',
      'empty',
    ],
    [
      "a file name with filename*=utf8''",
      'ignored',
      () => dispositionFileName("attachment; filename*=utf8''a%20b.csv") ?? '',
      'a b.csv',
    ],
    [
      'a broken filename* beside a good filename',
      'x%2',
      () => dispositionFileName("attachment; filename=good.csv; filename*=ISO-8859-1''x%2") ?? '',
      'good.csv',
    ],
    [
      'a server with a path',
      'the first page only',
      () => {
        const account = anAccount({ baseUrl: 'https://gateway.example/impact' });
        const asked = jobsUrl(account, 0);
        const next = ownUrl(account, `/Agencies/${account.sid}/Jobs?Page=2`, asked);
        return [asked, next].map((url) => url?.pathname.startsWith('/impact/Agencies/')).join(', ');
      },
      'true, true',
    ],
    [
      'a request without a version of its own',
      "the account's version",
      async () => {
        let version: unknown;
        const client = await clientOf((request, response) => {
          version = request.headers['ir-version'];
          response.writeHead(200).end('[]');
        });
        await client.listJobs(0);
        return String(version);
      },
      '3',
    ],
  ];
  const lines: string[][] = [['case', 'before', 'now']];
  for (const [what, before, outcome, expected] of cases) {
    it(`${what}: ${expected.replaceAll('\n', ' ').slice(0, 60)}`, async () => {
      assert.notEqual(before, '', 'says what came of it before');
      const now = await outcome();
      lines.push([what, before, now.replaceAll('\n', ' ')]);
      assert.equal(now, expected);
    });
  }

  after(() => {
    const widths = [0, 1].map((column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
    const text = lines.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | '));
    console.log(`\n${text.join('\n')}`);
  });
});
