import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { McpServer } from '../../../src/core/mcp/mcpServer';

const CHUNK = Buffer.alloc(64 * 1024, 'x');

const none = () => ({ tools: [], dispose: () => undefined });

describe('Security: a client of the MCP server', () => {
  let server: McpServer;
  let sockets: Socket[];

  const begin = async (limits?: Parameters<typeof McpServer.start>[2]): Promise<void> => {
    server = await McpServer.start({ name: 'impact-jobs', title: 'Jobs', version: '1.2.3' }, none, limits);
  };
  beforeEach(() => void (sockets = []));
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy());
    await server.close();
  });

  const open = (): Socket => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const isClosed = (socket: Socket): Promise<void> =>
    new Promise((resolve) => socket.resume().once('close', () => resolve()));
  const head = (...lines: readonly string[]): string =>
    ['POST /mcp HTTP/1.1', `Host: ${new URL(server.url).host}`, ...lines, '', ''].join('\r\n');

  /** Sends a body of up to 64 MiB until the server stops reading. Returns how many bytes it took. */
  async function pour(socket: Socket, ...lines: readonly string[]): Promise<number> {
    let isOver = false;
    const closed = isClosed(socket).then(() => void (isOver = true));
    socket.write(head(...lines));
    for (let count = 0; count < 1024 && !isOver; count++) {
      if (!socket.write(`10000\r\n${CHUNK.toString()}\r\n`)) {
        await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
      }
    }
    assert.ok(isOver, 'everything was swallowed');
    await closed;
    return socket.bytesWritten;
  }

  it('is disconnected without the secret before it sends a body', async () => {
    await begin();
    await pour(open(), 'Transfer-Encoding: chunked');
  });

  it('is disconnected after more bytes than any tool needs, even with the secret', async () => {
    await begin();
    await pour(open(), `Authorization: ${server.authorization}`, 'Transfer-Encoding: chunked');
  });

  it('gets no response that invites it to send a body', async () => {
    await begin();
    const socket = open();
    let heard = '';
    socket.on('data', (data: Buffer) => void (heard += String(data)));
    const closed = isClosed(socket);
    socket.write(head('Content-Length: 1000000000', 'Expect: 100-continue'));
    await closed;
    assert.match(heard, /^HTTP\/1\.1 417 /);
  });

  it('is disconnected if it sends nothing or sends slowly', async () => {
    await begin({ connections: 8, headersMs: 60, requestMs: 90 });
    const silent = open();
    const slow = open();
    slow.write('POST /mcp HTTP/1.1\r\nHost:');
    const slowBody = open();
    slowBody.write(head(`Authorization: ${server.authorization}`, 'Content-Length: 10'));
    await Promise.all([silent, slow, slowBody].map(isClosed));
  });

  it('is disconnected if there are already enough connections for a few clients', async () => {
    await begin({ connections: 2, headersMs: 60_000, requestMs: 60_000 });
    const first = [open(), open()];
    await Promise.all(first.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await isClosed(open());
    assert.deepEqual(
      first.map(({ destroyed }) => destroyed),
      [false, false],
    );
  });

  it('gets no second response on a connection after a refusal', async () => {
    await begin();
    const socket = open();
    let heard = '';
    socket.on('data', (data: Buffer) => void (heard += String(data)));
    const closed = isClosed(socket);
    socket.write(head('Content-Length: 0') + head('Content-Length: 0'));
    await closed;
    assert.equal(heard.match(/HTTP\/1\.1 401/g)?.length, 1);
  });
});
