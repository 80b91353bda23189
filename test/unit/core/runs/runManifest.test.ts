import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest } from '../../../../src/core/savedExports/manifest';
import type { Run, RunMember } from '../../../../src/core/runs/run';
import { RunManifest, type Written } from '../../../../src/core/runs/runManifest';
import { aJob } from '../../../support/aJob';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aSavedExport } from './support/engineForTest';

const FILE_EVERY_MS = 100;

describe('The manifest of a run with many files', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  let run: Run;
  let writes: number;
  let manifest: RunManifest;

  beforeEach(() => {
    clock = new FakeClock();
    writes = 0;
    manifest = new RunManifest({
      clock,
      ports: {
        accountOf: () => ({ sid: 'IRtest', kind: 'agency' }),
        checkFolder: () => {
          writes++; // it's asked before each write
          return Promise.resolve();
        },
        errorSentence: String,
        onProblem: (message) => assert.fail(message),
      },
    });
  });

  function aRun(members: number): Run {
    const { filters, format, reportId, reportName } = aSavedExport();
    return {
      id: 'run',
      name: 'Days',
      isSet: false,
      source: undefined,
      startedAtMs: clock.now(),
      folder: files.path(),
      remoteFolder: undefined,
      manifestProblem: undefined,
      members: Array.from({ length: members }, (_, index): RunMember => ({
        id: `${index}`,
        export: `Day ${index}`,
        accountId: 'an-account',
        saved: undefined,
        replays: undefined,
        fileName: undefined,
        parameters: { reportId, reportName: reportName ?? reportId, format, filters },
        period: undefined,
        job: { id: `job ${index}`, isExisting: false, replayOf: undefined },
        state: 'downloading',
        sentence: undefined,
        file: undefined,
      })),
    };
  }

  /** Downloads the file of each member, one after the other, as fast as the manifest lets it. */
  async function downloadAll(): Promise<void> {
    const notes: Promise<unknown>[] = [];
    for (const [index, member] of run.members.entries()) {
      const file = path.join(files.path(), `${index}.csv`);
      const uri = pathToFileURL(file).href;
      const done: RunMember = { ...member, state: 'done', file: { uri, bytes: 1, rows: 1 } };
      const written: Written = {
        file: {
          member: done,
          job: aJob({ id: member.job?.id ?? '', status: 'COMPLETED' }),
          received: { kind: 'downloaded', uri, path: file, bytes: 1, sha256: 'x' },
          rows: 1,
        },
      };
      const note = manifest
        .note(() => run, written, index === run.members.length - 1)
        .then(() => {
          run = { ...run, members: run.members.map((known) => (known.id === member.id ? done : known)) };
        });
      notes.push(note);
      if (run.members.length < 100) {
        await note;
      }
      await clock.advance(FILE_EVERY_MS);
    }
    await Promise.all(notes);
  }

  const onDisk = (): Manifest =>
    JSON.parse(readFileSync(path.join(files.path(), 'impact-manifest.json'), 'utf8')) as Manifest;

  it('is written once a second, not once a file, and is complete at the end', async () => {
    run = aRun(1_000);
    await downloadAll();
    assert.ok(writes <= (1_000 * FILE_EVERY_MS) / 1_000 + 2, `${writes} writes`);
    const { files: entries, members = [] } = onDisk();
    assert.deepEqual([entries.length, members.filter(({ state }) => state === 'downloaded').length], [1_000, 1_000]);
    assert.deepEqual(
      entries.map(({ file }) => file),
      run.members.map((_, index) => `${index}.csv`),
    );
  });

  it('is written for each file of a small run', async () => {
    run = aRun(3);
    await downloadAll();
    assert.equal(writes, 3);
  });

  it('says nothing is on the disk before it is', async () => {
    run = aRun(200);
    await manifest.note(() => run, {}, false);
    let isNoted = false;
    const [member] = run.members;
    const done = { ...(member as RunMember), state: 'done' as const };
    const received = { kind: 'downloaded', uri: 'file:///0.csv', path: '/0.csv', bytes: 1, sha256: 'x' } as const;
    const note = manifest
      .note(() => run, { file: { member: done, job: aJob(), received, rows: 1 } }, false)
      .then(() => (isNoted = true));
    await clock.advance(500);
    assert.deepEqual([isNoted, onDisk().files.length], [false, 0]);
    manifest.hurry('run');
    await note;
    assert.deepEqual([isNoted, onDisk().files.length], [true, 1]);
  });

  it('says of a file and its member where they come from', async () => {
    const piece = { start: '2026-10-01', end: '2026-10-31' };
    const period = { name: 'lastMonth', ...piece, timeZone: 'UTC' } as const;
    const at = (hour: number): number => Date.UTC(2026, 10, 23, hour);
    const whole = aRun(2);
    const [one, two] = whole.members as [RunMember, RunMember];
    run = {
      ...{ ...whole, name: 'Monday', isSet: true },
      members: [
        { ...one, client: 'Acme', piece, period, job: { id: 'job 0', isExisting: true, replayOf: 'a' } },
        { ...two, job: undefined, parameters: undefined, state: 'failed', sentence: 'Down', client: 'Bolt' },
      ],
    };
    const uri = pathToFileURL(path.join(files.path(), 'ä 1.csv')).href;
    const member = {
      ...(run.members[0] as RunMember),
      state: 'done',
      file: { uri, bytes: 5, rows: undefined },
    } as const;
    const job = aJob({ id: 'job 0', createdAt: at(1), startedAt: at(2), completedAt: at(3) });
    const received = {
      kind: 'downloaded',
      uri,
      path: path.join(files.path(), 'ä 1.csv'),
      bytes: 5,
      sha256: 'x',
    } as const;
    assert.equal(await manifest.note(() => run, { file: { member, job, received, rows: undefined } }, true), undefined);
    const { reportId, reportName, filters } = aSavedExport();
    const report = { id: reportId, name: reportName };
    const runAt = new Date(clock.now()).toISOString();
    const { files: entries, members } = onDisk();
    assert.deepEqual(entries, [
      {
        ...{
          file: 'ä 1.csv',
          bytes: 5,
          sha256: 'x',
          rows: null,
          export: 'Day 0',
          set: 'Monday',
          report,
          format: 'CSV',
        },
        ...{ parameters: filters, period, piece, account: { sid: 'IRtest', kind: 'agency', name: 'Acme' } },
        job: {
          ...{ id: 'job 0', existedBefore: true, replayOf: 'a' },
          ...{ createdAt: '2026-11-23T01:00:00.000Z', startedAt: '2026-11-23T02:00:00.000Z' },
          completedAt: '2026-11-23T03:00:00.000Z',
        },
        ...{ runAt, downloadedAt: runAt },
      },
    ]);
    const ofSet = { set: 'Monday', account: 'IRtest', runAt };
    const done = {
      piece,
      state: 'downloaded',
      file: 'ä 1.csv',
      reason: null,
      job: 'job 0',
      report,
      parameters: filters,
    };
    const failed = { state: 'failed', file: null, reason: 'Down', job: null, report: null, parameters: null };
    assert.deepEqual(members, [
      { export: 'Day 0', ...ofSet, ...done },
      { export: 'Day 1', ...ofSet, ...failed },
    ]);
  });

  it('knows an account that is not signed in by its name in the file, and one that is alone by nothing', async () => {
    const ports = {
      ...{ accountOf: () => undefined, checkFolder: () => Promise.resolve(), errorSentence: String },
      onProblem: (message: string) => assert.fail(message),
    };
    const without = new RunManifest({ clock, ports });
    run = aRun(2);
    const [one, two] = run.members as [RunMember, RunMember];
    run = { ...run, members: [{ ...one, client: 'Acme' }, two] };
    const received = { kind: 'downloaded', uri: 'file:///1.csv', path: '/1.csv', bytes: 1, sha256: 'x' } as const;
    const file = { member: two, job: aJob({ id: 'job 1' }), received, rows: 3 };
    await without.note(() => run, { file }, true);
    assert.deepEqual(
      [onDisk().members?.map(({ account }) => account), onDisk().files.map(({ account, rows }) => [account, rows])],
      [['Acme', undefined], [[{ sid: '', kind: '' }, 3]]],
    );
  });

  it('has no entry of a file that is not on a disk, or of unknown parameters, and none of a run elsewhere', async () => {
    run = aRun(1);
    const [member] = run.members as [RunMember];
    const received = { kind: 'downloaded', uri: 'file:///1.csv', path: '/1.csv', bytes: 1, sha256: 'x' } as const;
    const file = { member, job: aJob(), received, rows: 1 };
    await manifest.note(() => run, { file: { ...file, received: { ...received, path: undefined } } }, true);
    await manifest.note(() => run, { file: { ...file, member: { ...member, parameters: undefined } } }, true);
    assert.deepEqual([onDisk().files, writes], [[], 2]);
    await manifest.note(() => ({ ...run, remoteFolder: 'vscode-vfs://x/y' }), { file }, true);
    assert.deepEqual([onDisk().files, writes], [[], 2]);
  });

  it('names the newest of several results of one export that arrive together', async () => {
    run = aRun(200);
    await manifest.note(() => run, {}, false);
    const member = run.members[0] as RunMember;
    const notes = ['1.csv', '2.csv'].map((name) => {
      const received = {
        kind: 'downloaded',
        uri: `file:///${name}`,
        path: `/${name}`,
        bytes: 1,
        sha256: name,
      } as const;
      return manifest.note(() => run, { file: { member, job: aJob(), received, rows: 1 } }, name === '2.csv');
    });
    await Promise.all(notes);
    assert.deepEqual(
      onDisk().files.map(({ file, supersededBy }) => [file, supersededBy]),
      [
        ['1.csv', '2.csv'],
        ['2.csv', undefined],
      ],
    );
    assert.equal(writes, 2);
  });
});
