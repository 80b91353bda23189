import assert from 'node:assert/strict';
import { isApiError } from '../../../../src/core/apiError';
import { Transport } from '../../../../src/core/api/transport';
import { isDownloadError } from '../../../../src/core/download/downloadError';
import { DEFAULT_LIMITS, type Preview } from '../../../../src/core/preview/preview';
import { isTableError } from '../../../../src/core/tables/tableError';
import { previewResult, type PreviewRequest } from '../../../../src/core/preview/previewResult';
import type { ResultFormat, ResultScript } from '../../../../src/simulator/jobScript';
import { type Simulator, startSimulator } from '../../../../src/simulator/startSimulator';
import { aClient } from '../../../support/aClient';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf, errorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';
import { waitUntil } from '../../../support/waitUntil';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const GIB = 1024 ** 3;

describe('The preview of a result', () => {
  const clock = new FakeClock();
  let simulator: Simulator;

  async function simulate(result: ResultScript, isRunning = false): Promise<void> {
    const runMs = isRunning ? 3_600_000 : 1000;
    simulator = await startSimulator({
      clock,
      scenario: {
        jobs: [
          { id: ID, createdAgoMs: isRunning ? 60_000 : 3_600_000, queueMs: 0, runMs, report: 'action_listing', result },
        ],
      },
    });
  }

  function preview(change: Partial<PreviewRequest> = {}): Promise<Preview> {
    return previewResult({
      client: aClient(simulator, clock),
      transport: new Transport(clock),
      clock,
      jobId: ID,
      signal: new AbortController().signal,
      ...change,
    });
  }

  const requests = (origin: 'api' | 'storage'): Simulator['requests'] =>
    simulator.requests.filter((request) => request.origin === origin);

  afterEach(() => simulator.close());

  describe('of two gigabytes', () => {
    for (const format of ['CSV', 'JSON', 'XML'] satisfies ResultFormat[]) {
      it(`contains the first thousand rows of ${format}, for few bytes`, async () => {
        await simulate({ bytes: 2 * GIB, format });
        const { rows, columns, isWhole, fileBytes, readBytes, fetchedBytes } = await preview();
        assert.deepEqual(
          [rows.length, columns[0], columns.at(-1), isWhole, fileBytes],
          [1000, 'Action_Id', 'Landing_Page', false, 2 * GIB],
        );
        assert.deepEqual([rows[0]?.[0], rows[999]?.[0]], ['1000000000', '1000000999']);
        assert.ok(rows.every((row) => row.length === columns.length));
        assert.equal(readBytes % (64 * 1024), 0);
        const rowsEnd = simulator.resultOf(ID)?.read(0, readBytes).indexOf('1000001000') ?? -1;
        assert.ok(
          rowsEnd > 0 && readBytes - rowsEnd < 2 * 64 * 1024,
          `${readBytes} bytes were read, and ${rowsEnd} hold the rows`,
        );
        assert.ok(
          fetchedBytes >= readBytes && fetchedBytes <= DEFAULT_LIMITS.maxBytes,
          `${fetchedBytes} bytes were fetched`,
        );
        assert.ok((requests('storage')[0]?.sentBytes ?? Infinity) <= DEFAULT_LIMITS.maxBytes);
      });
    }

    it('costs one request to the API and one, without credentials, to the storage for only the beginning', async () => {
      await simulate({ bytes: 2 * GIB });
      await preview();
      const [storage] = requests('storage');
      assert.deepEqual(
        [requests('api').length, requests('storage').length, storage?.hasAuthorization, storage?.headers['range']],
        [1, 1, false, 'bytes=0-4194303'],
      );
    });

    it('is the same from a server without ranges, whose response is stopped', async () => {
      await simulate({ bytes: 2 * GIB });
      const ranged = await preview();
      simulator.setFault({ endpoint: 'storage', kind: 'range', answer: 'whole' });
      const whole = await preview();
      assert.deepEqual({ ...whole, fetchedBytes: 0 }, { ...ranged, fetchedBytes: 0 });
      assert.ok(whole.fetchedBytes <= DEFAULT_LIMITS.maxBytes);
    });

    it('ends at the limit if rows are long', async () => {
      const row = `1,${'x'.repeat(199_997)}\n`;
      await simulate({ content: `Id,Text\n${row.repeat(40)}` });
      for (const isRanged of [true, false]) {
        const { rows, isWhole, fetchedBytes } = await preview();
        assert.deepEqual([rows.length, isWhole], [20, false], isRanged ? 'with ranges' : 'without');
        assert.ok(fetchedBytes <= DEFAULT_LIMITS.maxBytes);
        simulator.setFault({ endpoint: 'storage', kind: 'range', answer: 'whole' });
      }
    });
  });

  it('contains all rows of a small file, and says so', async () => {
    await simulate({ content: 'Id,Name\n1,A\n2,B', fileName: 'small.csv' });
    const { rows, isWhole, fileBytes, fetchedBytes, fileName } = await preview();
    assert.deepEqual(
      [rows, isWhole, fileBytes, fetchedBytes, fileName],
      [
        [
          ['1', 'A'],
          ['2', 'B'],
        ],
        true,
        15,
        15,
        'small.csv',
      ],
    );
  });

  it('contains nothing for an empty file', async () => {
    await simulate({ content: '' });
    const { rows, columns, isWhole, fileBytes } = await preview();
    assert.deepEqual([rows, columns, isWhole, fileBytes], [[], [], true, 0]);
  });

  it('contains nothing for an empty file that the API sends itself', async () => {
    await simulate({ content: '' });
    simulator.setFault({ endpoint: 'download', kind: 'direct' });
    const { rows, columns, isWhole, fileBytes } = await preview();
    assert.deepEqual([rows, columns, isWhole, fileBytes], [[], [], true, 0]);
  });

  for (const encoding of ['gzip', 'br', 'deflate'] as const) {
    it(`is decoded from ${encoding}`, async () => {
      await simulate({ rows: 5000 });
      simulator.setFault({ endpoint: 'storage', kind: 'encoding', encoding });
      const { rows, isWhole } = await preview();
      assert.deepEqual([rows.length, rows[999]?.[0], isWhole], [1000, '1000000999', false]);
    });
  }

  for (const length of ['missing', 'chunked'] as const) {
    it(`is complete if the length is ${length} and the file ends`, async () => {
      await simulate({ rows: 10 });
      simulator.setFault({ endpoint: 'storage', kind: 'range', answer: 'whole' });
      simulator.setFault({ endpoint: 'storage', kind: 'length', length });
      const { rows, isWhole, fileBytes } = await preview();
      assert.deepEqual([rows.length, isWhole, fileBytes], [10, true, undefined]);
    });
  }

  it('retries once for an expired link and for a lost connection', async () => {
    await simulate({ rows: 5000 });
    simulator.setFault({ endpoint: 'download', nth: 1, kind: 'expireLink' });
    assert.equal((await preview()).rows.length, 1000);
    assert.equal(requests('api').length, 2);
    simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'cut', at: 1000 });
    assert.equal((await preview()).rows.length, 1000);
    assert.equal(requests('api').length, 4);
  });

  it('ignores a different part than requested, and requests the entire file', async () => {
    await simulate({ rows: 5000 });
    simulator.setFault({ endpoint: 'storage', ranged: true, kind: 'range', answer: { shiftedByBytes: 7 } });
    assert.equal((await preview()).rows[0]?.[0], '1000000000');
  });

  it('ignores an unexplained range refusal, and requests the entire file', async () => {
    await simulate({ rows: 5000 });
    simulator.setFault({ endpoint: 'storage', ranged: true, kind: 'range', answer: 'refused' });
    assert.equal((await preview()).rows.length, 1000);
  });

  it("ends like downloads if the job isn't ready, the file is gone, or its links are always expired", async () => {
    await simulate({ rows: 10 }, true);
    const notReady = await errorOf(preview());
    assert.ok(isDownloadError(notReady));
    assert.deepEqual([notReady.kind, notReady.jobStatus], ['notReady', 'RUNNING']);
    await simulator.close();

    for (const gone of [404, 410] as const) {
      await simulate({ rows: 10, gone });
      assert.equal((await apiErrorOf(preview())).kind, 'notFound');
      await simulator.close();
    }

    await simulate({ rows: 10 });
    simulator.setFault({ endpoint: 'download', kind: 'expireLink' });
    const expired = await errorOf(preview());
    assert.ok(isDownloadError(expired));
    assert.equal(expired.kind, 'expired');
  });

  for (const body of ['html', 'envelope', 'xml'] as const) {
    it(`doesn't accept an error sent as ${body} with status 200 as a file`, async () => {
      await simulate({ rows: 10 });
      simulator.setFault({ endpoint: 'storage', kind: 'answer', status: 200, body });
      const error = await errorOf(preview());
      assert.ok(isDownloadError(error) || isApiError(error), error.stack);
      assert.equal(error.kind, body === 'html' ? 'unreadable' : 'notAFile');
    });
  }

  it("reports a result that isn't a table", async () => {
    await simulate({ content: Buffer.from('PK\x03\x04…'), fileName: 'report.zip' });
    const error = await errorOf(preview());
    assert.ok(isTableError(error), error.stack);
    assert.deepEqual([error.kind, error.subject], ['notATable', 'zip']);
  });

  it("ends when it's aborted, and leaves no timer behind", async () => {
    await simulate({ bytes: 2 * GIB });
    simulator.setFault({ endpoint: 'storage', kind: 'stall', at: 100_000 });
    const stopped = new AbortController();
    const ended = apiErrorOf(preview({ signal: stopped.signal }));
    await waitUntil(() => requests('storage')[0]?.sentBytes === 100_000);
    stopped.abort();
    assert.equal((await ended).kind, 'aborted');
    assert.equal(clock.timerCount, 0);
  });

  it('ends when no more data arrives', async () => {
    await simulate({ bytes: 2 * GIB });
    simulator.setFault({ endpoint: 'storage', kind: 'stall', at: 100_000 });
    const ended = apiErrorOf(preview());
    await waitUntil(() => requests('storage')[0]?.sentBytes === 100_000);
    await clock.advance(31_000);
    await clock.advance(31_000);
    assert.equal((await ended).kind, 'timeout');
  });
});

describe('The preview of a result sent by the API itself', () => {
  const servers = serversForTest();

  it('is read from the stream, with the credentials', async () => {
    const clock = new FakeClock();
    let authorization: string | undefined;
    const url = await servers.http((request, response) => {
      authorization = request.headers.authorization;
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end('{"@numpages":"1","Records":[{"Id":"1"},{"Id":"2"}]}');
    });
    const simulator = { baseUrl: url.origin, accounts: [{ ...anAccount({}), token: 'secret' }] };
    const client = aClient(simulator as never, clock, {
      account: anAccount({ baseUrl: url.origin }),
      readToken: () => Promise.resolve('secret'),
    });
    const { rows, isWhole } = await previewResult({
      client,
      transport: new Transport(clock),
      clock,
      jobId: ID,
      signal: new AbortController().signal,
    });
    assert.deepEqual([rows, isWhole, authorization?.startsWith('Basic ')], [[['1'], ['2']], true, true]);
  });
});
