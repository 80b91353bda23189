import assert from 'node:assert/strict';
import { ArrangedJobs, type ArrangedChange } from '../../../../src/core/arrange/arrangedJobs';
import { NO_FILTER } from '../../../../src/core/arrange/jobFilter';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { StoredJobMemory } from '../../../../src/vscode/jobs/jobMemory';
import { aJob } from '../../../support/aJob';
import { aMemory } from '../../../support/aMemory';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { jobWords } from '../../../support/jobWords';

const DAY_MS = 86_400_000;

describe('The shown jobs', () => {
  let clock: FakeClock;
  let store: JobStore;
  let arranged: ArrangedJobs;
  let changes: ArrangedChange[];
  let memory: StoredJobMemory;

  beforeEach(() => {
    memory = aMemory();
    clock = new FakeClock();
    store = new JobStore(clock, memory);
    store.setAccounts([anAccount({ id: 'a' })]);
    arranged = new ArrangedJobs({ store, clock, words: jobWords });
    changes = [];
    arranged.onDidChange((change) => changes.push(change));
  });

  const shown = (): string[] =>
    arranged.accounts.flatMap(({ groups }) =>
      groups.flatMap(({ entries }) => Array.from(entries, ({ job }) => job.id)),
    );

  it("are the store's own groups by default", () => {
    store.applyList('a', [aJob({ id: '1' })]);
    assert.equal(arranged.account('a')?.groups, store.account('a')?.groups);
  });

  it('keep the same parts when a poll brings nothing new, with any filter', () => {
    arranged.arrange({ filter: { ...NO_FILTER, text: 'report', days: 3 }, groupBy: 'day', sortBy: 'name' });
    store.applyList('a', [aJob({ id: '1' })]);
    const before = arranged.account('a')?.groups;
    store.applyList('a', [aJob({ id: '1' })]);
    store.applySuccess('a');
    arranged.tick();
    assert.equal(arranged.account('a')?.groups, before);
  });

  it('are grouped by program in the order of the names, also when names become known', () => {
    const groupIds = () => arranged.account('a')?.groups.map(({ id }) => id);
    arranged.arrange({ groupBy: 'program' });
    store.applyList('a', [aJob({ id: '1', programId: '7' }), aJob({ id: '2', programId: '12' }), aJob({ id: '3' })]);
    assert.deepEqual(groupIds(), ['program 7', 'program 12', 'program ']);
    memory.programs.set([['a', { names: { 7: 'Zebra', 12: 'alder' } }]]);
    assert.deepEqual(groupIds(), ['program 12', 'program 7', 'program ']);
    store.applyList('a', [
      aJob({ id: '1', programId: '7' }),
      aJob({ id: '2', programId: '12' }),
      aJob({ id: '4', programId: '9' }),
    ]);
    assert.deepEqual(groupIds(), ['program 12', 'program 9', 'program 7']);
    memory.programs.set([['a', { names: { 7: 'Aalto', 12: 'alder', 9: 'Mole' } }]]);
    assert.deepEqual(groupIds(), ['program 7', 'program 12', 'program 9']);
    assert.equal(arranged.programName('7'), 'Aalto');
    store.setAccounts([]);
    assert.equal(arranged.programName('7'), undefined);
  });

  it('follow the filter and count excluded jobs', () => {
    store.applyList('a', [aJob({ id: '1', status: 'FAILED' }), aJob({ id: '2' })]);
    arranged.arrange({ filter: { ...NO_FILTER, statuses: ['FAILED'] } });
    assert.deepEqual([shown(), arranged.counts], [['1'], { shown: 1, total: 2 }]);
    store.applyList('a', [aJob({ id: '1', status: 'FAILED' }), aJob({ id: '2', status: 'FAILED' })]);
    assert.deepEqual(shown(), ['1', '2']);
    assert.deepEqual(
      changes.map(({ isRearranged }) => isRearranged),
      [false, true, false],
    );
  });

  it('are listed for one account or group too, including history, without filtered or hidden ones', () => {
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b' })]);
    void memory.hidden.set([['a/3', true]]);
    store.applyList('a', [
      aJob({ id: '1', status: 'COMPLETED' }),
      aJob({ id: '2', status: 'FAILED' }),
      aJob({ id: '3', status: 'COMPLETED' }),
      aJob({ id: '4', status: 'COMPLETED', programId: '9' }),
    ]);
    store.applyList('b', [aJob({ id: '5', status: 'COMPLETED' })]);
    store.applyHistory('a', [
      { job: aJob({ id: '6', status: 'COMPLETED', createdAt: clock.now() - 20 * DAY_MS }), lastSeenAtMs: clock.now() },
    ]);
    arranged.arrange({ filter: { ...NO_FILTER, programs: [''] } });
    const idsOf = (...of: Parameters<ArrangedJobs['shown']>): string[] =>
      arranged
        .shown(...of)
        .map(({ job }) => job.id)
        .sort();
    assert.deepEqual(
      [idsOf(), idsOf('a'), idsOf('a', 'COMPLETED'), idsOf('b', 'FAILED')],
      [['1', '2', '5', '6'], ['1', '2', '6'], ['1', '6'], []],
    );
  });

  it('leave the shown period as time passes', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED', createdAt: clock.now() - 2 * DAY_MS })]);
    arranged.arrange({ filter: { ...NO_FILTER, days: 3 } });
    assert.deepEqual(shown(), ['1']);
    await clock.advance(1.5 * DAY_MS);
    arranged.tick();
    assert.deepEqual(shown(), []);
  });

  it('keep a requested job until they are arranged again', () => {
    store.applyList('a', [aJob({ id: '1', status: 'FAILED' }), aJob({ id: '2' })]);
    const filter = { ...NO_FILTER, statuses: ['FAILED'] };
    arranged.arrange({ filter });
    const entry = store.account('a')?.entries.get('2');
    assert.ok(entry);
    arranged.ensureShown(entry);
    assert.deepEqual(shown(), ['2', '1']);
    arranged.arrange({ filter });
    assert.deepEqual(shown(), ['1']);
  });

  it('exclude hidden jobs until they are shown again', () => {
    store.applyList('a', [aJob({ id: '1' }), aJob({ id: '2' })]);
    void memory.hidden.set([['a/1', true]]);
    assert.deepEqual([shown(), store.account('a')?.hiddenCount], [['2'], 1]);
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' }), aJob({ id: '2' })]);
    assert.deepEqual([shown(), store.account('a')?.hiddenCount], [['2'], 1]);
    void memory.hidden.set([['a/1', undefined]]);
    assert.deepEqual([shown(), store.account('a')?.hiddenCount], [['1', '2'], 0]);
  });
});
