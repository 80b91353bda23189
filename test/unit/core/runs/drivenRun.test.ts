import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeRun } from '../../../../src/core/runs/decodeRun';
import { DrivenRun } from '../../../../src/core/runs/drivenRun';
import type { Run, RunMember, RunTable } from '../../../../src/core/runs/run';
import { RunFiles } from '../../../../src/core/runs/runFiles';
import { RunManifest } from '../../../../src/core/runs/runManifest';
import { readWhole } from '../../../../src/core/files/wholeFile';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aMember } from './support/engineForTest';

describe('A run that this process drives', () => {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  let changes: Run[];
  let problems: string[];

  const stored = (): string => path.join(folder.path(), 'runs');
  const onDisk = (): Run | undefined => decodeRun(readWhole(path.join(stored(), 'run.run.json')) ?? '');
  const aMemberOf = (id: string, change: Partial<RunMember> = {}): RunMember => ({
    ...{ ...aMember(), id, parameters: undefined, period: undefined, job: undefined, state: 'planned' },
    ...{ sentence: undefined, file: undefined, ...change },
  });

  function drive(members: readonly RunMember[], tables?: readonly RunTable[]): DrivenRun {
    const ports = {
      accountOf: () => undefined,
      checkFolder: () => Promise.reject(new Error('no place')),
      errorSentence: String,
      onProblem: () => undefined,
    };
    const run: Run = {
      ...{ id: 'run', name: 'Monday', isSet: true, source: undefined, startedAtMs: clock.now(), members },
      ...{ folder: path.join(folder.path(), 'results'), remoteFolder: undefined, manifestProblem: undefined },
      ...(tables && { tables }),
    };
    return new DrivenRun(run, undefined, {
      files: new RunFiles(stored(), clock),
      manifest: new RunManifest({ ports, clock }),
      onChange: (changed) => changes.push(changed),
      onProblem: (message, error) => problems.push(`${message}: ${String(error)}`),
    });
  }

  beforeEach(() => {
    changes = [];
    problems = [];
  });

  it('is on the disk from the start, and before anybody hears of a change', () => {
    const driven = drive([aMemberOf('1'), aMemberOf('2')]);
    assert.equal(onDisk()?.members.length, 2);
    assert.deepEqual(changes, []);
    driven.update('2', { state: 'failed', sentence: 'Down' });
    assert.deepEqual([changes.length, onDisk()?.members[1]?.sentence], [1, 'Down']);
    assert.deepEqual(changes[0], driven.run);
  });

  it('changes the members that are named and have not ended, and tells nobody of nothing', () => {
    const driven = drive([aMemberOf('1'), aMemberOf('2'), aMemberOf('3', { state: 'skipped' })]);
    const sentences = (): unknown => driven.run.members.map(({ sentence }) => sentence);
    driven.update('1', { sentence: 'one' });
    assert.deepEqual(sentences(), ['one', undefined, undefined]);
    driven.updateAll(new Map(['2', '3', '4'].map((id) => [id, { sentence: id }])));
    assert.deepEqual([sentences(), changes.length], [['one', '2', undefined], 2]);
    driven.update('3', { state: 'planned' });
    driven.update('4', { state: 'planned' });
    assert.deepEqual([driven.member('3')?.state, driven.member('4'), changes.length], ['skipped', undefined, 2]);
  });

  it('settles the table that is meant', () => {
    const [one, two] = [undefined, 'Actions'].map((name) => ({ export: name, format: 'CSV', key: [] }) as const);
    const driven = drive([aMemberOf('1')], [one, two] as readonly RunTable[]);
    driven.settleTable(two as RunTable, { sentence: 'No' });
    assert.deepEqual(driven.run.tables, [one, { ...two, sentence: 'No', isSettled: true }]);
    assert.deepEqual(
      onDisk()?.tables?.map(({ isSettled }) => isSettled),
      [undefined, true],
    );
    const without = drive([aMemberOf('1')]);
    without.settleTable(one as RunTable, {});
    assert.equal('tables' in without.run, false);
  });

  it('says once why the manifest cannot be written', async () => {
    const driven = drive([aMemberOf('1')]);
    await driven.note();
    await driven.note();
    assert.deepEqual([driven.run.manifestProblem, changes.length], ['Error: no place', 1]);
  });

  it('changes no more after this process has left it, and stays for the next one', async () => {
    const driven = drive([aMemberOf('1')], [{ export: undefined, format: 'CSV', key: [] }]);
    let isDone = false;
    let finish = (): void => undefined;
    const work = driven.during(new Promise<void>((resolve) => (finish = resolve))).then(() => (isDone = true));
    const left = driven.leave().then(() => assert.ok(isDone, 'it waits for what is in progress'));
    assert.deepEqual([driven.isOurs, driven.abort.signal.aborted], [false, true]);
    driven.update('1', { state: 'failed' });
    driven.markCancelled();
    driven.settleTable(driven.run.tables?.[0] as RunTable, {});
    await driven.note();
    finish();
    await Promise.all([work, left]);
    assert.deepEqual([changes, onDisk()?.members[0]?.state], [[], 'planned']);
  });

  it('is gone from the disk if it is over when this process leaves it', async () => {
    const driven = drive([aMemberOf('1')]);
    driven.update('1', { state: 'failed' });
    await driven.leave();
    assert.deepEqual(readdirSync(stored()), []);
  });

  it('goes on in memory if it cannot be stored, and says so once', () => {
    writeFileSync(stored(), '');
    const driven = drive([aMemberOf('1'), aMemberOf('2')]);
    driven.update('1', { state: 'failed' });
    driven.update('2', { state: 'failed' });
    assert.deepEqual([changes.length, driven.member('2')?.state], [2, 'failed']);
    assert.match(problems.join('\n'), /^Can't store the run Monday: Error: EEXIST\b[^\n]*$/);
    rmSync(stored());
  });
});
