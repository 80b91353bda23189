import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';
import type { Fault } from '../../../src/simulator/fault';
import type { Simulator } from '../../../src/simulator/startSimulator';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';
import { waitUntil } from '../../support/waitUntil';
import { call, fetchFile, linkTo, pathTo } from './support/call';
import { aCompletedJob, FIRST_ID, SECOND_ID, simulatorsForTest } from './support/simulators';

const SIZE_BYTES = 10_000;

describe('A simulated fault', () => {
  const start = simulatorsForTest();
  const simulatorWith = async (
    faults: readonly Fault[],
    bytes = SIZE_BYTES,
    options: SimulatorOptions = {},
  ): Promise<Simulator> => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { bytes } })], options);
    faults.forEach((fault) => simulator.setFault(fault));
    return simulator;
  };
  const list = (simulator: Simulator) => call(simulator, pathTo(simulator, 'Jobs'));
  const file = async (simulator: Simulator, headers: Record<string, string> = {}) =>
    fetchFile(simulator, await linkTo(simulator, FIRST_ID), headers);
  const wholeOf = (simulator: Simulator) => simulator.resultOf(FIRST_ID)?.read(0, SIZE_BYTES) ?? Buffer.alloc(0);

  describe('applies', () => {
    it('only to the endpoint, job, and account that it names', async () => {
      const simulator = await simulatorWith([
        { kind: 'answer', status: 503, endpoint: ['job', 'replay'], jobId: FIRST_ID },
      ]);
      simulator.addJob({ id: SECOND_ID });
      const statuses = await Promise.all(
        ['Jobs', `Jobs/${FIRST_ID}`, `Jobs/${SECOND_ID}`, `Jobs/${FIRST_ID}/Download`].map(
          async (path) => (await call(simulator, pathTo(simulator, path))).status,
        ),
      );
      assert.deepEqual(statuses, [200, 503, 200, 302]);
      simulator.clearFaults();
      simulator.setFault({ kind: 'answer', status: 500, accountSid: 'IRother' });
      assert.equal((await list(simulator)).status, 200);
    });

    it('only to the requests at its turn', async () => {
      const simulator = await simulatorWith([
        { kind: 'answer', status: 500, endpoint: 'list', nth: [2, 4] },
        { kind: 'answer', status: 401, endpoint: 'list', from: 6 },
      ]);
      const statuses: number[] = [];
      for (let index = 0; index < 7; index++) {
        statuses.push((await list(simulator)).status);
      }
      assert.deepEqual(statuses, [200, 500, 200, 500, 200, 401, 401]);
    });

    it('to requests with or without a range', async () => {
      const simulator = await simulatorWith([{ kind: 'answer', status: 500, endpoint: 'storage', ranged: true }]);
      assert.deepEqual(
        [(await file(simulator)).status, (await file(simulator, { range: 'bytes=1-' })).status],
        [200, 500],
      );
    });

    it("no longer after it's removed", async () => {
      const simulator = await simulatorWith([]);
      const takeBack = simulator.setFault({ kind: 'answer', status: 500 });
      assert.equal((await list(simulator)).status, 500);
      takeBack();
      assert.equal((await list(simulator)).status, 200);
    });
  });

  describe('in the response', () => {
    for (const status of [401, 403, 404, 410, 429, 500, 502, 503, 504]) {
      it(`can be ${status} with an envelope and Retry-After`, async () => {
        const answer = await list(await simulatorWith([{ kind: 'answer', status, retryAfter: 17 }]));
        assert.deepEqual(
          [answer.status, answer.headers['retry-after'], answer.json()['Status']],
          [status, '17', 'ERROR'],
        );
      });
    }

    it('can be HTML, XML, nothing, broken JSON, an error with status 200, or any text', async () => {
      const answerTo = async (fault: Partial<Extract<Fault, { kind: 'answer' }>>) =>
        list(await simulatorWith([{ kind: 'answer', ...fault }]));
      assert.match((await answerTo({ status: 502, body: 'html' })).text, /^<!DOCTYPE html>.*<h1>Bad Gateway/s);
      assert.match((await answerTo({ status: 500, body: 'xml' })).text, /^<\?xml.*<ImpactRadiusResponse><Status>ERROR/);
      assert.equal((await answerTo({ status: 200, body: 'empty' })).body.length, 0);
      const broken = await answerTo({ body: 'invalidJson' });
      assert.equal(broken.status, 200);
      assert.throws(() => broken.json());
      const error = await answerTo({});
      assert.deepEqual([error.status, error.json()['Status']], [200, 'ERROR']);
      const own = await answerTo({
        status: 418,
        body: { text: 'tea', contentType: 'text/plain' },
        headers: { 'X-Own': 'yes' },
      });
      assert.deepEqual(
        [own.status, own.text, own.headers['content-type'], own.headers['x-own']],
        [418, 'tea', 'text/plain', 'yes'],
      );
    });

    it('can be huge JSON', async () => {
      const answer = await list(await simulatorWith([{ kind: 'answer', body: { hugeJsonBytes: 3_000_000 } }]));
      assert.deepEqual([answer.body.length, answer.json()['Jobs']], [3_000_000, []]);
    });
  });

  describe('in a redirect', () => {
    const follow = async (simulator: Simulator, link: string, most = 8) => {
      const seen: string[] = [];
      let answer = await fetchFile(simulator, link);
      for (
        let url = link;
        answer.status >= 300 && answer.status < 400 && seen.length < most;
        answer = await fetchFile(simulator, url)
      ) {
        url = new URL(answer.headers.location ?? '', url).href;
        seen.push(url);
      }
      return { answer, hops: seen.length };
    };

    it('can be a chain, absolute or relative, that ends at the file', async () => {
      for (const relative of [false, true]) {
        const simulator = await simulatorWith([
          { kind: 'redirect', endpoint: 'storage', hops: 3, relative, status: 307 },
        ]);
        const { answer, hops } = await follow(simulator, await linkTo(simulator, FIRST_ID));
        assert.deepEqual([answer.status, hops], [200, 3]);
        assert.ok(answer.body.equals(wholeOf(simulator)));
      }
    });

    it('can be a loop', async () => {
      const simulator = await simulatorWith([{ kind: 'redirect', endpoint: 'storage', hops: Infinity }]);
      assert.equal((await follow(simulator, await linkTo(simulator, FIRST_ID), 30)).answer.status, 302);
    });

    it('can lead anywhere', async () => {
      const simulator = await simulatorWith([
        { kind: 'redirect', endpoint: 'download', to: 'http://storage.example.invalid/x' },
      ]);
      assert.equal(await linkTo(simulator, FIRST_ID), 'http://storage.example.invalid/x');
    });
  });

  describe('in a link', () => {
    it('can make it expire before use', async () => {
      const simulator = await simulatorWith([{ kind: 'expireLink', endpoint: 'download', nth: 1 }]);
      assert.deepEqual([(await file(simulator)).status, (await file(simulator)).status], [403, 200]);
    });

    it('can make it expire during the download, so that a new one is needed to resume', async () => {
      const simulator = await simulatorWith([
        { kind: 'expireLink', endpoint: 'storage', afterBytes: 4_000, nth: 1 },
        { kind: 'cut', endpoint: 'storage', at: 4_000, nth: 1 },
      ]);
      const link = await linkTo(simulator, FIRST_ID);
      const first = await fetchFile(simulator, link);
      assert.deepEqual([first.body.length, first.isWhole], [4_000, false]);
      assert.equal((await fetchFile(simulator, link, { range: 'bytes=4000-' })).status, 403);
      assert.equal((await file(simulator, { range: 'bytes=4000-' })).status, 206);
    });
  });

  describe("in the storage's behavior", () => {
    it('can be the entire file instead of the part', async () => {
      const answer = await file(await simulatorWith([{ kind: 'range', answer: 'whole' }]), { range: 'bytes=100-' });
      assert.deepEqual([answer.status, answer.body.length], [200, SIZE_BYTES]);
    });

    it('can be a refused range', async () => {
      const answer = await file(await simulatorWith([{ kind: 'range', answer: 'refused' }]), { range: 'bytes=100-' });
      assert.deepEqual([answer.status, answer.headers['content-range']], [416, `bytes */${SIZE_BYTES}`]);
    });

    it('can be a different part than requested, or a wrong Content-Range', async () => {
      const shifted = await simulatorWith([{ kind: 'range', answer: { shiftedByBytes: -50 } }]);
      const part = await file(shifted, { range: 'bytes=100-199' });
      assert.deepEqual([part.status, part.headers['content-range']], [206, `bytes 50-149/${SIZE_BYTES}`]);
      assert.ok(part.body.equals(wholeOf(shifted).subarray(50, 150)));
      const wrong = await file(
        await simulatorWith([
          { kind: 'range', answer: { contentRange: ({ first, total }) => `bytes ${first + 1}-99/${total + 5}` } },
        ]),
        {
          range: 'bytes=100-199',
        },
      );
      assert.deepEqual([wrong.status, wrong.headers['content-range']], [206, `bytes 101-99/${SIZE_BYTES + 5}`]);
    });

    it('can be a different ETag for the same bytes, which prevents resuming', async () => {
      const simulator = await simulatorWith([{ kind: 'validator', change: 'etag', endpoint: 'storage', from: 2 }]);
      const first = await file(simulator);
      const second = await file(simulator, { range: 'bytes=5-', 'if-range': first.headers.etag ?? '' });
      assert.equal(second.status, 200);
      assert.notEqual(second.headers.etag, first.headers.etag);
      assert.ok(second.body.equals(first.body));
    });

    it('can be a file replaced in the meantime', async () => {
      const simulator = await simulatorWith([{ kind: 'validator', change: 'content', endpoint: 'storage', from: 2 }]);
      const first = await file(simulator);
      const second = await file(simulator, { range: 'bytes=5-', 'if-range': first.headers.etag ?? '' });
      assert.equal(second.status, 200);
      assert.ok(!second.body.equals(first.body));
    });

    it('can be a file without ETag and Last-Modified', async () => {
      const { headers } = await file(await simulatorWith([{ kind: 'validator', change: 'missing' }]));
      assert.deepEqual([headers.etag, headers['last-modified']], [undefined, undefined]);
    });
  });

  describe('in the body', () => {
    for (const [encoding, decode] of [
      ['gzip', zlib.gunzipSync],
      ['br', zlib.brotliDecompressSync],
      ['deflate', zlib.inflateSync],
    ] as const) {
      it(`can be the encoding ${encoding}`, async () => {
        const simulator = await simulatorWith([{ kind: 'encoding', encoding, endpoint: 'storage' }]);
        const answer = await file(simulator);
        assert.deepEqual(
          [answer.headers['content-encoding'], answer.headers['content-length'], answer.isWhole],
          [encoding, undefined, true],
        );
        assert.ok(decode(answer.body).equals(wholeOf(simulator)));
      });
    }

    it('can be a Content-MD5, right or wrong', async () => {
      for (const correct of [true, false]) {
        const answer = await file(await simulatorWith([{ kind: 'digest', correct, endpoint: 'storage' }]));
        assert.equal(answer.headers['content-md5'] === createHash('md5').update(answer.body).digest('base64'), correct);
      }
    });

    it('can be one wrong byte', async () => {
      for (const atByte of [0, 4_321, -1]) {
        const simulator = await simulatorWith([{ kind: 'corrupt', atByte, endpoint: 'storage' }]);
        const [{ body }, whole] = [await file(simulator), wholeOf(simulator)];
        const wrong = [...body.keys()].filter((index) => body[index] !== whole[index]);
        assert.deepEqual(wrong, [atByte < 0 ? SIZE_BYTES + atByte : atByte]);
      }
    });

    it('can be a body that never ends', async () => {
      const simulator = await simulatorWith([
        { kind: 'endless', endpoint: 'storage' },
        { kind: 'cut', endpoint: 'storage', at: 1_000_000 },
      ]);
      assert.equal((await file(simulator)).body.length, 1_000_000);
    });
  });

  describe('on the wire', () => {
    it('can be a Content-Length that is too large or too small', async () => {
      const long = await file(
        await simulatorWith([{ kind: 'length', length: { differsByBytes: 5 }, endpoint: 'storage' }]),
      );
      assert.deepEqual(
        [long.headers['content-length'], long.body.length, long.isWhole],
        [String(SIZE_BYTES + 5), SIZE_BYTES, false],
      );
      const short = await file(
        await simulatorWith([{ kind: 'length', length: { differsByBytes: -5 }, endpoint: 'storage' }]),
      );
      assert.deepEqual([short.headers['content-length'], short.body.length], [String(SIZE_BYTES - 5), SIZE_BYTES - 5]);
    });

    it('can be a missing Content-Length, with chunks or without', async () => {
      for (const length of ['chunked', 'missing'] as const) {
        const simulator = await simulatorWith([{ kind: 'length', length, endpoint: 'storage' }]);
        const { headers, body, isWhole } = await file(simulator);
        assert.deepEqual(
          [headers['content-length'], headers['transfer-encoding'], isWhole],
          [undefined, length === 'chunked' ? 'chunked' : undefined, true],
        );
        assert.ok(body.equals(wholeOf(simulator)));
      }
    });

    it('can be a lost connection before any response', async () => {
      for (const how of ['reset', 'close'] as const) {
        const simulator = await simulatorWith([{ kind: 'cut', at: 'headers', how }]);
        await assert.rejects(list(simulator), { code: 'ECONNRESET' });
        assert.deepEqual([simulator.requests[0]?.status, simulator.requests[0]?.finished], [0, false]);
      }
    });

    for (const [name, at, arrived] of [
      ['at the first byte', 0, 0],
      ['in the middle', 4_321, 4_321],
      ['at the last byte', -1, SIZE_BYTES - 1],
    ] as const) {
      for (const how of ['reset', 'close'] as const) {
        it(`can be a lost connection ${name} (${how})`, async () => {
          const simulator = await simulatorWith([{ kind: 'cut', endpoint: 'storage', at, how }]);
          const { status, body, isWhole } = await file(simulator);
          assert.deepEqual([status, body.length, isWhole], [200, arrived, false]);
          assert.ok(body.equals(wholeOf(simulator).subarray(0, arrived)));
          assert.deepEqual(
            [simulator.requests.at(-1)?.sentBytes, simulator.requests.at(-1)?.finished],
            [arrived, false],
          );
        });
      }
    }

    it('takes back nothing that was sent, however busy the process that reads it is', async () => {
      const bytes = 8_000_000;
      const simulator = await simulatorWith([{ kind: 'cut', endpoint: 'storage', at: -1 }], bytes);
      const link = await linkTo(simulator, FIRST_ID);
      // Timers are late at each turn, and so ring before the process has read what came in the meantime.
      const busy = setInterval(() => {
        for (const endMs = performance.now() + 30; performance.now() < endMs;);
      }, 0);
      const { body } = await fetchFile(simulator, link);
      clearInterval(busy);
      assert.equal(body.length, bytes - 1);
    });

    it('can be a delay before the response', async () => {
      const simulator = await simulatorWith([{ kind: 'delay', delayMs: 60 }]);
      const startedAtMs = performance.now();
      await list(simulator);
      assert.ok(performance.now() - startedAtMs >= 55);
    });

    it('can be silence, for a while or until the client gives up', async () => {
      const simulator = await simulatorWith([{ kind: 'stall', endpoint: 'storage', at: 5_000, forMs: 60 }]);
      const startedAtMs = performance.now();
      assert.equal((await file(simulator)).body.length, SIZE_BYTES);
      assert.ok(performance.now() - startedAtMs >= 55);

      simulator.clearFaults();
      simulator.setFault({ kind: 'stall', endpoint: 'storage', at: 5_000 });
      const link = await linkTo(simulator, FIRST_ID);
      const given = await call(simulator, link, { accept: '*/*', patienceMs: 60 });
      assert.deepEqual([given.body.length, given.isWhole], [5_000, false]);
      simulator.setFault({ kind: 'stall', endpoint: 'list', at: 'headers' });
      await assert.rejects(call(simulator, pathTo(simulator, 'Jobs'), { patienceMs: 60 }), { code: 'ECONNRESET' });
    });

    it('can be a slow trickle of bytes', async () => {
      const simulator = await simulatorWith([{ kind: 'drip', endpoint: 'storage', bytesPerSecond: 50_000 }]);
      const startedAtMs = performance.now();
      assert.equal((await file(simulator)).body.length, SIZE_BYTES);
      const tookMs = performance.now() - startedAtMs;
      assert.ok(tookMs > 150 && tookMs < 2_000, `took ${tookMs} ms`);
    });

    it('can be an unreachable origin that returns at the same address', async () => {
      const simulator = await simulatorWith([]);
      const link = await linkTo(simulator, FIRST_ID);
      await simulator.setReachable('storage', false);
      await assert.rejects(fetchFile(simulator, link), { code: 'ECONNREFUSED' });
      assert.equal((await list(simulator)).status, 200);
      await simulator.setReachable('storage', true);
      assert.equal((await fetchFile(simulator, link)).status, 200);
      await simulator.setReachable('api', false);
      await assert.rejects(list(simulator), { code: 'ECONNREFUSED' });
    });

    it('can be combined with others', async () => {
      const simulator = await simulatorWith([
        { kind: 'length', length: 'chunked', endpoint: 'storage' },
        { kind: 'digest', correct: true, endpoint: 'storage' },
        { kind: 'corrupt', atByte: 7, endpoint: 'storage' },
        { kind: 'cut', at: 9_000, how: 'close', endpoint: 'storage' },
      ]);
      const { headers, body, isWhole } = await file(simulator);
      assert.deepEqual(
        [headers['transfer-encoding'], body.length, isWhole, body[7] === wholeOf(simulator)[7]],
        ['chunked', 9_000, false, false],
      );
    });
  });

  it("doesn't prevent the simulator from closing while a client waits", async () => {
    const simulator = await simulatorWith([{ kind: 'stall', at: 'headers', endpoint: 'list' }]);
    const waiting = assert.rejects(list(simulator), { code: 'ECONNRESET' });
    await waitUntil(() => simulator.requests.length > 0);
    await simulator.close();
    await waiting;
  });
});
