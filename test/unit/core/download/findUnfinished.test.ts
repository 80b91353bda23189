import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../../src/core/clock';
import type { DownloadedFile } from '../../../../src/core/download/downloadResult';
import { OVERLAP_BYTES } from '../../../../src/core/download/overlap';
import {
  discardDamaged,
  discardUnfinished,
  findDamaged,
  findUnfinished,
  type UnfinishedDownload,
} from '../../../../src/core/download/findUnfinished';
import { FileLock } from '../../../../src/core/files/fileLock';
import { thisHost } from '../../../../src/core/files/lockOwner';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { type PartState, writePartState } from '../../../../src/core/download/partState';
import { PAUSE } from '../../../../src/core/download/pause';
import { startSimulator } from '../../../../src/simulator/startSimulator';
import { DOWNLOADER_ID, downloadFrom } from '../../../support/downloadFrom';
import { FakeClock } from '../../../support/fakeClock';
import { replacedFileCalls } from '../../../support/replacedFileCalls';

/** No system gives out this number. */
const NO_PID = 2 ** 30;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

describe('Unfinished downloads', () => {
  const replaced = replacedFileCalls();
  let folder: string;

  /** Lays down what an interrupted download of 700 out of 1000 bytes leaves. */
  async function leave(
    change: Partial<PartState> = {},
    name = 'result.csv',
    bytes: string | undefined = 'x'.repeat(700),
  ): Promise<string> {
    const state = {
      jobId: ID,
      accountId: 'a',
      fileName: 'result.csv',
      extension: 'csv',
      validator: { etag: '"1"' },
      totalBytes: 1000,
      md5: undefined,
      syncedBytes: 300,
      bootedAtMs: systemStartMs(),
      updatedAtMs: 1_700_000_000_000,
    };
    const basePath = path.join(folder, name);
    await writePartState(`${basePath}.part.state`, { ...state, ...change });
    if (bytes !== undefined) {
      writeFileSync(`${basePath}.part`, bytes);
    }
    return basePath;
  }

  async function findOne(): Promise<UnfinishedDownload> {
    const [only, ...others] = await findUnfinished(folder, systemClock);
    assert.ok(only);
    assert.deepEqual(others, []);
    return only;
  }

  const names = (): string[] => readdirSync(folder).sort();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-unfinished-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are found with everything needed to resume, and resuming finishes them', async () => {
    const simulator = await startSimulator({
      scenario: { jobs: [{ id: ID, createdAgoMs: 3_600_000, queueMs: 0, runMs: 1000, result: { bytes: 3_000_000 } }] },
    });
    try {
      const pause = new AbortController();
      simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'stall', at: 2_000_000 });
      const download = (signal: AbortSignal): Promise<DownloadedFile> =>
        downloadFrom(simulator, {
          clock: systemClock,
          jobId: ID,
          folder,
          signal,
          onProgress: (step) => step.phase === 'receiving' && pause.abort(PAUSE),
        });
      await assert.rejects(download(pause.signal), { kind: 'aborted' });

      const found = await findOne();
      const part = path.join(folder, 'result.csv.part');
      const { keptBytes, lastWrittenAtMs, ...rest } = found;
      assert.deepEqual(rest, {
        folder,
        jobId: ID,
        accountId: DOWNLOADER_ID,
        fileName: 'result.csv',
        totalBytes: 3_000_000,
        basePath: path.join(folder, 'result.csv'),
      });
      assert.ok(keptBytes > 0 && keptBytes === readFileSync(part).length, `${keptBytes} bytes`);
      assert.ok(Math.abs(Date.now() - lastWrittenAtMs) < 60_000);

      await download(new AbortController().signal);
      assert.deepEqual(await findUnfinished(folder, systemClock), []);
      assert.match(
        simulator.requests.at(-1)?.headers['range'] ?? '',
        new RegExp(`^bytes=${keptBytes - OVERLAP_BYTES}-$`),
      );
    } finally {
      await simulator.close();
    }
  });

  it('are listed with the latest first', async () => {
    for (const [index, name] of ['old.csv', 'new.csv', 'middle.csv'].entries()) {
      const basePath = await leave({ fileName: name }, name);
      const atSeconds = 1_700_000_000 + [0, 2, 1][index]!;
      utimesSync(`${basePath}.part`, atSeconds, atSeconds);
    }
    assert.deepEqual(
      (await findUnfinished(folder, systemClock)).map(({ fileName }) => fileName),
      ['new.csv', 'middle.csv', 'old.csv'],
    );
  });

  it('count as kept only the bytes that can be resumed', async () => {
    await leave({ bootedAtMs: systemStartMs() - 86_400_000 });
    assert.equal((await findOne()).keptBytes, 300, 'after another start of the system, what was told to the disk');
    await leave({ validator: undefined });
    assert.equal((await findOne()).keptBytes, 0, 'nothing that the server could tell apart from a newer file');
    await leave({ totalBytes: 600 });
    assert.equal((await findOne()).keptBytes, 0, 'nothing of a file that is longer than it should be');
    rmSync(path.join(folder, 'result.csv.part'));
    const { keptBytes, lastWrittenAtMs } = await findOne();
    assert.deepEqual([keptBytes, lastWrittenAtMs], [0, 1_700_000_000_000], 'nothing where the bytes are gone');
  });

  it("belong to their active process until it's gone or its heartbeat stops", async () => {
    const basePath = await leave();
    const clock = new FakeClock(Date.now());
    const lock = await FileLock.take(`${basePath}.part.lock`, { jobId: ID, clock });
    assert.ok(lock instanceof FileLock);
    assert.deepEqual(await findUnfinished(folder, clock), []);
    clock.jump(21_000);
    assert.equal((await findUnfinished(folder, clock)).length, 1);
    const owner = JSON.parse(readFileSync(lock.path, 'utf8')) as Record<string, unknown>;
    // No system gives out this number.
    writeFileSync(lock.path, JSON.stringify({ ...owner, pid: 2 ** 30 }));
    assert.equal((await findUnfinished(folder, systemClock)).length, 1);
    await lock.release();
  });

  it('are distinguished from damaged, foreign, and hostile files', async () => {
    const basePath = await leave({ fileName: 'good.csv' }, 'good.csv');
    const whole = readFileSync(`${basePath}.part.state`, 'utf8');
    const put = (name: string, text: string): void => writeFileSync(path.join(folder, `${name}.part.state`), text);
    put('torn.csv', whole.slice(0, 60));
    put('empty.csv', '');
    put('null.csv', 'null');
    put('list.csv', '[]');
    put('version.csv', whole.replace('"version": 1', '"version": 99'));
    put('way-out.csv', whole.replace('"good.csv"', '"../good.csv"'));
    put('parent.csv', whole.replace('"good.csv"', '".."'));
    put('negative.csv', whole.replace('"syncedBytes": 300', '"syncedBytes": -1'));
    mkdirSync(path.join(folder, 'folder.csv.part.state'));
    put('link.csv', whole);
    symlinkSync(path.join(folder, 'good.csv.part'), path.join(folder, 'link.csv.part'));
    writeFileSync(path.join(folder, 'firefox.csv.part'), "somebody else's");
    const before = names();
    assert.equal((await findOne()).fileName, 'good.csv');
    assert.deepEqual(names(), before);
  });

  it('are offered only for deletion if their record is damaged, and only then', async () => {
    const basePath = await leave();
    const whole = readFileSync(`${basePath}.part.state`, 'utf8');
    await leave({}, 'later.csv');
    writeFileSync(path.join(folder, 'later.csv.part.state'), whole.replace('"version": 1', '"version": 99'));
    await leave({}, 'torn.csv');
    writeFileSync(path.join(folder, 'torn.csv.part.state'), whole.slice(0, 60));
    writeFileSync(path.join(folder, 'empty.csv.part.state'), '');
    mkdirSync(path.join(folder, 'folder.csv.part.state'));
    writeFileSync(path.join(folder, 'firefox.csv.part'), "somebody else's");
    const before = names();
    const found = await findDamaged(folder, systemClock);
    assert.deepEqual(
      found.map(({ fileName }) => fileName),
      ['empty.csv.part', 'torn.csv.part'],
    );
    assert.deepEqual(names(), before);
    for (const damaged of found) {
      await discardDamaged(damaged, systemClock);
    }
    const gone = ['empty.csv.part.state', 'torn.csv.part', 'torn.csv.part.state'];
    assert.deepEqual(
      names(),
      before.filter((name) => !gone.includes(name)),
    );
  });

  it('stay if their damaged record was mended, or a process works on them', async () => {
    const basePath = await leave();
    const whole = readFileSync(`${basePath}.part.state`, 'utf8');
    writeFileSync(`${basePath}.part.state`, '{');
    const [damaged] = await findDamaged(folder, systemClock);
    assert.ok(damaged);
    const lock = await FileLock.take(`${basePath}.part.lock`, { jobId: ID, clock: systemClock });
    assert.ok(lock instanceof FileLock);
    assert.deepEqual(await findDamaged(folder, systemClock), []);
    await assert.rejects(discardDamaged(damaged, systemClock), { name: 'DownloadError', kind: 'busy' });
    await lock.release();
    writeFileSync(`${basePath}.part.state`, whole);
    await discardDamaged(damaged, systemClock);
    assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
  });

  it('are none in a missing folder', async () => {
    assert.deepEqual(await findUnfinished(path.join(folder, 'missing'), systemClock), []);
  });

  describe('when discarded', () => {
    it("leave nothing behind, and don't affect other files", async () => {
      const basePath = await leave();
      // What a kill leaves that comes while the state is being replaced.
      const token = randomUUID();
      const dead = { pid: NO_PID, host: thisHost(), takenAtMs: Date.now(), token, jobId: ID };
      writeFileSync(`${basePath}.part.lock`, JSON.stringify(dead));
      writeFileSync(path.join(folder, `.${token}.tmp`), '{');
      writeFileSync(basePath, 'finished');
      await leave({ jobId: 'another' }, 'another.csv');
      const [found] = (await findUnfinished(folder, systemClock)).filter(({ jobId }) => jobId === ID);
      assert.ok(found);
      await discardUnfinished(found, systemClock);
      assert.deepEqual(names(), ['another.csv.part', 'another.csv.part.state', 'result.csv']);
      await discardUnfinished(found, systemClock);
    });

    it('stay if a process has resumed them in the meantime', async () => {
      const basePath = await leave();
      const found = await findOne();
      const lock = await FileLock.take(`${basePath}.part.lock`, { jobId: ID, clock: systemClock });
      assert.ok(lock instanceof FileLock);
      const busy = {
        ...{ name: 'DownloadError', kind: 'busy', path: folder },
        message: 'Another window is downloading result.csv',
      };
      await assert.rejects(discardUnfinished(found, systemClock), busy);
      await lock.release();
      assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
    });

    for (const change of [{ jobId: 'another' }, { accountId: 'another' }]) {
      it(`stay if they have become those of another ${Object.keys(change).join()} in the meantime`, async () => {
        await leave();
        const found = await findOne();
        await leave(change);
        await discardUnfinished(found, systemClock);
        assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
      });
    }

    it("stay if they become another job's while their lock is taken", async () => {
      await leave();
      const found = await findOne();
      let isTaken = false;
      replaced.call('open', async (open, ...args) => {
        if (String(args[0]).endsWith('.lock') && !isTaken) {
          isTaken = true;
          await leave({ jobId: 'another' });
        }
        return open(...args);
      });
      await discardUnfinished(found, systemClock);
      assert.equal(isTaken, true);
      assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
    });

    it('may be gone, even with their folder', async () => {
      await leave();
      const found = await findOne();
      rmSync(folder, { recursive: true });
      await discardUnfinished(found, systemClock);
      await discardDamaged(found, systemClock);
    });

    it("keep their record if they couldn't be deleted", async () => {
      const basePath = await leave();
      const found = await findOne();
      rmSync(`${basePath}.part`);
      mkdirSync(`${basePath}.part`);
      await assert.rejects(discardUnfinished(found, systemClock), {
        name: 'DownloadError',
        path: `${basePath}.part`,
      });
      assert.deepEqual(names(), ['result.csv.part', 'result.csv.part.state']);
    });
  });
});
