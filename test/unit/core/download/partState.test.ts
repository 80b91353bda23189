import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  isPartStateDamaged,
  type PartState,
  readPartState,
  removePartState,
  usableBytes,
  writePartState,
} from '../../../../src/core/download/partState';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { temporaryFolder } from '../../../support/temporaryFolder';

const STATE: PartState = {
  jobId: 'job-1',
  accountId: 'an-account',
  fileName: 'result.csv',
  extension: 'csv',
  validator: { etag: '"a"' },
  totalBytes: 300,
  md5: '0123456789abcdef0123456789abcdef',
  syncedBytes: 100,
  bootedAtMs: 1_000,
  updatedAtMs: 2_000,
};

describe('What can be kept of a partial file', () => {
  const keep = (partBytes: number, change: Partial<PartState> = {}): number =>
    usableBytes({ ...STATE, bootedAtMs: systemStartMs(), ...change }, partBytes);

  it('is all of it while the system runs, also if its clock is set by some seconds', () => {
    assert.equal(keep(200), 200);
    assert.equal(keep(200, { bootedAtMs: systemStartMs() + 5_000 }), 200);
    assert.equal(keep(200, { bootedAtMs: systemStartMs() - 5_000 }), 200);
  });

  it('is what was flushed to the disk if the system has started again', () => {
    for (const bootedAtMs of [systemStartMs() - 60_000, systemStartMs() + 60_000]) {
      assert.equal(keep(200, { bootedAtMs }), 100);
      assert.equal(keep(50, { bootedAtMs }), 50);
    }
  });

  it('is nothing if it is too long, or if nothing shows whether the file is still the same', () => {
    assert.equal(keep(300), 300);
    assert.equal(keep(301), 0);
    assert.equal(keep(301, { totalBytes: undefined }), 301);
    assert.equal(keep(200, { validator: undefined }), 0);
  });
});

describe('The stored state of a partial file', () => {
  const folder = temporaryFolder();
  const file = (): string => path.join(folder.path(), 'result.csv.part.state');
  const read = (change: object): Promise<PartState | undefined> => {
    writeFileSync(file(), JSON.stringify({ version: 1, ...STATE, ...change }));
    return readPartState(file());
  };

  it('is read as it was written, until it is removed', async () => {
    await writePartState(file(), STATE);
    assert.deepEqual(await readPartState(file()), STATE);
    await removePartState(file());
    await removePartState(file());
    assert.equal(await readPartState(file()), undefined);
    assert.equal(await isPartStateDamaged(file()), false);
  });

  it('is damaged if it lacks what is needed, or names a file elsewhere', async () => {
    const changes: readonly object[] = [
      { version: '1' },
      ...['jobId', 'accountId', 'fileName', 'extension'].map((name) => ({ [name]: 5 })),
      ...['../result.csv', 'a/result.csv', 'result.csv/', './result.csv', '/result.csv', '', '.', '..'].map(
        (fileName) => ({ fileName }),
      ),
      ...['bootedAtMs', 'updatedAtMs'].map((name) => ({ [name]: null })),
      ...[-1, 1.5, '5', null].map((syncedBytes) => ({ syncedBytes })),
    ];
    for (const change of changes) {
      assert.equal(await read(change), undefined, JSON.stringify(change));
      assert.equal(await isPartStateDamaged(file()), true, JSON.stringify(change));
    }
    for (const text of ['', '{', '[]', 'null']) {
      writeFileSync(file(), text);
      assert.equal(await isPartStateDamaged(file()), true, text);
    }
    assert.notEqual(await read({ syncedBytes: 0 }), undefined);
  });

  it('is not damaged if a later version wrote it, which still needs it', async () => {
    assert.equal(await read({ version: 2, jobId: undefined }), undefined);
    assert.equal(await isPartStateDamaged(file()), false);
  });

  it('has no length, checksum, or validator that no server can have sent', async () => {
    assert.deepEqual(await read({ totalBytes: -1, md5: 5, validator: { etag: '"a"\n' } }), {
      ...STATE,
      totalBytes: undefined,
      md5: undefined,
      validator: undefined,
    });
    const lastModified = 'Mon, 02 Nov 2026 08:00:00 GMT';
    assert.deepEqual((await read({ validator: { etag: '', lastModified } }))?.validator, { lastModified });
    assert.equal((await read({ validator: { lastModified: 5 } }))?.validator, undefined);
    assert.equal((await read({ validator: 'etag' }))?.validator, undefined);
  });
});
