import assert from 'node:assert/strict';
import { existsSync, linkSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PartFile } from '../../../../src/core/download/partFile';
import { fileError, replacedFileCalls } from '../../../support/replacedFileCalls';
import { temporaryFolder } from '../../../support/temporaryFolder';

const MIB = 1024 * 1024;

describe('The file that a download writes to', () => {
  const files = temporaryFolder();
  const replaced = replacedFileCalls();
  let part: PartFile;
  const filePath = (): string => path.join(files.path(), 'a.csv.part');
  const content = (): string => readFileSync(filePath(), 'utf8');

  beforeEach(async () => {
    part = await PartFile.create(filePath(), {});
  });
  afterEach(() => part.close());

  it('grows, is read at its end, is cut, and goes on there', async () => {
    await part.append(Buffer.from('one,'));
    await part.append(Buffer.from('two,'));
    assert.deepEqual([part.sizeBytes, String(await part.readEnd(3))], [8, 'wo,']);
    await part.truncate(4);
    await part.append(Buffer.from('three'));
    assert.deepEqual([part.sizeBytes, content()], [9, 'one,three']);
  });

  it('has each byte once, even if a write takes only some of them', async () => {
    await replaced.handle('write', (write, batch, start, length, position) =>
      write(batch, start, Math.min(length as number, 3), position),
    );
    await part.append(Buffer.from('1234567890'));
    assert.deepEqual([part.sizeBytes, content()], [10, '1234567890']);
  });

  it('is on the disk after a sync, and no sooner', async () => {
    let syncs = 0;
    await replaced.handle('sync', (sync) => {
      syncs++;
      return sync();
    });
    await part.append(Buffer.from('one'));
    assert.equal(syncs, 0);
    await part.sync();
    assert.equal(syncs, 1);
  });

  it('says what the disk said to a sync', async () => {
    await replaced.handle('sync', () => Promise.reject(fileError('ENOSPC')));
    await assert.rejects(part.sync(), { name: 'DownloadError', kind: 'diskFull', path: filePath() });
  });

  describe('is flushed while it grows', () => {
    let flushes: number;
    let endFlush: (error?: Error) => void;

    beforeEach(async () => {
      flushes = 0;
      await replaced.handle('datasync', () => {
        flushes++;
        return new Promise<void>((resolve, reject) => {
          endFlush = (error) => (error ? reject(error) : resolve());
        });
      });
    });
    const grow = (mib: number): Promise<void> => part.append(Buffer.alloc(mib * MIB, 'x'));

    it('each 32 MiB, and not again before that has ended', async () => {
      await grow(31);
      assert.equal(flushes, 0);
      await grow(1);
      await new Promise(setImmediate);
      assert.equal(flushes, 1);
      await grow(32);
      await new Promise(setImmediate);
      assert.equal(flushes, 1, 'the first still runs');
      endFlush();
      await new Promise(setImmediate);
      await grow(1);
      await new Promise(setImmediate);
      assert.equal(flushes, 2);
      endFlush();
      await new Promise(setImmediate);
      await grow(31);
      await new Promise(setImmediate);
      assert.equal(flushes, 2, 'counted from the last');
    });

    it('and the next sync says what went wrong, because the disk says it only once', async () => {
      await grow(32);
      await new Promise(setImmediate);
      endFlush(fileError('ENOSPC'));
      await assert.rejects(part.sync(), { kind: 'diskFull', path: filePath() });
      await part.remove();
      assert.equal(existsSync(filePath()), false);
    });

    it('and is not closed or synced before that has ended', async () => {
      await grow(32);
      await new Promise(setImmediate);
      const ended: string[] = [];
      const syncing = part.sync().then(() => ended.push('sync'));
      const closing = syncing.then(() => part.close()).then(() => ended.push('close'));
      await new Promise(setImmediate);
      ended.push('flush');
      endFlush();
      await closing;
      assert.deepEqual(ended, ['flush', 'sync', 'close']);
    });
  });

  it('is opened again with its bytes, unless another name would change with it', async () => {
    await part.append(Buffer.from('one'));
    await part.close();
    part = (await PartFile.reopen(filePath()))!;
    assert.equal(part.sizeBytes, 3);
    await part.append(Buffer.from('two'));
    assert.equal(content(), 'onetwo');
    linkSync(filePath(), path.join(files.path(), 'a.csv'));
    assert.equal(await PartFile.reopen(filePath()), undefined);
  });

  it('is only the user’s if it should be', async () => {
    await assert.rejects(PartFile.create(filePath(), {}), { code: 'EEXIST' });
    await part.remove();
    await part.remove();
    assert.equal(existsSync(filePath()), false);
  });
});
