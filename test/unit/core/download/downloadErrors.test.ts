import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DownloadProgress } from '../../../../src/core/download/downloadProgress';
import type { DownloadRequest } from '../../../../src/core/download/downloadRequest';
import { PAUSE } from '../../../../src/core/download/pause';
import type { Fault } from '../../../../src/simulator/fault';
import { FILE_NAME, MB, Scene, type SceneOptions } from '../../../faults/support/scene';
import { fileError, replacedFileCalls } from '../../../support/replacedFileCalls';
import { serversForTest } from '../../../support/serversForTest';

describe('A download that fails', () => {
  const replaced = replacedFileCalls();
  const servers = serversForTest();
  let scene: Scene;

  const scenes: Scene[] = [];

  async function open(faults: readonly Fault[] = [], options: SceneOptions = {}): Promise<void> {
    scene = await Scene.open(options);
    scenes.push(scene);
    faults.forEach((fault) => scene.simulator.setFault({ endpoint: 'storage', ...fault }));
  }
  afterEach(async () => {
    await Promise.all(scenes.splice(0).map((opened) => opened.close()));
  });

  async function errorOf(change: Partial<DownloadRequest> = {}): Promise<Record<string, unknown>> {
    const outcome = await scene.download(change);
    assert.ok('error' in outcome);
    const { error } = outcome;
    return { ...error, name: error.name, message: error.message, cause: error.cause };
  }
  async function fileOf(change: Partial<DownloadRequest> = {}): Promise<readonly string[]> {
    const outcome = await scene.download(change);
    assert.ok('file' in outcome, 'error' in outcome ? outcome.error.stack : '');
    await scene.assertIdentical(outcome.file);
    return outcome.file.notes;
  }
  const storage = (): string => new URL(scene.simulator.storageUrl).host;
  const partial = [`${FILE_NAME}.part`, `${FILE_NAME}.part.state`];

  describe('says what the server said', () => {
    const xml = (message: string): Fault => ({
      kind: 'answer',
      status: 404,
      body: { text: `<Error><Code>x</Code><Message>${message}</Message></Error>`, contentType: 'application/xml' },
    });

    it('with its status and its message', async () => {
      await open([xml('No such key')]);
      const { name, kind, message, status, serverMessage } = await errorOf();
      assert.deepEqual([name, kind, status, serverMessage], ['ApiError', 'notFound', 404, 'No such key']);
      assert.equal(message, `HTTP 404 from ${storage()}: No such key`);
    });

    it('with its status alone if there is nothing else', async () => {
      await open([{ kind: 'answer', status: 404, body: 'empty' }]);
      const { kind, message, serverMessage } = await errorOf();
      assert.deepEqual([kind, message, serverMessage], ['notFound', `HTTP 404 from ${storage()}`, undefined]);
    });

    it('of a link that it refuses', async () => {
      await open([{ ...xml('Request has expired'), status: 403 } as Fault]);
      const { name, kind, message, serverMessage } = await errorOf();
      assert.deepEqual([name, kind, serverMessage], ['DownloadError', 'expired', 'Request has expired']);
      assert.equal(message, `HTTP 403 from ${storage()}: Request has expired`);
    });

    it('instead of the file', async () => {
      await open([{ kind: 'answer', body: 'xml' }]);
      const { kind, message, serverMessage } = await errorOf();
      assert.equal(kind, 'notAFile');
      assert.equal(message, `The server sent an error page instead of the file: ${String(serverMessage)}`);
      assert.ok(String(serverMessage).length > 0);
    });

    it('of a page in between, with its status', async () => {
      await open([{ kind: 'answer', body: 'firewall' }]);
      const { kind, status, message, serverMessage } = await errorOf();
      assert.deepEqual([kind, status], ['unreadable', 200]);
      assert.equal(message, `The server sent an error page instead of the file: ${String(serverMessage)}`);
    });

    it('of a job without a result, with its status if there is one', async () => {
      for (const [text, jobStatus] of [
        ['{"Id":"x","Status":"RUNNING"}', 'RUNNING'],
        ['{"Id":"x","Status":5}', undefined],
        ['no job', undefined],
      ] as const) {
        await open([{ endpoint: 'download', kind: 'answer', status: 202, body: { text } }]);
        const error = await errorOf();
        assert.deepEqual([error['kind'], error['jobStatus']], ['notReady', jobStatus]);
        assert.equal(error['message'], 'The job has no result yet (HTTP 202)');
      }
    });

    it('but not where it sends the download', async () => {
      await open([{ kind: 'redirect', hops: 6 }]);
      const { kind, message } = await errorOf();
      assert.deepEqual([kind, message], ['unsafe', 'The download redirects more than 5 times']);
    });
  });

  it('says why it restarted, and how often', async () => {
    await open([{ kind: 'digest', correct: false }]);
    const { kind, message } = await errorOf();
    assert.equal(kind, 'corrupt');
    assert.equal(message, 'The download restarted 4 times, most recently because: corrupt');
    await open([
      { kind: 'cut', at: MB, ranged: false },
      { ranged: true, kind: 'range', answer: 'refused' },
    ]);
    const other = await errorOf();
    assert.equal(other['kind'], 'changing');
    assert.equal(other['message'], 'The download restarted 4 times, most recently because: wrongRange');
  });

  it('says how many bytes came', async () => {
    await open([{ kind: 'length', length: { differsByBytes: 10 } }], { result: { bytes: 1_000 } });
    const seen: string[] = [];
    await scene.download({
      onProgress: (step) => {
        if (step.phase === 'waiting') {
          seen.push(`${step.reason} ${step.receivedBytes} of ${step.totalBytes}`);
          void scene.pass(step.untilMs - scene.clock.now() + 1);
        }
      },
    });
    assert.equal(seen[0], 'cut 1000 of 1010');
  });

  it('is corrupt if more bytes come than the server said', async () => {
    const bytes = Buffer.alloc(20_010, 'a,b\n');
    const url = await servers.http(({ headers: { range } }, response) => {
      response.setHeader('ETag', '"a"');
      if (range === undefined) {
        response.writeHead(200, { 'Content-Length': 20_000 });
        response.write(bytes.subarray(0, 15_000), () => response.destroy());
        return;
      }
      const start = Number(/\d+/.exec(range)?.[0]);
      response.writeHead(206, { 'Content-Range': `bytes ${start}-19999/20000` }).end(bytes.subarray(start));
    });
    await open([{ kind: 'redirect', to: url.href }]);
    const { name, kind, message } = await errorOf();
    assert.deepEqual([name, kind], ['DownloadError', 'corrupt']);
    assert.equal(message, '20010 bytes arrived instead of 20000');
    assert.deepEqual(scene.names(), []);
  });

  it('has no file before its first bytes, and says nothing of one', async () => {
    await open([{ kind: 'cut', at: 0 }]);
    const steps: DownloadProgress[] = [];
    await errorOf({
      onProgress: (step) => {
        steps.push(step);
        if (step.phase === 'waiting') {
          void scene.pass(step.untilMs - scene.clock.now() + 1);
        }
      },
    });
    const waits = steps.flatMap((step) => (step.phase === 'waiting' ? [step] : []));
    assert.equal(waits.length, 7);
    assert.ok(waits.every(({ receivedBytes, totalBytes }) => receivedBytes === 0 && totalBytes === undefined));
    assert.deepEqual(scene.names(), []);
  });

  for (const [name, reason] of [
    ['canceled', undefined],
    ['paused', PAUSE],
  ] as const) {
    it(`because it was ${name} while it waited says so`, async () => {
      await open([
        { nth: 1, kind: 'cut', at: MB },
        { from: 2, kind: 'cut', at: 0 },
      ]);
      const abort = new AbortController();
      const { kind, message } = await errorOf({
        signal: abort.signal,
        onProgress: (step) => step.phase === 'waiting' && abort.abort(reason),
      });
      assert.deepEqual([kind, message], ['aborted', 'The download was canceled']);
      assert.deepEqual(scene.names(), reason === undefined ? [] : partial);
    });
  }

  it('keeps what came if the disk is full, and goes on there', async () => {
    await open([], { result: { bytes: 5 * MB } });
    let writtenBytes = 0;
    await replaced.handle('write', async (write, ...args) => {
      if (writtenBytes > MB) {
        throw fileError('ENOSPC');
      }
      writtenBytes += Number(args[2]);
      return write(...args);
    });
    const { name, kind, path: place } = await errorOf();
    assert.deepEqual([name, kind, place], ['DownloadError', 'diskFull', path.join(scene.folder, partial[0] ?? '')]);
    assert.deepEqual(scene.names(), partial);
    const keptBytes = statSync(String(place)).size;
    assert.equal(keptBytes, writtenBytes);
    writtenBytes = -Infinity;
    assert.deepEqual(await fileOf(), []);
    const [, again] = scene.requests('storage');
    assert.equal(again?.headers['range'], `bytes=${keptBytes - 8192}-`);
  });

  it('stops before the disk is full of a file whose length nobody said', async () => {
    await open([{ kind: 'length', length: 'chunked' }], {
      result: { content: Buffer.alloc(17 * 1024 * 1024, 'a,b\n') },
    });
    let calls = 0;
    replaced.call('statfs', () => Promise.resolve({ bavail: ++calls === 1 ? 1e9 : 1_000, bsize: 4096, blocks: 1e9 }));
    const { kind, neededBytes, freeBytes, path: place } = await errorOf();
    assert.deepEqual([kind, neededBytes, freeBytes, place], ['noSpace', 64 * 1024 * 1024, 4_096_000, scene.folder]);
    assert.equal(calls, 2);
  });

  it('with all its bytes asks for none again', async () => {
    await open([], { result: { bytes: 5 * MB } });
    let isBroken = true;
    await replaced.handle('sync', (sync) => (isBroken ? Promise.reject(fileError('EIO')) : sync()));
    assert.equal((await errorOf())['kind'], 'disk');
    assert.deepEqual(scene.names(), partial);
    isBroken = false;
    assert.deepEqual(await fileOf(), []);
    assert.equal(scene.requests().length, 2, 'the link and the file');
  });

  it('does not share its private files', async () => {
    await open([{ nth: 1, kind: 'cut', at: MB }]);
    const modes = (): readonly string[] =>
      [scene.folder, ...readdirSync(scene.folder).map((name) => path.join(scene.folder, name))].map((file) =>
        (statSync(file).mode & 0o777).toString(8),
      );
    let during: readonly string[] = [];
    await fileOf({
      isPrivate: true,
      onProgress: (step) => {
        if (step.phase === 'waiting') {
          during = modes();
          void scene.pass(step.untilMs - scene.clock.now() + 1);
        }
      },
    });
    assert.deepEqual(during, ['700', '600', '600', '600']);
    assert.deepEqual(modes(), ['700', '600']);
  });
});
