import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Transport } from '../../../../src/core/api/transport';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';

const MB = 1024 * 1024;

describe('The HTTP transport', () => {
  const servers = serversForTest();
  let clock: FakeClock;
  let transport: Transport;

  beforeEach(() => {
    clock = new FakeClock();
    transport = new Transport(clock);
  });

  const read = async (url: URL, maxBytes = MB, signal?: AbortSignal): Promise<Buffer> =>
    transport.readBody(await transport.open(url, { signal }), maxBytes);

  it('returns the response, whatever its status, and leaves no timer behind', async () => {
    const url = await servers.http((request, response) =>
      response.writeHead(418, { 'X-Asked': request.headers.accept }).end('short and stout'),
    );
    const response = await transport.open(url, { headers: { Accept: 'application/json' } });
    assert.deepEqual([response.status, response.headers.get('x-asked')], [418, 'application/json']);
    assert.equal((await transport.readBody(response, 100)).toString(), 'short and stout');
    assert.equal(clock.timerCount, 0);
  });

  it('follows no redirect', async () => {
    const paths: string[] = [];
    const url = await servers.http((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    const response = await transport.open(url);
    assert.deepEqual([response.status, response.headers.get('location'), paths], [302, '/elsewhere', ['/']]);
  });

  describe('gives up', () => {
    /** A request to a server of which `talk` decides; resolves once the connection is there. */
    async function reached(
      talk: (socket: Socket) => void,
    ): Promise<{ readonly url: URL; readonly arrived: Promise<Socket> }> {
      let arrive: (socket: Socket) => void = () => undefined;
      const arrived = new Promise<Socket>((resolve) => (arrive = resolve));
      const url = await servers.socket((socket) => {
        socket.once('data', () => {
          talk(socket);
          arrive(socket);
        });
      });
      return { url, arrived };
    }

    it('after 30 s without a response, and closes the connection', async () => {
      const { url, arrived } = await reached(() => undefined);
      const failure = apiErrorOf(transport.open(url));
      const hungUp = new Promise((resolve) => void arrived.then((socket) => socket.once('close', resolve)));
      await arrived;
      await clock.advance(29_999);
      assert.equal(clock.timerCount, 1, 'still waiting');
      await clock.advance(1);
      assert.equal((await failure).kind, 'timeout');
      await hungUp;
    });

    it('after 30 s of headers that arrive one by one', async () => {
      const { url, arrived } = await reached((socket) => socket.write('HTTP/1.1 200 OK\r\n'));
      const failure = apiErrorOf(transport.open(url));
      const socket = await arrived;
      for (let second = 0; second < 30; second += 10) {
        socket.write(`X-${second}: x\r\n`);
        await clock.advance(10_000);
      }
      assert.equal((await failure).kind, 'timeout');
    });

    it('after 30 s of silence within a body', async () => {
      const { url } = await reached((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
      const response = await transport.open(url);
      const failure = apiErrorOf(transport.readBody(response, MB));
      await clock.advance(30_000);
      assert.deepEqual([(await failure).kind, clock.timerCount], ['timeout', 0]);
    });

    it('on a body that trickles endlessly', async () => {
      let connection: ServerResponse | undefined;
      const url = await servers.http((_, response) => {
        connection = response;
        response.write('x');
      });
      const response = await transport.open(url);
      const failure = apiErrorOf(transport.readBody(response, 64 * 1024));
      let seconds = 0;
      for (; clock.timerCount > 0 && seconds < 600; seconds += 20) {
        const heard = new Promise((resolve) => response.body.once('data', resolve));
        connection?.write('x');
        await heard;
        await clock.advance(20_000);
      }
      assert.equal((await failure).kind, 'timeout');
      assert.ok(seconds <= 100, `${seconds} s`);
    });

    it("when it's aborted: before, while waiting, and while reading", async () => {
      assert.equal(
        (await apiErrorOf(transport.open(new URL('http://127.0.0.1:9/'), { signal: AbortSignal.abort() }))).kind,
        'aborted',
      );

      const waiting = new AbortController();
      const silent = await reached(() => undefined);
      const unanswered = apiErrorOf(transport.open(silent.url, { signal: waiting.signal }));
      await silent.arrived;
      waiting.abort();
      assert.deepEqual([(await unanswered).kind, clock.timerCount], ['aborted', 0]);

      const reading = new AbortController();
      const half = await reached((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
      const response = await transport.open(half.url, { signal: reading.signal });
      const unfinished = apiErrorOf(transport.readBody(response, MB));
      reading.abort();
      assert.deepEqual([(await unfinished).kind, clock.timerCount], ['aborted', 0]);
    });

    it('on a body above the limit, and closes the connection', async () => {
      let sentBytes = 0;
      const over = new Promise<void>((resolve) => {
        void servers
          .http((_, response) => {
            const piece = Buffer.alloc(64 * 1024, 'x');
            const send = (): void => {
              while (!response.destroyed && response.write(piece)) {
                sentBytes += piece.length;
              }
            };
            response.on('drain', send).on('close', resolve);
            send();
          })
          .then(async (url) => {
            assert.equal((await apiErrorOf(read(url, MB))).kind, 'tooLarge');
          });
      });
      await over;
      assert.ok(sentBytes < 20 * MB, `${sentBytes} bytes were sent`);
    });

    it('on a few kilobytes that decompress to more than the limit', async () => {
      const bomb = gzipSync(Buffer.alloc(50 * MB));
      const url = await servers.http((_, response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
      );
      assert.equal((await apiErrorOf(read(url, MB))).kind, 'tooLarge');
    });
  });

  describe('distinguishes', () => {
    const bytes: readonly (readonly [name: string, kind: string, answer: string])[] = [
      ['a body that is shorter than was told', 'cut', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
      ['chunks without the last', 'cut', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
      ['what is no gzip', 'unreadable', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf'],
      [
        'what is no Brotli',
        'unreadable',
        'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 20\r\n\r\nhello hello hello!!!',
      ],
      ['what is no HTTP', 'unreadable', 'SSH-2.0-OpenSSH_9.6\r\n'],
      ['headers without end', 'unreadable', `HTTP/1.1 200 OK\r\n${`X-Long: ${'x'.repeat(1000)}\r\n`.repeat(100)}\r\n`],
      ['a header with a NUL', 'unreadable', 'HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\n\r\n'],
      ['chunks of no size', 'cut', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n'],
      ['a connection that is closed without a word', 'cut', ''],
    ];
    for (const [name, kind, answer] of bytes) {
      it(`${name}: ${kind}`, async () => {
        const url = await servers.socket((socket) => socket.once('data', () => socket.end(answer, 'latin1')));
        assert.equal((await apiErrorOf(read(url))).kind, kind);
        assert.equal(clock.timerCount, 0);
      });
    }

    it('a connection reset: cut', async () => {
      const url = await servers.socket((socket) => socket.once('data', () => socket.resetAndDestroy()));
      assert.equal((await apiErrorOf(read(url))).kind, 'cut');
    });

    it('a closed port: refused', async () => {
      const url = await servers.socket(() => undefined);
      const closed = new URL(url);
      closed.port = '1';
      assert.equal((await apiErrorOf(read(closed))).kind, 'refused');
    });

    it('an unknown host: offline', async () => {
      assert.equal((await apiErrorOf(read(new URL('http://no-such-host.invalid/')))).kind, 'offline');
    });
  });

  it('never includes the address of a link, because the link gives access to the file', async () => {
    const error = await apiErrorOf(
      transport.open(new URL('http://no-such-host.invalid/results/1?X-Amz-Signature=5ec2e7')),
    );
    for (let current: unknown = error; current instanceof Error; current = current.cause) {
      assert.doesNotMatch(`${current.stack} ${JSON.stringify(current)}`, /5ec2e7/);
    }
    assert.match(error.message, /ENOTFOUND|EAI_AGAIN/);
  });
});
