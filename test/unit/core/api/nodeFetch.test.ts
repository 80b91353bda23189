import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { fetchThrough, nodeFetch } from '../../../../src/core/api/nodeFetch';
import { errorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';

describe('A request through Node', () => {
  const servers = serversForTest();
  const request = { method: 'GET', headers: {}, signal: new AbortController().signal, decompress: true } as const;

  it('has the method, the headers, and the signal that it was given', async () => {
    const seen: unknown[] = [];
    const url = await servers.http(({ method, headers }, response) => {
      seen.push([method, headers['x-asked']]);
      response.end('yes');
    });
    const { status, body } = await nodeFetch(url, { ...request, method: 'PUT', headers: { 'X-Asked': 'this' } });
    assert.deepEqual([status, await text(body), seen], [200, 'yes', [['PUT', 'this']]]);
    const canceled = await errorOf(nodeFetch(url, { ...request, signal: AbortSignal.abort() }));
    assert.equal(canceled.name, 'AbortError');
  });

  it('goes through an agent if there is one', async () => {
    const url = await servers.http((_, response) => response.end('yes'));
    const asked: string[] = [];
    const agent = new (class extends Agent {
      override getName(...args: Parameters<Agent['getName']>): string {
        asked.push(`${args[0]?.host}:${args[0]?.port}`);
        return super.getName(...args);
      }
    })();
    assert.equal(await text((await fetchThrough(agent, url, request)).body), 'yes');
    assert.ok(asked.includes(url.host));
    assert.equal(await text((await nodeFetch(url, request)).body), 'yes');
    agent.destroy();
  });

  it('decompresses the body only if it should', async () => {
    const packed = gzipSync('unpacked');
    const url = await servers.http((_, response) => response.setHeader('Content-Encoding', 'gzip').end(packed));
    assert.equal(await text((await nodeFetch(url, request)).body), 'unpacked');
    const { body, headers } = await nodeFetch(url, { ...request, decompress: false });
    assert.equal(headers.get('content-encoding'), 'gzip');
    assert.equal(await text(body.setEncoding('latin1')), packed.toString('latin1'));
  });

  it('has an empty body without one', async () => {
    const url = await servers.http((_, response) => response.writeHead(204).end());
    const { status, body } = await nodeFetch(url, request);
    assert.deepEqual([status, await text(body)], [204, '']);
  });

  it('fails with what went wrong and its code, and without the address', async () => {
    const url = await servers.socket((socket) => socket.destroy());
    const closed = new URL('?signature=secret', url);
    closed.port = '1';
    const error = await errorOf(nodeFetch(closed, request));
    assert.deepEqual(
      [error.message, (error as { code?: unknown }).code],
      ['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
    );
    assert.doesNotMatch(JSON.stringify([error, error.stack, String(error.cause)]), /secret/);
    const unsupported = await errorOf(nodeFetch(new URL('ftp://127.0.0.1/'), request));
    assert.equal(unsupported.name, 'TypeError');
  });
});
