import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ArrangedJobs } from '../../../../src/core/arrange/arrangedJobs';
import { groupIdOf } from '../../../../src/core/jobs/jobGroups';
import { isActive } from '../../../../src/core/jobs/jobState';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { countUnfinished } from '../../../../src/core/jobs/statusCounts';
import { JOB_STATUSES } from '../../../../src/core/jobs/statuses';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { jobWords } from '../../../support/jobWords';

describe('The counts of unfinished jobs', () => {
  let store: JobStore;

  beforeEach(() => {
    store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b' })]);
  });

  const counts = () => {
    const { running, queued, others } = countUnfinished(store.snapshot);
    return { running, queued, others: others.map(({ job, count }) => `${job.statusText} ${count}`) };
  };

  it('count as running only what impact.com says is running, over all accounts', () => {
    store.applyList('a', [
      aJob({ id: '1', status: 'RUNNING' }),
      aJob({ id: '2', status: 'QUEUED' }),
      aJob({ id: '3', status: 'UNKNOWN', statusText: 'PAUSED' }),
      aJob({ id: '4', status: 'UNKNOWN', statusText: 'ON_HOLD' }),
      aJob({ id: '5', status: 'ERROR' }),
      aJob({ id: '6', status: 'COMPLETED' }),
    ]);
    store.applyList('b', [
      aJob({ id: '7', status: 'RUNNING' }),
      aJob({ id: '8', status: 'UNKNOWN', statusText: 'PAUSED' }),
    ]);
    assert.deepEqual(counts(), { running: 2, queued: 1, others: ['ON_HOLD 1', 'PAUSED 2'] });
  });

  it('are the counts of the tree’s groups, whatever jobs there are', () => {
    const status = fc.constantFrom(...JOB_STATUSES.map((known) => [known, known] as const), [
      'UNKNOWN',
      'PAUSED',
    ] as const);
    fc.assert(
      fc.property(fc.array(status), fc.array(status), (ofA, ofB) => {
        const lists = { a: ofA, b: ofB };
        for (const [id, statuses] of Object.entries(lists)) {
          const jobs = statuses.map(([known, statusText], index) =>
            aJob({ id: `${id}${index}`, status: known, statusText }),
          );
          store.applyList(id, jobs);
        }
        const arranged = new ArrangedJobs({ store, clock: new FakeClock(), words: jobWords });
        const inTree: Record<string, number> = {};
        for (const { id, entries } of arranged.accounts.flatMap(({ groups }) => groups)) {
          if (entries.some(({ job }) => isActive(job))) {
            inTree[id] = (inTree[id] ?? 0) + entries.length;
          }
        }
        arranged.dispose();
        const { running, queued, others } = countUnfinished(store.snapshot);
        assert.deepEqual(
          [running, queued, others.map(({ job, count }) => [groupIdOf(job), count])],
          [
            inTree['RUNNING'] ?? 0,
            inTree['QUEUED'] ?? 0,
            Object.entries(inTree).filter(([id]) => id.startsWith('UNKNOWN')),
          ],
        );
      }),
    );
  });
});
