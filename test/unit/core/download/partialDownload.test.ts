import assert from 'node:assert/strict';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDownloadError } from '../../../../src/core/download/downloadError';
import { type PartState, readPartState } from '../../../../src/core/download/partState';
import { PartialDownload } from '../../../../src/core/download/partialDownload';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { FakeClock } from '../../../support/fakeClock';

describe('The record of a partial download', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-partial-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const clock = new FakeClock();
  const aState = (change: Partial<PartState> = {}): PartState => ({
    jobId: 'a',
    accountId: 'b',
    fileName: 'result.csv',
    extension: 'csv',
    validator: { etag: '"a"' },
    totalBytes: 300,
    md5: undefined,
    syncedBytes: 0,
    bootedAtMs: systemStartMs(),
    updatedAtMs: clock.now(),
    ...change,
  });
  const create = (change?: Partial<PartState>): Promise<PartialDownload> =>
    PartialDownload.create(folder, aState(change), { clock });
  const resume = (jobId = 'a', accountId = 'b'): Promise<PartialDownload | undefined> =>
    PartialDownload.resume(folder, jobId, accountId, { clock });
  /** The names in the folder without those of locks. */
  const names = (): string[] => readdirSync(folder).filter((name) => !name.endsWith('.lock'));
  const isBusy = (error: unknown): boolean => isDownloadError(error) && error.kind === 'busy';

  /** A download that was left after some bytes. */
  async function leave(bytes: number, change?: Partial<PartState>): Promise<void> {
    const partial = await create(change);
    await partial.part.append(Buffer.alloc(bytes, 'x'));
    await partial.keep();
  }

  it('is taken over with its bytes by the next attempt for the same job and account', async () => {
    await leave(200);
    assert.equal(await resume('other'), undefined);
    assert.equal(await resume('a', 'other'), undefined);
    const partial = await resume();
    assert.deepEqual(
      [partial?.part.sizeBytes, partial?.isResumable, partial?.state.fileName],
      [200, true, 'result.csv'],
    );
    await partial?.remove();
    assert.deepEqual([names(), await resume()], [[], undefined]);
  });

  it('loses the bytes that cannot be kept', async () => {
    await leave(200, { bootedAtMs: 0, syncedBytes: 150 });
    const partial = await resume();
    assert.equal(partial?.part.sizeBytes, 150);
    await partial?.restart({ validator: undefined });
    assert.deepEqual([partial?.part.sizeBytes, partial?.isResumable], [0, false]);
    assert.equal(readFileSync(path.join(folder, 'result.csv.part'), 'utf8'), '');
    await partial?.remove();
  });

  it('has the bytes that survive a power failure once they are flushed', async () => {
    const partial = await create({ bootedAtMs: 0 });
    await partial.part.append(Buffer.alloc(90, 'x'));
    await partial.sync();
    assert.equal((await readPartState(path.join(folder, 'result.csv.part.state')))?.syncedBytes, 90);
    await partial.remove();
  });

  it('belongs to one process at a time', async () => {
    const partial = await create();
    await assert.rejects(create(), isBusy);
    await assert.rejects(resume(), isBusy);
    await partial.keep();
    assert.ok(await (await resume())?.remove().then(() => true));
  });

  it('is beside that of another job with the same file name, and beside files that are not ours', async () => {
    const first = await create();
    const second = await create({ jobId: 'c' });
    writeFileSync(path.join(folder, 'result (3).csv.part'), 'of somebody');
    const third = await create({ jobId: 'd' });
    const parts = ['', ' (2)', ' (3)', ' (4)'].map((number) => `result${number}.csv.part`);
    assert.deepEqual(
      names()
        .filter((name) => name.endsWith('.part'))
        .sort(),
      [...parts].sort(),
    );
    for (const partial of [first, second, third]) {
      await partial.remove();
    }
    assert.deepEqual(names(), ['result (3).csv.part']);
    assert.equal(readFileSync(path.join(folder, 'result (3).csv.part'), 'utf8'), 'of somebody');
  });

  it('leaves another name of its file as it is', async () => {
    await leave(200);
    const [partPath, otherName] = ['result.csv.part', 'result.csv'].map((name) => path.join(folder, name));
    linkSync(partPath ?? '', otherName ?? '');
    const partial = await resume();
    assert.equal(partial?.part.sizeBytes, 0);
    await partial?.part.append(Buffer.from('new'));
    assert.equal(readFileSync(otherName ?? '').length, 200);
    await partial?.remove();
  });

  it('keeps the last of many simultaneous changes', async () => {
    const partial = await create({ totalBytes: 0, validator: undefined });
    await Promise.all(Array.from({ length: 20 }, (_, index) => partial.update({ totalBytes: index + 1 })));
    assert.equal((await readPartState(path.join(folder, 'result.csv.part.state')))?.totalBytes, 20);
    await partial.remove();
    assert.deepEqual(readdirSync(folder), []);
  });
});
