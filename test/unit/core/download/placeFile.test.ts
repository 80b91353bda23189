import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashFile } from '../../../../src/core/download/fileHasher';
import { placeFile, placeOver } from '../../../../src/core/download/placeFile';
import { fileError, replacedFileCalls } from '../../../support/replacedFileCalls';
import { temporaryFolder } from '../../../support/temporaryFolder';

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EACCES', 'EMLINK'];

describe('The name of a finished file', () => {
  const files = temporaryFolder();
  const replaced = replacedFileCalls();
  const at = (name: string): string => path.join(files.path(), name);
  const read = (name: string): string => readFileSync(at(name), 'utf8');

  async function place(content: string): Promise<string> {
    const part = files.write('a.csv.part', content);
    const { path: placed } = await placeFile(part, files.path(), 'a.csv', 'csv', await hashFile(part));
    return path.relative(files.path(), placed);
  }

  describe('on a disk without hard links', () => {
    for (const code of NO_LINKS) {
      it(`is given all the same (${code})`, async () => {
        replaced.call('link', () => Promise.reject(fileError(code)));
        assert.equal(await place('one'), 'a.csv');
        assert.deepEqual([readdirSync(files.path()), read('a.csv')], [['a.csv'], 'one']);
      });
    }

    it('is the next free one', async () => {
      replaced.call('link', () => Promise.reject(fileError('EPERM')));
      files.write('a.csv', 'mine');
      mkdirSync(at('a (2).csv'));
      assert.equal(await place('one'), 'a (3).csv');
      assert.deepEqual([read('a.csv'), read('a (3).csv')], ['mine', 'one']);
    });

    it('is reserved before the file takes it', async () => {
      replaced.call('link', () => Promise.reject(fileError('EPERM')));
      let reserved: string | undefined;
      replaced.call('rename', (rename, ...args) => {
        reserved = read('a.csv');
        return rename(...args);
      });
      await place('one');
      assert.equal(reserved, '');
    });

    it('is free again if the file could not take it', async () => {
      replaced.call('link', () => Promise.reject(fileError('EPERM')));
      replaced.call('rename', () => Promise.reject(fileError('EROFS')));
      await assert.rejects(place('one'), { name: 'DownloadError', kind: 'readOnly', path: at('a.csv') });
      assert.deepEqual([existsSync(at('a.csv')), read('a.csv.part')], [false, 'one']);
    });

    it('is not given if it could not be reserved', async () => {
      replaced.call('link', () => Promise.reject(fileError('EPERM')));
      replaced.call('open', (open, ...args) =>
        args[0] === at('a.csv') ? Promise.reject(fileError('ENOSPC')) : open(...args),
      );
      await assert.rejects(place('one'), { kind: 'diskFull', path: at('a.csv') });
      assert.equal(read('a.csv.part'), 'one');
    });
  });

  it('is not given after any other error, and no other name is tried', async () => {
    let count = 0;
    replaced.call('link', () => {
      count++;
      return Promise.reject(fileError('EIO'));
    });
    await assert.rejects(place('one'), { kind: 'disk', path: at('a.csv'), message: /EIO/ });
    assert.deepEqual([count, readdirSync(files.path())], [1, ['a.csv.part']]);
  });

  it('is not the number 1000 of the same', async () => {
    for (let number = 1; number <= 998; number++) {
      files.write(number === 1 ? 'a.csv' : `a (${number}).csv`, 'mine');
    }
    assert.equal(await place('one'), 'a (999).csv');
    await assert.rejects(place('two'), { kind: 'disk', path: at('a.csv'), message: /999 files called a\.csv/ });
    assert.equal(read('a.csv.part'), 'two');
  });

  it('is in the folder even after a power failure, or given at least where that cannot be', async () => {
    const synced: unknown[] = [];
    await replaced.handle('sync', (sync) => {
      synced.push(readdirSync(files.path()).join());
      return sync();
    });
    await place('one');
    await placeOver(files.write('b.part', 'two'), files.path(), 'a.csv');
    assert.deepEqual(synced, ['a.csv', 'a.csv']);
    await replaced.handle('sync', () => Promise.reject(fileError('EINVAL')));
    assert.equal(await place('three'), 'a (2).csv');
  });

  it('is that of another file with the same bytes, and not of one that only has as many', async () => {
    assert.equal(await place('one'), 'a.csv');
    assert.equal(await place('two'), 'a (2).csv');
    writeFileSync(at('a.csv'), 'other');
    assert.equal(await place('two'), 'a (2).csv');
    assert.deepEqual(readdirSync(files.path()).sort(), ['a (2).csv', 'a.csv', 'a.csv.part']);
  });

  it('is the next one if the file that has it cannot be read', async () => {
    files.write('a.csv', 'one');
    replaced.call('open', (open, ...args) =>
      args[0] === at('a.csv') ? Promise.reject(fileError('EACCES')) : open(...args),
    );
    assert.equal(await place('one'), 'a (2).csv');
  });

  it('is not read to compare it if the size already differs', async () => {
    files.write('a.csv', 'longer');
    const opened: unknown[] = [];
    replaced.call('open', (open, ...args) => {
      opened.push(path.basename(String(args[0])));
      return open(...args);
    });
    await place('one');
    assert.deepEqual(opened.includes('a.csv'), false);
  });

  it('stays that of the old file if that cannot be replaced', async () => {
    mkdirSync(at('a.csv'));
    const part = files.write('a.csv.part', 'one');
    await assert.rejects(placeOver(part, files.path(), 'a.csv'), { name: 'DownloadError', path: at('a.csv') });
    assert.equal(read('a.csv.part'), 'one');
  });
});
