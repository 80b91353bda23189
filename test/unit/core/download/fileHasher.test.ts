import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import workerThreads from 'node:worker_threads';
import { type FileDigest, FileHasher, hashFile } from '../../../../src/core/download/fileHasher';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { fileError, replacedFileCalls } from '../../../support/replacedFileCalls';

const MIB = 1024 * 1024;

describe('The checksums of a file', () => {
  const files = temporaryFolder();
  const replaced = replacedFileCalls();
  let hasher: FileHasher;
  const filePath = (): string => path.join(files.path(), 'a.part');
  const content = (bytes: number, seed = 1): Buffer => Buffer.alloc(bytes, `${seed},0123456789abcdefghijk\n`);
  const expected = (bytes: Buffer, md5: boolean): FileDigest => ({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    md5: md5 ? createHash('md5').update(bytes).digest('hex') : undefined,
  });

  beforeEach(() => {
    hasher = new FileHasher(filePath(), true);
  });
  afterEach(() => hasher.close());

  it('are those of all its bytes, or of the first ones', async () => {
    const bytes = content(700_000);
    files.write('a.part', bytes);
    assert.deepEqual(await hashFile(filePath()), expected(bytes, false));
    assert.deepEqual(await hashFile(filePath(), { md5: true }), expected(bytes, true));
    assert.deepEqual(await hashFile(filePath(), { toBytes: 300_000 }), expected(bytes.subarray(0, 300_000), false));
    assert.equal((await hashFile(filePath(), { toBytes: 0 })).bytes, 0);
    await assert.rejects(hashFile(files.path()), { code: 'ENOTPLAIN' });
  });

  it('of a large one are computed while it grows', async () => {
    const [first, second] = [content(4 * MIB), content(MIB, 2)];
    files.write('a.part', first);
    hasher.grown(first.length);
    appendFileSync(filePath(), second);
    hasher.grown(first.length + second.length);
    const bytes = Buffer.concat([first, second]);
    let reads = 0;
    replaced.call('open', (open, ...args) => {
      reads++;
      return open(...args);
    });
    assert.deepEqual(await hasher.digest(bytes.length), expected(bytes, true));
    assert.equal(reads, 0, 'the file is not read again');
  });

  it('of a small one are computed at the end', async () => {
    const bytes = content(4 * MIB - 1);
    files.write('a.part', bytes);
    hasher.grown(bytes.length);
    let reads = 0;
    replaced.call('open', (open, ...args) => {
      reads++;
      return open(...args);
    });
    assert.deepEqual(await hasher.digest(bytes.length), expected(bytes, true));
    assert.equal(reads, 1);
  });

  for (const large of [true, false]) {
    it(`begin again with the file, with or without MD5 (${large ? 'large' : 'small'})`, async () => {
      files.write('a.part', content(5 * MIB));
      if (large) {
        hasher.grown(5 * MIB);
      }
      const bytes = content(5 * MIB, 2);
      writeFileSync(filePath(), bytes);
      hasher.restart(false);
      if (large) {
        hasher.grown(bytes.length);
      }
      assert.deepEqual(await hasher.digest(bytes.length), expected(bytes, false));
      hasher.restart(true);
      assert.deepEqual((await hashFile(filePath(), { md5: true })).md5, expected(bytes, true).md5);
    });
  }

  it('are computed without the thread if that cannot read the file', async () => {
    hasher.grown(5 * MIB);
    const bytes = content(5 * MIB);
    await assert.rejects(hasher.digest(bytes.length), { code: 'ENOENT' });
    files.write('a.part', bytes);
    hasher.grown(bytes.length);
    assert.deepEqual(await hasher.digest(bytes.length), expected(bytes, true));
  });

  it('are computed without a thread if there can be none, and none is tried again', async () => {
    const { Worker } = workerThreads;
    let tries = 0;
    const put = (value: unknown): void => {
      Object.assign(workerThreads, { Worker: value });
      syncBuiltinESMExports();
    };
    put(
      class {
        constructor() {
          tries++;
          throw new Error('no threads');
        }
      },
    );
    try {
      const bytes = content(5 * MIB);
      files.write('a.part', bytes);
      hasher.grown(4 * MIB);
      hasher.grown(bytes.length);
      assert.deepEqual(await hasher.digest(bytes.length), expected(bytes, true));
      assert.equal(tries, 1);
    } finally {
      put(Worker);
    }
  });

  it('are not those of a file that has become shorter', async () => {
    const bytes = content(5 * MIB);
    files.write('a.part', bytes);
    hasher.grown(bytes.length);
    rmSync(filePath());
    files.write('a.part', bytes.subarray(0, MIB));
    assert.equal((await hasher.digest(bytes.length + 1)).bytes, MIB);
  });

  it('are not there if the file cannot be read to its end', async () => {
    files.write('a.part', 'one');
    replaced.call('open', () => Promise.reject(fileError('EIO')));
    await assert.rejects(hasher.digest(3), { code: 'EIO' });
  });
});
