import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { pollSchedule, type WatchState } from '../../../../src/core/watch/pollSchedule';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { anEntry } from '../../../support/aJob';
import { aWatchState, NOW } from './support/watchState';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function wait(change: Partial<WatchState>): number | undefined {
  return pollSchedule(aWatchState(change));
}

function running(ageMs: number): JobEntry[] {
  return [anEntry({ status: 'RUNNING', startedAt: NOW - ageMs })];
}

describe('The time of the next poll', () => {
  it('is immediate at the start', () => {
    assert.equal(wait({ lastPollMs: undefined }), 0);
  });

  it('follows the age of the youngest active job, between 5 s and a minute', () => {
    assert.equal(wait({ jobs: running(10 * SECOND) }), 5 * SECOND);
    assert.equal(wait({ jobs: running(3 * MINUTE) }), 18 * SECOND);
    assert.equal(wait({ jobs: running(300 * MINUTE) }), MINUTE);
  });

  it("uses the age at the last poll, so that a repeated calculation doesn't extend the wait", () => {
    const jobs = [anEntry({ status: 'RUNNING', startedAt: NOW - 100 * SECOND })];
    assert.equal(wait({ jobs, nowMs: NOW + 9 * SECOND }), SECOND);
  });

  it('is immediate for a new job, however long ago the last poll was', () => {
    assert.equal(wait({ jobs: [anEntry({ createdAt: NOW - SECOND })], lastPollMs: NOW - 60 * MINUTE }), 0);
  });

  it('comes every few minutes in a focused window with a closed view, and less often if little is left', () => {
    const back = { isVisible: false, isFocused: true };
    assert.equal(wait({ ...back, focusedAtMs: NOW, lastPollMs: NOW - 60 * MINUTE }), 0);
    assert.equal(wait({ ...back, focusedAtMs: NOW, lastPollMs: NOW - MINUTE }), 4 * MINUTE);
    assert.equal(wait({ ...back, focusedAtMs: NOW - MINUTE, lastPollMs: NOW }), 5 * MINUTE);
    const spent = { budget: { spent: 100, allowance: 200 } };
    assert.equal(wait({ ...back, ...spent, focusedAtMs: NOW - MINUTE, lastPollMs: NOW }), 10 * MINUTE);
    assert.equal(wait({ isVisible: false, isFocused: false, lastPollMs: NOW }), undefined);
  });

  it("waits for the machine’s allowance only as long as it says, and doesn't count as a failure", () => {
    const lastError = new ApiError('budget', 'x', { retryAtMs: NOW + 7 * MINUTE });
    assert.equal(wait({ lastError, failures: 9 }), 7 * MINUTE);
    assert.equal(wait({ lastError: new ApiError('budget', 'x'), failures: 9 }), 5 * SECOND);
  });

  it('slows down when little of the account’s hourly allowance is left', () => {
    const jobs = [anEntry({ status: 'RUNNING', startedAt: NOW })];
    assert.equal(wait({ jobs, rateLimit: { limit: 1000, remaining: 40, resetAtMs: NOW + 30 * MINUTE } }), 3 * MINUTE);
  });

  it('treats a job started after the last poll as young, and one dated far in the future as old', () => {
    assert.equal(wait({ jobs: running(0), lastPollMs: NOW - SECOND }), 4 * SECOND);
    assert.equal(wait({ jobs: running(-2 * MINUTE) }), 5 * SECOND);
    assert.equal(wait({ jobs: running(-20 * MINUTE), isFocused: false }), 10 * MINUTE);
  });

  it('uses a tenth of the age while nobody looks, but at most ten minutes', () => {
    assert.equal(wait({ jobs: running(30 * MINUTE), isFocused: false }), 3 * MINUTE);
    assert.equal(wait({ jobs: running(300 * MINUTE), isFocused: false }), 10 * MINUTE);
  });

  describe("as the machine's hourly allowance is used up", () => {
    const budget = (spentShare: number) => ({ spent: 200 * spentShare, allowance: 200 });

    it('first drops optional polls', () => {
      assert.equal(wait({ jobs: running(60 * MINUTE), budget: budget(0.15) }), MINUTE);
      assert.equal(wait({ jobs: running(60 * MINUTE), budget: budget(0.275) }), 2 * MINUTE);
      assert.equal(
        wait({ jobs: running(60 * MINUTE), budget: budget(0.4) }),
        6 * MINUTE,
        'a tenth of its age is promised',
      );
      assert.equal(wait({ budget: budget(0.4) }), 5 * MINUTE, 'at rest');
    });

    it('then polls less often for jobs far from their end, and on time for all others', () => {
      const sample = { percent: 30, records: undefined, atMs: NOW, seenAtMs: NOW, endAtMs: NOW + 10 * MINUTE };
      const jobs = (known: Partial<JobEntry>) => [anEntry({ status: 'RUNNING', startedAt: NOW - 5 * MINUTE }, known)];
      assert.equal(wait({ jobs: jobs({ samples: [sample] }), budget: budget(0.4) }), 30 * SECOND);
      assert.equal(wait({ jobs: jobs({ samples: [sample] }), budget: budget(0.8) }), MINUTE);
      assert.equal(
        wait({ jobs: jobs({ samples: [{ ...sample, endAtMs: NOW + 80 * SECOND }] }), budget: budget(0.8) }),
        40 * SECOND,
        'half of the time left',
      );
      assert.equal(
        wait({ jobs: jobs({ samples: [] }), budget: budget(0.8) }),
        30 * SECOND,
        'nobody knows when it ends',
      );
    });

    it('and finally falls behind step by step instead of stopping', () => {
      const waits = [0.8, 0.9, 0.94, 1].map((share) => wait({ jobs: running(0), budget: budget(share) }) ?? NaN);
      assert.equal(waits[0], 5 * SECOND);
      assert.equal(waits[3], 40 * MINUTE);
      assert.deepEqual(
        [...waits].sort((a, b) => a - b),
        waits,
      );
    });
  });

  it('never comes while all jobs have ended and nobody looks', () => {
    assert.equal(wait({ jobs: [anEntry({ status: 'COMPLETED' })], isFocused: false }), undefined);
  });

  it('covers an unknown status, and an ERROR that impact.com may retry', () => {
    assert.notEqual(wait({ jobs: [anEntry({ status: 'UNKNOWN' })], isFocused: false }), undefined);
    assert.equal(
      wait({
        jobs: [
          anEntry({
            status: 'ERROR',
            createdAt: NOW - 200 * MINUTE,
            startedAt: undefined,
            progressAt: undefined,
            failedAt: NOW - 80 * MINUTE,
          }),
        ],
        isFocused: false,
      }),
      undefined,
    );
  });

  describe('for a job in ERROR', () => {
    const failed = (agoMs: number) => [anEntry({ status: 'ERROR', failedAt: NOW - agoMs })];
    const unseen = { isVisible: false, isFocused: false };

    it('is shortly after its next try, and no earlier while nobody looks', () => {
      assert.equal(wait({ ...unseen, jobs: failed(0) }), 15.5 * MINUTE);
      assert.equal(wait({ ...unseen, jobs: failed(14 * MINUTE) }), 1.5 * MINUTE);
      assert.equal(
        wait({ ...unseen, jobs: failed(10 * MINUTE), lastPollMs: NOW - 5 * MINUTE }),
        5.5 * MINUTE,
        'measured again, the wait is the same moment',
      );
      assert.equal(wait({ jobs: failed(0) }), MINUTE, 'the view is open');
    });

    it('comes less and less often while the try is late, at most every five minutes', () => {
      assert.equal(wait({ ...unseen, jobs: failed(15.5 * MINUTE) }), 30 * SECOND);
      assert.equal(wait({ ...unseen, jobs: failed(17.5 * MINUTE) }), 2.5 * MINUTE);
      assert.equal(wait({ ...unseen, jobs: failed(70 * MINUTE) }), 5 * MINUTE);
      assert.equal(wait({ ...unseen, jobs: failed(75 * MINUTE) }), undefined);
    });

    it('is slow if there is no valid date for the next try', () => {
      assert.equal(wait({ ...unseen, jobs: [anEntry({ status: 'ERROR', createdAt: NOW - MINUTE })] }), 5 * MINUTE);
      assert.equal(wait({ ...unseen, jobs: failed(-24 * 60 * MINUTE) }), 5 * MINUTE);
    });

    it('is on time although another job has long to go, within the machine’s allowance', () => {
      const jobs = [...failed(14 * MINUTE), ...running(300 * MINUTE)];
      assert.equal(wait({ ...unseen, jobs }), 1.5 * MINUTE);
      assert.equal(wait({ ...unseen, jobs, budget: { spent: 200, allowance: 200 } }), 40 * MINUTE);
    });

    it('comes only a handful of times in its five quarters of an hour', () => {
      const looks: number[] = [];
      for (
        let atMs = 0, next: number | undefined;
        (next = wait({ ...unseen, jobs: failed(atMs) })) !== undefined;
        looks.push(atMs)
      ) {
        atMs += next;
      }
      assert.ok(looks.length <= 16 && looks.filter((atMs) => atMs < 15 * MINUTE).length === 0, looks.join());
    });
  });

  it('follows the current run of a job that is queued again with its old dates', () => {
    const old = { createdAt: NOW - 600 * MINUTE, startedAt: NOW - 500 * MINUTE, completedAt: NOW - 400 * MINUTE };
    const unseen = { isVisible: false, isFocused: false };
    assert.equal(
      wait({ ...unseen, jobs: [anEntry({ ...old, status: 'QUEUED' }, { runSeenAtMs: NOW - 2 * MINUTE })] }),
      12 * SECOND,
    );
    assert.equal(
      wait({ ...unseen, jobs: [anEntry({ ...old, status: 'RUNNING' }, { runSeenAtMs: NOW - 2 * MINUTE })] }),
      12 * SECOND,
      'its start is that of the old run',
    );
    assert.equal(
      wait({ ...unseen, jobs: [anEntry({ ...old, status: 'RUNNING', startedAt: NOW - MINUTE })] }),
      6 * SECOND,
    );
    assert.equal(
      wait({ ...unseen, jobs: [anEntry({ ...old, status: 'QUEUED' })] }),
      10 * MINUTE,
      'nobody knows since when',
    );
  });

  it('backs off after failures, to at most five minutes', () => {
    const lastError = new ApiError('server', 'x');
    assert.equal(wait({ failures: 1, lastError }), 5 * SECOND);
    assert.equal(wait({ failures: 3, lastError }), 20 * SECOND);
    assert.equal(wait({ failures: 50, lastError }), 5 * MINUTE);
  });

  it('backs off to a minute while a job is awaited, and to five when the problem lasts', () => {
    const trouble = { lastError: new ApiError('server', 'x'), jobs: running(30 * MINUTE) };
    assert.equal(wait({ ...trouble, failures: 1 }), 5 * SECOND);
    assert.equal(wait({ ...trouble, failures: 8 }), MINUTE);
    assert.equal(wait({ ...trouble, failures: 20 }), MINUTE);
    assert.equal(wait({ ...trouble, failures: 21 }), 5 * MINUTE);
    assert.equal(
      wait({ ...trouble, failures: 8, jobs: [anEntry({ status: 'COMPLETED' })] }),
      5 * MINUTE,
      'nothing is at work',
    );
  });

  it('treats a retry after an unseen failure as old as both, but not for a new job', () => {
    const tried = {
      status: 'RUNNING',
      createdAt: NOW - 60 * MINUTE,
      startedAt: NOW,
      failedAt: NOW - 15 * MINUTE,
    } as const;
    const unseen = { isVisible: false, isFocused: false };
    assert.equal(
      wait({ ...unseen, jobs: [anEntry(tried, { failedTries: { least: 1, most: 1, atMs: NOW - 15 * MINUTE } })] }),
      90 * SECOND,
    );
    assert.equal(wait({ ...unseen, jobs: [anEntry(tried)] }), 5 * SECOND, 'a run of its own, as far as can be known');
  });

  it('stops after a rejected token', () => {
    assert.equal(wait({ failures: 1, lastError: new ApiError('unauthorized', 'x') }), undefined);
  });

  it('is never within a block', () => {
    assert.equal(wait({ blockedUntilMs: NOW + 10 * MINUTE, jobs: [anEntry({ status: 'RUNNING' })] }), 10 * MINUTE);
  });
});
