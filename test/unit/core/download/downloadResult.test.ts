import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient } from '../../../../src/core/api/apiClient';
import type { RequestReport } from '../../../../src/core/api/apiConnection';
import { Transport } from '../../../../src/core/api/transport';
import type { DownloadProgress } from '../../../../src/core/download/downloadProgress';
import type { DownloadRequest } from '../../../../src/core/download/downloadRequest';
import { type DownloadedFile, downloadResult } from '../../../../src/core/download/downloadResult';
import { PAUSE } from '../../../../src/core/download/pause';
import type { ResultScript } from '../../../../src/simulator/jobScript';
import { type Simulator, startSimulator } from '../../../../src/simulator/startSimulator';
import { FakeClock } from '../../../support/fakeClock';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const MB = 1_000_000;

describe('Downloading a result', () => {
  let simulator: Simulator;
  let folder: string;
  let progress: DownloadProgress[];
  let clock: FakeClock;

  async function simulate(result: ResultScript = { bytes: 3 * MB }): Promise<void> {
    simulator = await startSimulator({
      scenario: {
        jobs: [{ id: ID, createdAgoMs: 3_600_000, queueMs: 0, runMs: 1000, report: 'action_listing', result }],
      },
    });
  }

  function download(
    { onProgress, ...change }: Partial<DownloadRequest> = {},
    onRequest?: (report: RequestReport) => void,
  ): Promise<DownloadedFile> {
    const [account] = simulator.accounts;
    assert.ok(account);
    const transport = new Transport(clock);
    const client = new ApiClient({
      account: {
        id: 'a',
        kind: account.kind,
        sid: account.sid,
        name: 'A',
        source: 'stored',
        baseUrl: simulator.baseUrl,
      },
      transport,
      clock,
      readToken: () => Promise.resolve(account.token),
      ...(onRequest && { onRequest }),
    });
    return downloadResult({
      client,
      transport,
      clock,
      jobId: ID,
      folder,
      nameFile: ({ extension }) => `result.${extension}`,
      signal: new AbortController().signal,
      onProgress: (step) => {
        progress.push(step);
        onProgress?.(step);
        if (step.phase === 'waiting') {
          // A little more than that, for what a subtraction of fractions loses.
          void clock.advance(step.untilMs - clock.now() + 1);
        }
      },
      ...change,
    });
  }

  async function assertWhole({ path: file, sha256, sizeBytes }: DownloadedFile): Promise<void> {
    const bytes = readFileSync(file);
    assert.equal(bytes.length, sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    assert.equal(sha256, await simulator.resultOf(ID)?.hash('sha256'));
  }

  const names = (): string[] => readdirSync(folder).sort();
  const storageRequests = (): Simulator['requests'] => simulator.requests.filter(({ origin }) => origin === 'storage');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-download-'));
    progress = [];
    clock = new FakeClock();
  });

  afterEach(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('logs each request, those to the storage only with their host', async () => {
    await simulate();
    const told: string[] = [];
    await download({}, ({ method, path: where, status }) => told.push(`${method} ${where} ${status}`));
    assert.deepEqual(told, [
      `GET ${simulator.accounts[0]?.path}/Jobs/${ID}/Download 302`,
      `GET //${new URL(simulator.storageUrl).host} 200`,
    ]);
  });

  it('writes the exact bytes, reports them, and leaves nothing else beside the file', async () => {
    await simulate();
    await assertWhole(await download());
    assert.deepEqual(names(), ['result.csv']);
    assert.ok(
      progress.some((step) => step.phase === 'receiving' && step.totalBytes === simulator.resultOf(ID)?.lengthBytes),
    );
  });

  it('follows the redirect to storage without the credentials', async () => {
    await simulate();
    await download();
    assert.equal(storageRequests().length, 1);
    assert.ok(storageRequests().every(({ hasAuthorization }) => !hasAuthorization));
    const { accept, 'accept-encoding': encoding } = storageRequests()[0]?.headers ?? {};
    assert.deepEqual([accept, encoding], ['*/*', 'identity']);
  });

  for (const [where, at] of [
    ['in the middle', 1_400_000],
    ['before the last byte', -1],
    ['after the first byte', 1],
  ] as const) {
    it(`resumes where a connection was lost ${where}`, async () => {
      await simulate();
      simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'cut', at });
      await assertWhole(await download());
      assert.deepEqual(names(), ['result.csv']);
      const [, second] = storageRequests();
      assert.ok(second);
      if (at !== 1) {
        assert.match(second.headers['range'] ?? '', /^bytes=\d+-$/);
        assert.ok(second.headers['if-range']);
      }
    });
  }

  it('requests a new link if one expired before use', async () => {
    await simulate();
    simulator.setFault({ endpoint: 'download', nth: 1, kind: 'expireLink' });
    await assertWhole(await download());
    assert.equal(simulator.requests.filter(({ endpoint }) => endpoint === 'download').length, 2);
  });

  it('starts over if the file changed, and says so', async () => {
    await simulate();
    simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'cut', at: MB });
    simulator.setFault({ endpoint: 'storage', from: 2, kind: 'validator', change: 'etag' });
    const file = await download();
    await assertWhole(file);
    assert.deepEqual(file.notes, ['changed']);
  });

  it('starts over if the storage sends only whole files', async () => {
    await simulate();
    simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'cut', at: MB });
    simulator.setFault({ endpoint: 'storage', ranged: true, kind: 'range', answer: 'whole' });
    const file = await download();
    await assertWhole(file);
    assert.deepEqual(file.notes, ['noRanges']);
  });

  it('decodes a gzip-encoded answer', async () => {
    await simulate();
    simulator.setFault({ endpoint: 'storage', kind: 'encoding', encoding: 'gzip' });
    await assertWhole(await download());
  });

  it('accepts neither an error page nor an error envelope as a file', async () => {
    await simulate();
    for (const [body, kind] of [
      ['html', 'unreadable'],
      ['envelope', 'notAFile'],
    ] as const) {
      const clear = simulator.setFault({ endpoint: 'storage', kind: 'answer', status: 200, body });
      await assert.rejects(download(), { kind });
      clear();
    }
    assert.deepEqual(names(), []);
  });

  it('says that a job has no result yet', async () => {
    simulator = await startSimulator({
      scenario: { jobs: [{ id: ID, createdAgoMs: 1000, queueMs: 0, runMs: 3_600_000 }] },
    });
    await assert.rejects(download(), { kind: 'notReady', jobStatus: 'RUNNING' });
    assert.deepEqual(names(), []);
  });

  it('says that a file is no longer kept', async () => {
    await simulate({ bytes: 1000, gone: 410 });
    await assert.rejects(download(), { kind: 'notFound' });
    assert.deepEqual(names(), []);
  });

  it('discards a file with a wrong checksum', async () => {
    await simulate();
    simulator.setFault({ endpoint: 'storage', kind: 'digest', correct: false });
    await assert.rejects(download(), { kind: 'corrupt' });
    assert.deepEqual(names(), []);
  });

  it("deletes the received data when it's canceled, and ends the request", async () => {
    await simulate({ bytes: 50 * MB });
    const abort = new AbortController();
    const onProgress = (step: DownloadProgress): void => {
      if (step.phase === 'receiving' && step.receivedBytes > 0) {
        abort.abort();
      }
    };
    await assert.rejects(download({ signal: abort.signal, onProgress }), { kind: 'aborted' });
    assert.deepEqual(names(), []);
  });

  it("keeps the received data when it's paused, and resumes from there", async () => {
    await simulate({ bytes: 50 * MB });
    const pause = new AbortController();
    const onProgress = (step: DownloadProgress): void => {
      if (step.phase === 'receiving' && step.receivedBytes > 0) {
        pause.abort(PAUSE);
      }
    };
    await assert.rejects(download({ signal: pause.signal, onProgress }), { kind: 'aborted' });
    assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
    await assertWhole(await download());
    assert.deepEqual(names(), ['result.csv']);
  });

  it('never overwrites another file, and recognizes its own', async () => {
    await simulate();
    writeFileSync(path.join(folder, 'result.csv'), 'mine');
    const first = await download();
    assert.equal(path.basename(first.path), 'result (2).csv');
    const second = await download();
    assert.equal(second.alreadyThere, true);
    assert.equal(second.path, first.path);
    assert.equal(readFileSync(path.join(folder, 'result.csv'), 'utf8'), 'mine');
    assert.equal(names().length, 2);
  });

  it('replaces the file that the user wants replaced, and no file of another name', async () => {
    await simulate();
    writeFileSync(path.join(folder, 'result.csv'), 'old');
    await assertWhole(await download({ replaces: 'result.csv' }));
    assert.deepEqual(names(), ['result.csv']);
    writeFileSync(path.join(folder, 'result.csv'), 'mine');
    const other = await download({ replaces: 'result.json' });
    assert.equal(path.basename(other.path), 'result (2).csv');
    assert.equal(readFileSync(path.join(folder, 'result.csv'), 'utf8'), 'mine');
  });

  it('stays in its folder for any name', async () => {
    await simulate({ bytes: 1000 });
    const file = await download({ nameFile: () => '../../C:\\con/../a\u0000b?.csv' });
    assert.equal(path.dirname(file.path), folder);
  });
});
