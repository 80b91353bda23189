import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Job } from '../../../src/core/jobs/job';
import { isSameJob } from '../../../src/core/jobs/job';
import { OVERLAP_BYTES } from '../../../src/core/download/overlap';
import { errorOf } from '../../support/outcome';
import { API, JOB_ID, STORAGE, type Trial } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const MB = 1024 * 1024;

/** Writes `piece` until the reader stops. */
function sendEndlessly(response: ServerResponse, piece: Buffer): void {
  const send = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', send);
  send();
}

const kindOf = async (work: Promise<unknown>): Promise<unknown> => ((await errorOf(work)) as { kind?: unknown }).kind;

/** Resolves once the server has been asked. */
async function asked(trial: Trial): Promise<void> {
  while (trial.internet.requests.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('Security: an API response', () => {
  const begin = trialsForTest();

  const listOf = async (body: string | Buffer): Promise<readonly Job[]> =>
    ((await (await begin((_, response) => void response.end(body))).list()) as { jobs: readonly Job[] }).jobs;

  it('nested a hundred thousand deep is a row like any other', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const [job, other] = await listOf(
      `[{"Id":"a","Status":"RUNNING","Deep":${deep}},{"Id":"a","Status":"RUNNING","Deep":${deep}}]`,
    );
    assert.ok(job && other);
    assert.deepEqual([job.id, job.status], ['a', 'RUNNING']);
    isSameJob(job, other);
  });

  it('of only brackets is unreadable', async () => {
    const trial = await begin((_, response) => void response.end('['.repeat(MB)));
    assert.equal(await kindOf(trial.list()), 'unreadable');
  });

  it('with prototype names changes no prototype', async () => {
    const [job] = await listOf(
      '[{"Id":"a","Status":"RUNNING","Type":"__proto__","__proto__":{"isAdmin":true,"Status":"FAILED"},"constructor":{"prototype":{"isAdmin":true}}}]',
    );
    assert.deepEqual(
      [
        job?.status,
        job?.type,
        ({} as Record<string, unknown>)['isAdmin'],
        (job as unknown as Record<string, unknown>)['isAdmin'],
      ],
      ['RUNNING', '__proto__', undefined, undefined],
    );
  });

  it("with a prototype as its envelope isn't a list", async () => {
    const trial = await begin(
      (_, response) => void response.end('{"__proto__":{"Jobs":[{"Id":"a"}]},"constructor":[]}'),
    );
    assert.equal(await kindOf(trial.list()), 'unreadable');
  });

  it('with megabytes of text in each field keeps a readable amount', async () => {
    const long = 'x'.repeat(2_000_000);
    const [job] = await listOf(
      JSON.stringify([
        { Id: 'a', Status: 'FAILED', Type: long, StatusMessage: long, ProgramId: long, CreatedBy: long },
      ]),
    );
    assert.deepEqual(
      [job?.type, job?.statusMessage, job?.programId, job?.createdBy].map((text) => text?.length),
      [10_001, 10_001, 10_001, 10_001],
    );
  });

  it('with invalid numbers keeps the rest of its row', async () => {
    const [job] = await listOf(
      '[{"Id":"a","Status":"RUNNING","PercentageComplete":1e999,"RecordsProcessed":"NaN","CreatedDate":"+275760-09-13T00:00:00.001Z"}]',
    );
    assert.deepEqual([job?.percent, job?.recordsProcessed, job?.status], [undefined, undefined, 'RUNNING']);
  });

  it('with control and direction characters is logged as one clean line', async () => {
    const said = 'Denied\r\n2026-11-23 14:00 [info] token accepted\u001b[2J\u202e\u2066\u0000';
    const trial = await begin(
      (_, response) => void response.writeHead(400).end(JSON.stringify({ Status: 'ERROR', Message: said })),
    );
    const error = await errorOf(trial.list());
    assert.doesNotMatch(
      `${error.message}${(error as { serverMessage?: string }).serverMessage}`,
      /[\p{Cc}\p{Bidi_Control}]/u,
    );
  });

  it('with megabytes of text is reported briefly', async () => {
    const trial = await begin(
      (_, response) =>
        void response.writeHead(500).end(JSON.stringify({ Status: 'ERROR', Message: 'x'.repeat(60_000) })),
    );
    assert.ok((await errorOf(trial.list())).message.length < 600);
  });

  const endless: readonly (readonly [name: string, status: number, kind: string])[] = [
    ['that is an error and never ends', 500, 'server'],
    ['that is a refusal and never ends', 403, 'forbidden'],
    ['that is a job and never ends', 200, 'tooLarge'],
    ['that is a redirect and never ends', 302, 'unreadable'],
  ];
  for (const [name, status, kind] of endless) {
    it(`${name} is disconnected`, async () => {
      const hungUp = new Promise<void>(
        (resolve) =>
          void begin((_, response) => {
            response.writeHead(status, { Location: 'https://evil.test/' }).on('close', resolve);
            sendEndlessly(response, Buffer.alloc(64 * 1024, ' '));
          }).then(async (trial) => {
            assert.equal(await kindOf(trial.job()), kind);
            await hungUp;
            assert.ok(trial.internet.sentBytes < 16 * MB, `${trial.internet.sentBytes} bytes`);
          }),
      );
      await hungUp;
    });
  }

  const bombs: readonly (readonly [encoding: string, bytes: Buffer])[] = [
    ['gzip', gzipSync(Buffer.alloc(64 * MB, ' '), { level: 9 })],
    ['br', brotliCompressSync(Buffer.alloc(64 * MB, ' '), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ];
  for (const [encoding, bytes] of bombs) {
    it(`that expands enormously with ${encoding} is aborted, even as an error`, async () => {
      let status = 200;
      const trial = await begin(
        (_, response) => void response.writeHead(status, { 'Content-Encoding': encoding }).end(bytes),
      );
      assert.equal(await kindOf(trial.job()), 'tooLarge');
      status = 500;
      assert.equal(await kindOf(trial.job()), 'server');
    });
  }

  it('as dense as its bytes allow is aborted before decompression', async () => {
    const trial = await begin((_, response) => void response.end(`[${'{},'.repeat(6 * MB)}{}]`));
    assert.equal(await kindOf(trial.list()), 'tooLarge');
  });

  it('with endless headers is unreadable', async () => {
    const trial = await begin(({ origin }, { socket }) => {
      assert.equal(origin, API);
      socket?.write('HTTP/1.1 200 OK\r\n');
      const send = (): void => {
        while (socket?.writable && socket.write(`X-Filler: ${'x'.repeat(1000)}\r\n`));
      };
      socket?.on('drain', send);
      send();
    });
    assert.equal(await kindOf(trial.list()), 'unreadable');
  });

  it('that never begins is aborted after 30 s', async () => {
    const trial = await begin(() => undefined);
    const failure = kindOf(trial.list());
    await asked(trial);
    await trial.clock.advance(30_000);
    assert.equal(await failure, 'timeout');
  });

  it('with a slowly arriving error is still an error, on time', async () => {
    let trickle: ServerResponse | undefined;
    const trial = await begin((_, response) => {
      trickle = response.writeHead(503);
      response.flushHeaders();
    });
    const failure = kindOf(trial.list());
    let isOver = false;
    void failure.finally(() => (isOver = true));
    await asked(trial);
    const startedAtMs = trial.clock.now();
    while (!isOver) {
      trickle?.write('x');
      await trial.clock.advance(10_000);
    }
    assert.equal(await failure, 'server');
    assert.ok(trial.clock.now() - startedAtMs < 300_000);
  });
});

describe('Security: a result', () => {
  const begin = trialsForTest();

  /** The API redirects; `answer` is the storage's. */
  const store = (answer: (response: ServerResponse, range: string | undefined) => void): Promise<Trial> =>
    begin(({ origin, headers }, response) =>
      origin === API
        ? void response.writeHead(302, { Location: `${STORAGE}/1` }).end()
        : answer(response, headers.range),
    );

  it('that is an error page of only comments is checked quickly', async () => {
    const trial = await store((response) => void response.end('<!---->'.repeat(9_000)));
    const startedAtMs = performance.now();
    await trial.download();
    assert.ok(performance.now() - startedAtMs < 1500);
  });

  it('sent byte by byte doesn’t use up the account’s requests', async () => {
    const totalBytes = 1_000_000;
    const trial = await store((response, range) => {
      if (range === undefined) {
        response
          .writeHead(200, { ETag: '"1"', 'Content-Length': totalBytes })
          .write('x'.repeat(100_000), () => response.destroy());
      } else {
        response
          .writeHead(206, {
            ETag: '"1"',
            'Content-Range': `bytes ${/\d+/.exec(range)?.[0]}-${totalBytes - 1}/${totalBytes}`,
          })
          .end('x'.repeat(OVERLAP_BYTES + 1));
      }
    });
    assert.equal(await kindOf(trial.download()), 'cut');
    assert.equal(trial.internet.requests.filter(({ origin }) => origin === API).length, 100);
  });

  it("that claims more bytes than any disk has isn't started", async () => {
    const trial = await store(
      (response) => void response.writeHead(200, { 'Content-Length': '999999999999999' }).write('a,b\n'.repeat(1000)),
    );
    assert.equal(await kindOf(trial.download()), 'noSpace');
    assert.deepEqual(trial.names(), []);
  });

  it("whose rest claims more bytes than any disk has isn't resumed, and the received part is kept", async () => {
    const trial = await store((response, range) => {
      if (range === undefined) {
        response.writeHead(200, { ETag: '"1"' }).write('a,b\n'.repeat(10_000), () => response.destroy());
      } else {
        response
          .writeHead(206, {
            ETag: '"1"',
            'Content-Range': `bytes ${/\d+/.exec(range)?.[0]}-999999999999998/999999999999999`,
          })
          .write('x'.repeat(1000));
      }
    });
    assert.equal(await kindOf(trial.download()), 'noSpace');
    assert.deepEqual(
      trial.names().map((name) => name.replace(/^.*?\.(?=part)/, '')),
      ['part', 'part.state'],
    );
    assert.ok(!trial.contents().includes('x'.repeat(1000)));
  });

  it('that is always refused is requested a few times', async () => {
    const trial = await store(
      (response) => void response.writeHead(403).end('<Error><Message>Request has expired</Message></Error>'),
    );
    assert.equal(await kindOf(trial.download()), 'expired');
    assert.ok(trial.internet.requests.length <= 16, `${trial.internet.requests.length} requests`);
  });

  it('with a wait of a year is aborted immediately', async () => {
    const trial = await store((response) => void response.writeHead(503, { 'Retry-After': '31536000' }).end());
    assert.equal(await kindOf(trial.download()), 'server');
    assert.ok(trial.internet.requests.length <= 2);
  });

  it("of another job doesn't affect this one", async () => {
    const trial = await store((response) => void response.end('a,b\n1,2\n'));
    const { path } = await trial.download({ jobId: JOB_ID });
    assert.ok(path.startsWith(trial.folder));
  });
});
