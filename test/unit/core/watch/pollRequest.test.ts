import assert from 'node:assert/strict';
import { pollRequestFor, type PollRequestState } from '../../../../src/core/watch/pollRequest';
import { aJob } from '../../../support/aJob';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 14);
const running = (count: number) =>
  Array.from({ length: count }, (_, index) => aJob({ id: `job-${index}`, status: 'RUNNING' }));

function ask(change: Partial<PollRequestState>): string {
  const question = pollRequestFor({
    nowMs: NOW,
    jobs: running(1),
    listRequests: 2,
    sinceListMs: MINUTE,
    listEveryMs: 5 * MINUTE,
    isPaused: () => false,
    ...change,
  });
  return question.kind === 'list' ? 'list' : question.ids.join();
}

describe('The request of a poll', () => {
  it('is for the one active job if the list has several pages', () => assert.equal(ask({}), 'job-0'));

  it('is for the list if it has one page', () => assert.equal(ask({ listRequests: 1 }), 'list'));

  it("is for the list while the active job isn't to be requested", () =>
    assert.equal(ask({ isPaused: (jobId) => jobId === 'job-0' }), 'list'));

  it('is for the list if single jobs would need as many requests', () => {
    assert.equal(ask({ jobs: running(2) }), 'list');
    assert.equal(ask({ jobs: running(2), listRequests: 3 }), 'job-0,job-1');
    assert.equal(ask({ jobs: running(3), listRequests: 3 }), 'list');
  });

  it("is for the list at first, when it's due, and after a clock is set back", () => {
    for (const change of [
      { listRequests: undefined },
      { sinceListMs: undefined },
      { sinceListMs: 5 * MINUTE },
      { sinceListMs: -1 },
    ]) {
      assert.equal(ask(change), 'list');
    }
  });

  it('is for the list if no job is active, or a job has no ID of its own', () => {
    assert.equal(ask({ jobs: [] }), 'list');
    assert.equal(
      ask({ jobs: [aJob({ status: 'ERROR', failedAt: Date.now() }), aJob({ status: 'COMPLETED' })] }),
      'list',
    );
    assert.equal(ask({ jobs: [aJob({ id: 'row 3', status: 'RUNNING' })] }), 'list');
  });

  it("is for the list if another job's retry was due since the last one", () => {
    const failed = (agoMs: number) => aJob({ id: 'failed', status: 'ERROR', failedAt: NOW - agoMs });
    assert.equal(ask({ jobs: [...running(1), failed(15 * MINUTE)] }), 'job-0', 'the try is about to begin');
    assert.equal(ask({ jobs: [...running(1), failed(16 * MINUTE)] }), 'list');
    assert.equal(ask({ jobs: [...running(1), failed(18 * MINUTE)] }), 'job-0', 'the last list was later');
  });

  it('watches a job with an unknown status like a running one', () =>
    assert.equal(ask({ jobs: [aJob({ id: 'x', status: 'UNKNOWN' })] }), 'x'));
});
