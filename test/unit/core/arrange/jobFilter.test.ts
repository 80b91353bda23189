import assert from 'node:assert/strict';
import { isFiltering, type JobFilter, matcherOf, NO_FILTER } from '../../../../src/core/arrange/jobFilter';
import type { Job } from '../../../../src/core/jobs/job';
import { anEntry } from '../../../support/aJob';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 24, 12);

function passes(filter: Partial<JobFilter>, job: Partial<Job>, name?: string): boolean {
  return matcherOf(
    { ...NO_FILTER, ...filter },
    NOW_MS,
    (entry) => entry.name ?? 'Report export',
  )(anEntry(job, { name }));
}

describe('A job filter', () => {
  it("matches all jobs when it's empty", () => {
    assert.equal(isFiltering(NO_FILTER), false);
    assert.equal(isFiltering({ ...NO_FILTER, text: '  ' }), false);
    assert.ok(passes({}, {}));
  });

  it('finds every word, in any order and case, in displayed text and in API data', () => {
    const job = {
      id: '81258BC5-54cf',
      type: 'ApiReport',
      programId: '3629',
      statusMessage: 'The warehouse went away.',
    };
    assert.ok(passes({ text: 'WAREHOUSE action' }, job, 'Action Listing'));
    assert.ok(passes({ text: '81258bc5' }, job));
    assert.ok(passes({ text: 'apireport 3629' }, job));
    assert.ok(!passes({ text: 'warehouse performance' }, job, 'Action Listing'));
  });

  it('matches one value of each list', () => {
    const filter = { statuses: ['FAILED', 'UNKNOWN PAUSED'], programs: ['', '3629'] };
    assert.ok(passes(filter, { status: 'FAILED', programId: '3629' }));
    assert.ok(passes(filter, { status: 'UNKNOWN', statusText: 'PAUSED' }));
    assert.ok(!passes(filter, { status: 'UNKNOWN', statusText: 'HELD' }));
    assert.ok(!passes(filter, { status: 'FAILED', programId: '36290' }));
    assert.ok(!passes({ types: ['UploadAds'] }, {}));
  });

  it("counts days back from now to a job's latest date", () => {
    assert.ok(passes({ days: 3 }, { createdAt: NOW_MS - 3 * DAY_MS }));
    assert.ok(!passes({ days: 3 }, { createdAt: NOW_MS - 3 * DAY_MS - 1 }));
    assert.ok(passes({ days: 3 }, { createdAt: NOW_MS - 9 * DAY_MS, completedAt: NOW_MS - 2 * DAY_MS }));
    assert.ok(passes({ days: 3 }, {}), 'a job without a date is not lost from sight');
  });
});
