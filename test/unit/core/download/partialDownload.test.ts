import assert from 'node:assert/strict';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDownloadError } from '../../../../src/core/download/downloadError';
import { type PartState, readPartState } from '../../../../src/core/download/partState';
import { PartialDownload } from '../../../../src/core/download/partialDownload';
import { thisHost } from '../../../../src/core/files/lockOwner';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { FakeClock } from '../../../support/fakeClock';
import { fileError, replacedFileCalls } from '../../../support/replacedFileCalls';
import { waitUntil } from '../../../support/waitUntil';

describe('The record of a partial download', () => {
  const replaced = replacedFileCalls();
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

  it('is beside the record of another job whose bytes are gone', async () => {
    await leave(200, { jobId: 'c' });
    rmSync(path.join(folder, 'result.csv.part'));
    const partial = await create();
    assert.equal(path.basename(partial.part.path), 'result (2).csv.part');
    await partial.remove();
    assert.deepEqual(names(), ['result.csv.part.state']);
  });

  it('is beside what stands in place of its lock, and is not resumed there', async () => {
    await leave(200);
    mkdirSync(path.join(folder, 'result.csv.part.lock'));
    assert.equal(await resume(), undefined);
    const partial = await create();
    assert.equal(path.basename(partial.part.path), 'result (2).csv.part');
    await partial.remove();
  });

  it('is busy while a lock is still being written, or is that of the same job, but not that of another job', async () => {
    const lockPath = path.join(folder, 'result.csv.part.lock');
    writeFileSync(lockPath, '');
    utimesSync(lockPath, clock.now() / 1000, clock.now() / 1000);
    const message = 'Another window is downloading result.csv';
    const busy = { name: 'DownloadError', kind: 'busy', message, path: path.join(folder, 'result.csv') };
    await assert.rejects(create(), busy);
    rmSync(lockPath);
    const first = await create();
    await assert.rejects(create(), busy);
    await assert.rejects(resume(), busy);
    const second = await create({ jobId: 'c' });
    assert.equal(path.basename(second.part.path), 'result (2).csv.part');
    await first.remove();
    await second.remove();
  });

  it('takes over the empty file of a process that died before it wrote a record, but no other', async () => {
    const token = '01234567-89ab-4cde-8f01-23456789abcd';
    const dead = { pid: 2 ** 30, host: thisHost(), takenAtMs: clock.now(), token, jobId: 'a' };
    for (const [content, number] of [
      ['', ''],
      ['of somebody', ' (2)'],
    ] as const) {
      writeFileSync(path.join(folder, 'result.csv.part'), content);
      writeFileSync(path.join(folder, 'result.csv.part.lock'), JSON.stringify(dead));
      const partial = await create();
      assert.equal(path.basename(partial.part.path), `result${number}.csv.part`);
      await partial.remove();
      assert.deepEqual(readdirSync(folder), content === '' ? [] : ['result.csv.part']);
    }
    writeFileSync(path.join(folder, 'result.csv.part'), '');
    const partial = await create();
    assert.equal(path.basename(partial.part.path), 'result (2).csv.part', 'nobody has died');
    await partial.remove();
  });

  it('leaves nothing, not even a lock, if it could not be created', async () => {
    replaced.call('open', (open, ...args) =>
      String(args[0]).endsWith('.part') ? Promise.reject(fileError('ENOSPC')) : open(...args),
    );
    const failure = { name: 'DownloadError', kind: 'diskFull', path: path.join(folder, 'result.csv.part') };
    await assert.rejects(create(), failure);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('keeps its files, but no lock, if they could not be opened', async () => {
    await leave(200);
    const part = path.join(folder, 'result.csv.part');
    replaced.call('open', (open, ...args) => (args[0] === part ? Promise.reject(fileError('EACCES')) : open(...args)));
    await assert.rejects(resume(), { name: 'DownloadError', kind: 'readOnly', path: part });
    assert.deepEqual(readdirSync(folder).sort(), ['result.csv.part', 'result.csv.part.state']);
  });

  it('is not resumed if it has ended before its lock was taken', async () => {
    await leave(200);
    replaced.call('open', async (open, ...args) => {
      if (String(args[0]).endsWith('.lock')) {
        rmSync(path.join(folder, 'result.csv.part.state'), { force: true });
      }
      return open(...args);
    });
    assert.equal(await resume(), undefined);
    assert.deepEqual(readdirSync(folder), ['result.csv.part']);
  });

  it('is not the number 1000 of the same', async () => {
    for (let number = 1; number <= 999; number++) {
      mkdirSync(path.join(folder, `result${number === 1 ? '' : ` (${number})`}.csv.part.lock`));
    }
    const message = 'The folder holds 999 unfinished files called result.csv';
    await assert.rejects(create(), { name: 'DownloadError', kind: 'disk', message, path: folder });
  });

  it('says when its lock is lost', async () => {
    const own = new FakeClock();
    const partial = await PartialDownload.create(folder, aState(), { clock: own });
    const lost: unknown[] = [];
    partial.watchLock((error) => lost.push(error));
    await partial.checkLock();
    await own.advance(5_000);
    await waitUntil(() => own.timerCount === 1);
    assert.equal(lost.length, 0);
    const lockPath = path.join(folder, 'result.csv.part.lock');
    writeFileSync(lockPath, '{}');
    const failure = { name: 'DownloadError', kind: 'busy', path: lockPath };
    await assert.rejects(partial.checkLock(), failure);
    await own.advance(5_000);
    await waitUntil(() => lost.length > 0);
    assert.ok(isDownloadError(lost[0]));
    assert.deepEqual([lost[0].kind, lost[0].path], ['busy', lockPath]);
    await partial.keep();
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
