import assert from 'node:assert/strict';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { countExport, exportTimes, jobOfExport } from '../../../../src/vscode/exports/exportMemory';
import { noteUsedFolder, usedFolders } from '../../../../src/vscode/downloads/usedFolders';
import type { StoredJobMemory } from '../../../../src/vscode/jobs/jobMemory';
import { aJob } from '../../../support/aJob';
import { aMemory, aState, type TestState } from '../../../support/aMemory';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

describe('The memory of jobs', () => {
  let state: TestState;
  const memory = (): StoredJobMemory => aMemory(state);

  beforeEach(() => {
    state = aState();
  });

  it('contains watched and muted jobs after a reload', () => {
    memory().alerts.set([
      ['a/1', 'watched'],
      ['a/2', 'watched'],
    ]);
    memory().alerts.set([['a/2', 'muted']]);
    assert.deepEqual(
      ['a/1', 'a/2', 'a/3'].map((key) => memory().alerts.get(key)),
      ['watched', 'muted', undefined],
    );
    memory().alerts.set([['a/1', undefined]]);
    assert.equal(memory().alerts.get('a/1'), undefined);
  });

  it("shows another window's changes immediately, and keeps them when it changes itself", () => {
    const [one, other] = [memory(), memory()];
    one.alerts.set([['a/1', 'watched']]);
    assert.equal(other.alerts.get('a/1'), 'watched');
    other.alerts.set([['a/2', 'muted']]);
    assert.deepEqual([one.alerts.get('a/1'), one.alerts.get('a/2')], ['watched', 'muted']);
  });

  it('keeps every choice for as many jobs as the largest lists have', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `a/${index}`);
    memory().hidden.set(keys.map((key) => [key, true]));
    memory().alerts.set(keys.map((key) => [key, 'muted']));
    const { hidden, alerts } = memory();
    assert.deepEqual([hidden.get('a/0'), alerts.get('a/0')], [true, 'muted']);
    assert.deepEqual([hidden.keys.length, alerts.keys.length], [20_000, 20_000]);
  });

  it('contains the latest folders outside a workspace, the most recent one last', () => {
    for (const folder of ['/a', '/b', '/b', '/a']) {
      noteUsedFolder(memory(), folder);
    }
    assert.deepEqual(usedFolders(memory()), ['/b', '/a']);
    Array.from({ length: 30 }, (_, index) => noteUsedFolder(memory(), `/${index}`));
    assert.deepEqual(
      [usedFolders(memory()).length, usedFolders(memory())[0], usedFolders(memory())[19]],
      [20, '/10', '/29'],
    );
  });

  it('ignores unknown words', () => {
    state.changeElsewhere('impactJobs.alerts', { 'a/1': 'shouted', 'a/2': 7 });
    assert.deepEqual(
      [memory().alerts.get('a/1'), memory().alerts.get('a/2'), memory().alerts.get('constructor')],
      [undefined, undefined, undefined],
    );
  });

  describe('of exports', () => {
    const parameters = {
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'CSV',
      filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
    } as const;

    it('contains report, filters, and format after a reload, and finds the job with the same parameters', () => {
      memory().exports.set([['a/1', parameters]]);
      memory().exports.set([['a/2', { ...parameters, format: 'XML' }]]);
      memory().exports.set([['b/3', parameters]]);
      assert.deepEqual(memory().exports.get('a/1'), parameters);
      assert.equal(
        jobOfExport(memory(), 'a', {
          ...parameters,
          filters: { END_DATE: '2026-10-31', SUBAID: '', START_DATE: '2026-10-01' },
        }),
        'a/1',
      );
      assert.equal(
        jobOfExport(memory(), 'a', { ...parameters, filters: { ...parameters.filters, SUBAID: '7' } }),
        undefined,
      );
    });

    it('finds the latest of several jobs with the same parameters, such as a replay', () => {
      memory().exports.set([['a/1', parameters]]);
      memory().exports.set([['a/2', parameters]]);
      assert.equal(jobOfExport(memory(), 'a', parameters), 'a/2');
    });

    it('ignores what another version may have written', () => {
      state.changeElsewhere('impactJobs.exports', {
        'a/1': { reportId: 'r', format: 'PDF' },
        'a/2': 7,
        'a/3': { reportId: 'r', format: 'CSV', filters: { A: { a: 1 }, B: 'b' } },
      });
      assert.deepEqual(
        ['a/1', 'a/2', 'a/3', 'toString'].map((key) => memory().exports.get(key)),
        [undefined, undefined, { reportId: 'r', reportName: 'r', format: 'CSV', filters: { B: 'b' } }, undefined],
      );
    });

    it('counts exports of the last day per account', () => {
      const hourMs = 3_600_000;
      countExport(memory(), 'a', 0);
      countExport(memory(), 'a', 20 * hourMs);
      countExport(memory(), 'b', 20 * hourMs);
      countExport(memory(), 'a', 25 * hourMs);
      assert.deepEqual(
        [exportTimes(memory(), 'a'), exportTimes(memory(), 'b'), exportTimes(memory(), 'c')],
        [[20 * hourMs, 25 * hourMs], [20 * hourMs], []],
      );
    });
  });

  it('keeps names given in another window, and forgets removed ones', () => {
    const [one, other] = [memory(), memory()];
    one.names.set([['a/1', 'One']]);
    other.names.set([['a/2', 'Two']]);
    assert.deepEqual(
      [one.names.get('a/1'), one.names.get('a/2'), other.names.get('a/1'), one.names.get('constructor')],
      ['One', 'Two', 'One', undefined],
    );
    one.names.set([['a/2', undefined]]);
    assert.equal(other.names.get('a/2'), undefined);
  });

  it('reports every change to the store, and so do other windows', () => {
    const marks = memory();
    const store = new JobStore(new FakeClock(), marks);
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b', sid: 'IRother' })]);
    store.applyList('a', [aJob({ id: '1' })]);
    store.applyList('b', [aJob({ id: '1' })]);
    const parameters = { reportId: 'r', reportName: 'R', format: 'CSV', filters: {} } as const;
    const download = { uri: 'file:///a', sizeBytes: 1, atMs: 2, sha256: 'c0' };
    const changedKeys: (string | undefined)[] = [];
    store.onDidChange(({ entries }) => changedKeys.push(...entries.map(({ after }) => after?.key)));
    marks.names.set([['a/1', 'One']]);
    marks.exports.set([['a/1', parameters]]);
    marks.replays.set([['a/1', '0']]);
    marks.downloads.set([['a/1', download]]);
    marks.transfers.set([['a/1', { kind: 'queued' }]]);
    marks.hidden.set([['a/1', true]]);
    state.changeElsewhere('impactJobs.alerts', { 'a/1': 'muted' });
    const { name, replayOf, transfer, alert, isHidden, ...others } = store.entry('a', '1') ?? assert.fail();
    assert.deepEqual(
      { name, parameters: others.parameters, replayOf, download: others.download, transfer, alert, isHidden },
      {
        name: 'One',
        parameters,
        replayOf: '0',
        download,
        transfer: { kind: 'queued' },
        alert: 'muted',
        isHidden: true,
      },
    );
    assert.deepEqual(changedKeys, Array(7).fill('a/1'));
    marks.names.set([
      ['a/1', undefined],
      ['b/1', 'Other'],
      ['c/1', 'Unknown account'],
    ]);
    assert.deepEqual([store.entry('a', '1')?.name, store.entry('b', '1')?.name], [undefined, 'Other']);
  });
});
