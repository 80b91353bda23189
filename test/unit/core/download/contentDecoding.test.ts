import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeBody, type DecodedBody, isEncoded } from '../../../../src/core/download/contentDecoding';

const TEXT = Buffer.from('a,b\n1,2\n'.repeat(1_000));

/** A body that arrives in pieces. */
function decode(
  bytes: Buffer,
  encoding: string | undefined,
  { name, type, pieceBytes = 100 }: { name?: string; type?: string; pieceBytes?: number } = {},
): DecodedBody & { readonly body: Readable } {
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    pieces.push(bytes.subarray(start, start + pieceBytes));
  }
  const headers = new Headers();
  if (encoding !== undefined) {
    headers.set('Content-Encoding', encoding);
  }
  if (type !== undefined) {
    headers.set('Content-Type', type);
  }
  const body = Readable.from(pieces, { objectMode: false });
  return { ...decodeBody({ status: 200, headers, body }, name), body };
}
const read = (...args: Parameters<typeof decode>): Promise<Buffer> => buffer(decode(...args).stream);

describe('The content encoding of a body', () => {
  it('is removed, whatever its name’s case, also of deflate without its header', async () => {
    for (const [name, bytes] of [
      ['gzip', gzipSync(TEXT)],
      [' X-GZIP ', gzipSync(TEXT)],
      ['br', brotliCompressSync(TEXT)],
      ['deflate', deflateSync(TEXT)],
      ['deflate', deflateRawSync(TEXT)],
    ] as const) {
      assert.deepEqual(await read(bytes, name), TEXT, name);
    }
  });

  it('is none for a body as it is, whose MD5 is then not computed', () => {
    for (const encoding of [undefined, '', 'identity', 'Identity']) {
      const { stream, isEncoded: isChanged, sentMd5, body } = decode(TEXT, encoding);
      assert.deepEqual([stream === body, isChanged, sentMd5()], [true, false, undefined], encoding);
      assert.equal(isEncoded(new Headers({ 'Content-Encoding': encoding ?? '' })), false);
    }
    assert.equal(isEncoded(new Headers({ 'Content-Encoding': 'gzip' })), true);
  });

  it('has the MD5 of the bytes as sent', async () => {
    const bytes = gzipSync(TEXT);
    const decoded = decode(bytes, 'gzip');
    await buffer(decoded.stream);
    assert.equal(decoded.isEncoded, true);
    assert.equal(decoded.sentMd5(), createHash('md5').update(bytes).digest('hex'));
  });

  it('stays on a gzip file, by its name or type, unless a second one is inside', async () => {
    const bytes = gzipSync(TEXT);
    for (const options of [
      { name: 'a.csv.gz' },
      { name: 'A.TGZ' },
      { type: 'application/gzip' },
      { type: 'application/x-gzip; q=1' },
    ]) {
      assert.deepEqual(await read(bytes, 'gzip', options), bytes, JSON.stringify(options));
      assert.deepEqual(await read(gzipSync(bytes), 'gzip', options), bytes, JSON.stringify(options));
    }
    assert.deepEqual(await read(bytes, 'gzip', { name: 'gz.csv', type: 'application/gzip-like' }), TEXT);
    const stored = gzipSync(Buffer.from([0x1f, 1, 2]));
    assert.deepEqual(await read(stored, 'gzip', { name: 'a.gz' }), stored, 'only its first byte is that of gzip');
    assert.deepEqual(await read(TEXT, 'gzip', { name: 'a.gz' }), TEXT, 'no gzip at all');
  });

  it('that is unknown is refused', () => {
    assert.throws(() => decode(TEXT, 'zstd'), { kind: 'unreadable', message: /zstd/ });
    assert.throws(() => decode(TEXT, 'gzip, br'), { kind: 'unreadable' });
  });

  it('gives nothing for an empty body', async () => {
    assert.equal((await read(Buffer.alloc(0), 'gzip')).length, 0);
  });

  it('says whether the data is damaged or ended too early', async () => {
    const bytes = gzipSync(TEXT);
    const damaged = Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(20, 0xff), bytes.subarray(32)]);
    await assert.rejects(read(damaged, 'gzip'), { kind: 'unreadable', message: /damaged/ });
    await assert.rejects(read(bytes.subarray(0, -20), 'gzip'), { code: 'Z_BUF_ERROR' });
  });

  it('ends with its body, and the body with it', async () => {
    const failing = decode(gzipSync(TEXT), 'gzip');
    const cut = new Error('cut');
    const reading = assert.rejects(buffer(failing.stream), cut);
    failing.body.destroy(cut);
    await reading;
    for (const pieces of [[gzipSync(TEXT).subarray(0, 20)], []]) {
      const body = new Readable({ read: () => undefined }); // it never ends by itself
      pieces.forEach((piece) => body.push(piece));
      const headers = new Headers({ 'Content-Encoding': 'gzip' });
      const { stream } = decodeBody({ status: 200, headers, body }, undefined);
      await new Promise(setImmediate);
      stream.destroy();
      await once(stream, 'close');
      assert.equal(body.destroyed, true);
    }
  });
});
