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
