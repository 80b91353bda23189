import assert from 'node:assert/strict';
import path from 'node:path';
import { placeFile, placeOver } from '../../../../src/core/download/placeFile';
import type { FileNames } from '../../../../src/core/download/fileNames';
import { checkFreeSpace } from '../../../../src/core/download/freeSpace';
import { hashFile } from '../../../../src/core/download/fileHasher';
import { hasParts, listParts } from '../../../../src/core/download/listParts';
import { takePartLock } from '../../../../src/core/download/partLock';
import { FakeClock } from '../../../support/fakeClock';
import { replacedFileCalls } from '../../../support/replacedFileCalls';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The folder of a download', () => {
  const replaced = replacedFileCalls();
  const files = temporaryFolder();

  it('has room for what fits, and says how much is missing', async () => {
    await checkFreeSpace(files.path(), 1);
    const needed = Number.MAX_SAFE_INTEGER;
    await assert.rejects(
      checkFreeSpace(files.path(), needed),
      (error: Readonly<Record<string, unknown>>) =>
        error['kind'] === 'noSpace' &&
        error['path'] === files.path() &&
        error['neededBytes'] === needed &&
        Number(error['freeBytes']) > 0,
    );
    await checkFreeSpace(path.join(files.path(), 'missing'), needed); // the folder itself is the problem
  });

  it('has room if the file system does not say how much', async () => {
    replaced.call('statfs', () => Promise.resolve({ bavail: 0, bsize: 4096, blocks: 0 }));
    await checkFreeSpace(files.path(), Number.MAX_SAFE_INTEGER);
  });

  it('has room for exactly as much as is free', async () => {
    replaced.call('statfs', () => Promise.resolve({ bavail: 2, bsize: 4096, blocks: 9 }));
    await checkFreeSpace(files.path(), 8192);
    const message = '8193 bytes are needed, 8192 are free';
    await assert.rejects(checkFreeSpace(files.path(), 8193), { kind: 'noSpace', message, freeBytes: 8192 });
  });

  it('lists what is unfinished in it by name, and not more than was asked for', async () => {
    assert.equal(await hasParts(files.path()), false);
    assert.deepEqual(await listParts(path.join(files.path(), 'missing')), []);
    for (const name of ['b.csv.part.state', 'a.csv.part.state', 'c.csv.part', 'd.csv']) {
      files.write(name, '');
    }
    const [a, b] = ['a.csv', 'b.csv'].map((name) => path.join(files.path(), name));
    assert.deepEqual(await listParts(files.path()), [a, b]);
    assert.deepEqual(await listParts(files.path(), 1), [a]);
    assert.equal(await hasParts(files.path()), true);
  });

  it('cannot be locked for a download that is canceled', async () => {
    const signal = AbortSignal.abort();
    const taking = takePartLock(path.join(files.path(), 'a.csv'), { clock: new FakeClock(), signal });
    await assert.rejects(taking, { name: 'ApiError', kind: 'aborted' });
    const missing = path.join(files.path(), 'missing', 'a.csv');
    await assert.rejects(takePartLock(missing, { clock: new FakeClock() }), { kind: 'folderGone' });
  });

  describe('gives a file its name', () => {
    async function place(content: string, names?: FileNames): Promise<readonly [string, boolean]> {
      const part = files.write('a.csv.part', content);
      const placed = await placeFile(part, files.path(), 'a.csv', 'csv', await hashFile(part), names);
      return [path.basename(placed.path), placed.alreadyThere];
    }

    it('or the next free one, and recognizes its own', async () => {
      assert.deepEqual(await place('one'), ['a.csv', false]);
      assert.deepEqual(await place('two'), ['a (2).csv', false]);
      assert.deepEqual(await place('one'), ['a.csv', true]);
      assert.deepEqual(await place('two'), ['a (2).csv', true]);
    });

    it('that no other download of the same run has, even of the same bytes', async () => {
      const taken = new Set<string>();
      const names = { take: (name: string) => void taken.add(name), isTaken: (name: string) => taken.has(name) };
      assert.deepEqual(await place('one', names), ['a.csv', false]);
      assert.deepEqual(await place('one', names), ['a (2).csv', false]);
      assert.deepEqual(await place('two', names), ['a (3).csv', false]);
    });

    it('in place of another if asked to', async () => {
      await place('one');
      const placed = await placeOver(files.write('a.csv.part', 'two'), files.path(), 'a.csv');
      assert.deepEqual(placed, { path: path.join(files.path(), 'a.csv'), alreadyThere: false });
      assert.deepEqual(await place('two'), ['a.csv', true]);
    });

    it('only in a folder that is there', async () => {
      const part = files.write('a.csv.part', 'one');
      const missing = path.join(files.path(), 'missing');
      await assert.rejects(placeFile(part, missing, 'a.csv', 'csv', await hashFile(part)), { kind: 'folderGone' });
    });
  });
});
