import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isActive, canStillChange } from '../../../../src/core/jobs/jobState';
import { endOf, RETRY_EVERY_MS } from './support/dayJob';
import { aDay, ALLOWANCE, type DayLook, HOUR, MINUTE, playDay, SECOND } from './support/randomDay';

/** An active job's end comes within a tenth of its time, or five seconds. */
function assertInTime({ atMs, before, after, previousAtMs, undisturbedSinceMs }: DayLook): number {
  let judged = 0;
  for (const { dayJob, entry } of before) {
    const now = after.find((sighting) => sighting.dayJob === dayJob)?.entry.job;
    if (
      previousAtMs === undefined ||
      previousAtMs < undisturbedSinceMs ||
      now === undefined ||
      now.status === entry.job.status
    ) {
      continue;
    }
    const endMs = endOf(dayJob);
    if (isActive(entry.job) && entry.job.failedAt === undefined && atMs >= endMs) {
      const durationMs = dayJob.runMs + (entry.job.status === 'QUEUED' ? dayJob.queueMs : 0);
      assert.ok(
        atMs - endMs <= Math.max(5 * SECOND, durationMs * 0.1) + 1,
        `noticed after ${atMs - endMs} of ${durationMs}`,
      );
      judged++;
    }
    if (entry.job.status === 'ERROR') {
      assert.ok(
        atMs - (endMs + RETRY_EVERY_MS) <= 5 * MINUTE + 30 * SECOND,
        `a try noticed after ${atMs - endMs - RETRY_EVERY_MS}`,
      );
      judged++;
    }
  }
  return judged;
}

describe('A random day with two accounts', () => {
  it('has no request in a block or above the ceiling, notices endings and retries on time, and is neither silent forever nor needlessly busy', () => {
    const seen = { looks: 0, judged: 0, blocked: 0, silent: 0 };
    fc.assert(
      fc.property(aDay, (day) => {
        playDay(day, {
          planned(wait, known, { isFocused, isFailed, blockLeftMs, nowMs }) {
            assert.ok(wait === undefined || (Number.isInteger(wait) && wait >= 0), `${wait}`);
            const jobs = known.map(({ entry }) => entry.job);
            if (jobs.some((job) => canStillChange(job, nowMs))) {
              assert.ok(wait !== undefined && wait <= Math.max(HOUR, blockLeftMs), `silent for ${wait}`);
            } else if (known.length > 0 && !isFocused && !isFailed) {
              assert.equal(wait, undefined, 'nothing at work and nobody looks');
              seen.silent++;
            }
            seen.blocked += blockLeftMs > 0 ? 1 : 0;
          },
          asked({ isBlocked, spentLastHour }) {
            assert.equal(isBlocked, false, 'a request in a block');
            assert.ok(spentLastHour <= ALLOWANCE, `${spentLastHour} requests in an hour`);
          },
          looked(look) {
            seen.looks++;
            seen.judged += assertInTime(look);
          },
        });
      }),
      { numRuns: 3_000, endOnFailure: true },
    );
    // A day that tests nothing holds everything.
    assert.ok(
      Object.values(seen).every((count) => count > 1_000),
      JSON.stringify(seen),
    );
  });
});
