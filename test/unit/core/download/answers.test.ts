import assert from 'node:assert/strict';
import { readContentRange } from '../../../../src/core/download/contentRange';
import { type PartialContent, readAnswer } from '../../../../src/core/download/readAnswer';
import {
  agreesWith,
  isFromS3,
  rangeHeadersFor,
  readValidator,
  statedMd5,
} from '../../../../src/core/download/validator';

const SENT = 'Mon, 02 Nov 2026 08:00:01 GMT';
const SECOND_BEFORE = 'Mon, 02 Nov 2026 08:00:00 GMT';
const MD5 = '0123456789abcdef0123456789abcdef';
const MD5_BASE64 = Buffer.from(MD5, 'hex').toString('base64');
const headers = (values: Record<string, string>): Headers => new Headers(values);

describe('The validator of a file', () => {
  it('is a strong ETag, or a date that is older than a second', () => {
    const cases: readonly (readonly [Record<string, string>, ReturnType<typeof readValidator>])[] = [
      [{ ETag: ' "a b" ' }, { etag: '"a b"' }],
      [{ ETag: '""' }, { etag: '""' }],
      [{ ETag: '"a"', 'Last-Modified': SECOND_BEFORE, Date: SENT }, { etag: '"a"' }],
      [{ ETag: 'W/"a"', 'Last-Modified': SECOND_BEFORE, Date: SENT }, { lastModified: SECOND_BEFORE }],
      [{ ETag: '"a"b"' }, undefined],
      [{ ETag: 'a' }, undefined],
      [{ 'Last-Modified': SENT, Date: SENT }, undefined],
      [{ 'Last-Modified': SECOND_BEFORE }, undefined],
      [{ Date: SENT }, undefined],
    ];
    for (const [sent, validator] of cases) {
      assert.deepEqual(readValidator(headers(sent)), validator, JSON.stringify(sent));
    }
  });

  it('is none if the storage unpacked the file, because it describes the packed one', () => {
    const etagWith = (values: Record<string, string>): string | undefined =>
      readValidator(headers({ ETag: '"a"', ...values }))?.etag;
    assert.equal(etagWith({ 'x-goog-stored-content-encoding': 'gzip' }), undefined);
    assert.equal(etagWith({ 'x-goog-stored-content-encoding': ' Identity' }), '"a"');
    assert.equal(etagWith({ 'x-goog-stored-content-encoding': 'gzip', 'Content-Encoding': 'GZIP' }), '"a"');
  });

  it('is sent with the request for the rest', () => {
    assert.deepEqual(rangeHeadersFor(5, { etag: '"a"' }), { Range: 'bytes=5-', 'If-Range': '"a"' });
    assert.deepEqual(rangeHeadersFor(0, { lastModified: SENT }), { Range: 'bytes=0-', 'If-Range': SENT });
  });

  it('agrees with a response unless that states another one of its kind', () => {
    const withEtag = { etag: '"a"' };
    assert.ok(agreesWith(headers({ ETag: ' "a"', 'Last-Modified': SENT }), withEtag));
    assert.ok(agreesWith(headers({}), withEtag));
    assert.ok(!agreesWith(headers({ ETag: '"b"' }), withEtag));
    const withDate = { lastModified: SENT };
    assert.ok(agreesWith(headers({ ETag: '"a"', 'Last-Modified': SENT }), withDate));
    assert.ok(agreesWith(headers({ ETag: '"a"' }), withDate));
    assert.ok(!agreesWith(headers({ 'Last-Modified': SECOND_BEFORE }), withDate));
  });
});

describe('The MD5 that a server states', () => {
  const md5Of = (values: Record<string, string>, isS3 = false): string | undefined => statedMd5(headers(values), isS3);

  it('is in Content-MD5, or in the hash of Google’s storage', () => {
    assert.equal(md5Of({ 'Content-MD5': ` ${MD5_BASE64} ` }), MD5);
    assert.equal(md5Of({ 'Content-MD5': `x${MD5_BASE64}` }), undefined);
    assert.equal(md5Of({ 'Content-MD5': MD5_BASE64.slice(1) }), undefined);
    assert.equal(md5Of({ 'x-goog-hash': `crc32c=n03x6A==,md5=${MD5_BASE64}` }), MD5);
    assert.equal(md5Of({ 'x-goog-hash': `xmd5=${MD5_BASE64}` }), undefined);
    assert.equal(md5Of({ 'x-goog-hash': `md5=${MD5_BASE64}`, 'x-goog-stored-content-encoding': 'gzip' }), undefined);
  });

  it('is the ETag of S3 that is one, in any case, unless S3 encrypts with a key', () => {
    const etag = { ETag: `"${MD5.toUpperCase()}"` };
    assert.equal(md5Of(etag, true), MD5);
    assert.equal(md5Of(etag, false), undefined);
    assert.equal(md5Of({ ETag: `"${MD5}-3"` }, true), undefined, 'sent in parts');
    assert.equal(md5Of({ ETag: `W/"${MD5}"` }, true), undefined);
    assert.equal(md5Of({ ...etag, 'x-amz-server-side-encryption': 'AES256' }, true), MD5);
    assert.equal(md5Of({ ...etag, 'x-amz-server-side-encryption': 'aws:KMS' }, true), undefined);
    const ownKey = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
    assert.equal(md5Of({ ...etag, ...ownKey }, true), undefined);
  });

  it('can be an ETag only of S3, which shows in a header or in the link', () => {
    const url = new URL('https://storage.example.test/1');
    assert.ok(!isFromS3(headers({ ETag: '"a"' }), url));
    assert.ok(isFromS3(headers({ 'x-amz-request-id': '' }), url));
    assert.ok(isFromS3(headers({ 'x-amz-id-2': 'a' }), url));
    assert.ok(isFromS3(headers({}), new URL('?X-Amz-Signature=a', url)));
  });
});

describe('A Content-Range', () => {
  it('has a range and a length, or one of them', () => {
    assert.deepEqual(readContentRange(' Bytes 10-19/20 '), { startBytes: 10, endBytes: 19, totalBytes: 20 });
    assert.deepEqual(readContentRange('bytes 0-9/*'), { startBytes: 0, endBytes: 9, totalBytes: undefined });
    assert.deepEqual(readContentRange('bytes */20'), { startBytes: undefined, endBytes: undefined, totalBytes: 20 });
  });

  it('is unreadable otherwise', () => {
    const wrong = [null, '', 'bytes', 'bytes 1-2', 'bytes -2/3', 'xbytes 1-2/3', 'bytes 1-2/3x', 'rows 1-2/3'];
    for (const header of [...wrong, 'bytes 1-2/1234567890123456']) {
      assert.equal(readContentRange(header), undefined, String(header));
    }
  });
});

describe('The response to a request for the rest of a file', () => {
  const PART: PartialContent = { offsetBytes: 100, startBytes: 90, totalBytes: 200, validator: { etag: '"a"' } };
  const answerTo = (status: number, values: Record<string, string>, part?: Partial<PartialContent>): string => {
    const answer = readAnswer({ status, headers: headers(values) }, { ...PART, ...part });
    return 'restart' in answer ? `${answer.kind}: ${answer.restart}` : answer.kind;
  };
  const rest = (range: string, part?: Partial<PartialContent>): string =>
    answerTo(206, { 'Content-Range': range, ETag: '"a"' }, part);

  it('is the rest if it begins where it should and reaches the end', () => {
    assert.equal(rest('bytes 90-199/200'), 'rest');
    assert.equal(rest('bytes 90-199/200', { totalBytes: undefined }), 'rest');
    assert.equal(rest('bytes 90-199/*'), 'rest');
    assert.equal(rest('bytes 90-99/100'), 'rest', 'which is complete, although a longer one was expected');
    assert.equal(answerTo(206, { 'Content-Range': 'bytes 90-199/200' }), 'rest', 'without a validator');
  });

  it('is of no use if it is another range', () => {
    const wrong = ['bytes 91-199/200', 'bytes 89-199/200', 'bytes 90-198/200', 'bytes 90-199/300', 'bytes 90-98/*'];
    for (const range of [...wrong, 'bytes 90-209/210', 'bytes */200', '']) {
      assert.equal(rest(range), 'askAgain: wrongRange', range);
    }
  });

  it('is of no use if the file has changed or the part is encoded', () => {
    const range = { 'Content-Range': 'bytes 90-199/200' };
    assert.equal(answerTo(206, { ...range, ETag: '"b"' }), 'askAgain: changed');
    assert.equal(answerTo(206, { ...range, 'Content-Encoding': 'gzip' }), 'askAgain: encoded');
  });

  it('can be the whole file, because that changed or the server sends no parts', () => {
    assert.equal(answerTo(200, { ETag: '"a"' }), 'whole: noRanges');
    assert.equal(answerTo(200, { ETag: '"b"' }), 'whole: changed');
  });

  it('says that there is no rest if the length is that of the part', () => {
    assert.equal(answerTo(416, { 'Content-Range': 'bytes */100' }), 'complete');
    for (const range of ['bytes */200', 'bytes 0-99/100', 'bytes 90-99/100', '']) {
      assert.equal(answerTo(416, { 'Content-Range': range }), 'askAgain: wrongRange', range);
    }
  });

  it('is only expected if a part was requested', () => {
    assert.deepEqual(readAnswer({ status: 200, headers: headers({}) }, undefined), { kind: 'whole' });
    assert.equal(readAnswer({ status: 206, headers: headers({}) }, undefined).kind, 'askAgain');
    assert.equal(readAnswer({ status: 416, headers: headers({}) }, undefined).kind, 'askAgain');
  });
});
