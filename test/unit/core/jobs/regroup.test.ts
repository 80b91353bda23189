import assert from 'node:assert/strict';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { BY_STATUS, type JobGroup } from '../../../../src/core/jobs/jobGroups';
import { groupAll, regroup } from '../../../../src/core/jobs/regroup';
import { anEntry } from '../../../support/aJob';

describe('Groups after changes', () => {
  const running = anEntry({ id: 'a', status: 'RUNNING', createdAt: 3 });
  const failed = anEntry({ id: 'b', status: 'FAILED', createdAt: 2 });
  const done = anEntry({ id: 'c', status: 'COMPLETED', createdAt: 1 });
  const groups = groupAll([done, failed, running], BY_STATUS);
  const idsOf = (some: readonly JobGroup[] | undefined): unknown =>
    some?.map(({ id, entries }) => [id, ...Array.from(entries, ({ job }) => job.id)]);
  const withStatus = (entry: JobEntry, status: JobEntry['job']['status']): JobEntry => ({
    ...entry,
    job: { ...entry.job, status },
  });

  it('are those of the jobs, in order, without empty ones', () => {
    assert.deepEqual(idsOf(groups), [
      ['RUNNING', 'a'],
      ['FAILED', 'b'],
      ['COMPLETED', 'c'],
    ]);
    assert.deepEqual(groupAll([], BY_STATUS), []);
    const ended = regroup(groups, [{ before: running, after: withStatus(running, 'COMPLETED') }], BY_STATUS);
    assert.deepEqual(idsOf(ended), [
      ['FAILED', 'b'],
      ['COMPLETED', 'a', 'c'],
    ]);
    const waiting = regroup(groups, [{ before: done, after: withStatus(done, 'QUEUED') }], BY_STATUS);
    assert.deepEqual(idsOf(waiting), [
      ['RUNNING', 'a'],
      ['QUEUED', 'c'],
      ['FAILED', 'b'],
    ]);
  });

  it('come last, by name, for statuses that the API reference does not name', () => {
    const unknown = (id: string, statusText: string): JobEntry => anEntry({ id, status: 'UNKNOWN', statusText });
    const [paused, held] = [unknown('p', 'PAUSED'), unknown('h', 'ON_HOLD')];
    for (const order of [
      [paused, held, done],
      [done, held, paused],
    ]) {
      assert.deepEqual(idsOf(groupAll(order, BY_STATUS)), [
        ['COMPLETED', 'c'],
        ['UNKNOWN ON_HOLD', 'h'],
        ['UNKNOWN PAUSED', 'p'],
      ]);
    }
  });

  it('keep their identity, and together if none has changed', () => {
    assert.equal(regroup(groups, [], BY_STATUS), groups);
    const next = regroup(groups, [{ before: failed, after: { ...failed, name: 'new' } }], BY_STATUS);
    assert.deepEqual(
      next?.map((group, index) => group === groups[index]),
      [true, false, true],
    );
    const hidden = { before: undefined, after: anEntry({ id: 'd', status: 'QUEUED' }) };
    assert.equal(
      regroup(groups, [hidden], BY_STATUS, ({ job }) => job.id !== 'd'),
      groups,
    );
  });

  it("can't be told if a job isn't where the order says, unless the job isn't shown", () => {
    const elsewhere = anEntry({ id: 'e', status: 'FAILED' });
    const nowhere = anEntry({ id: 'f', status: 'CANCELLED' });
    for (const before of [elsewhere, nowhere]) {
      assert.equal(regroup(groups, [{ before, after: undefined }], BY_STATUS), undefined);
      assert.equal(
        regroup(groups, [{ before, after: undefined }], BY_STATUS, (entry) => entry !== before),
        groups,
      );
    }
  });
});
