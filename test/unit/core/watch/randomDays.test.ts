import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ApiError } from '../../../../src/core/api/apiError';
import type { Job } from '../../../../src/core/jobs/job';
import { pollSchedule } from '../../../../src/core/watch/pollSchedule';
import { aJob } from '../../../support/aJob';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 1, 4); // the clocks of America are set back on this day
const DAY = 10 * HOUR;
const ALLOWANCE = 192;

interface DayJob {
  readonly createdMs: number;
  readonly runMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly forMs: number;
}

const isIn = (spans: readonly Span[], ms: number): boolean => spans.some(({ fromMs, forMs }) => ms >= fromMs && ms < fromMs + forMs);

const spans = (maxMs: number, maxLength: number): fc.Arbitrary<Span[]> => fc.array(fc.record({ fromMs: fc.nat(DAY), forMs: fc.integer({ min: 1, max: maxMs }) }), { maxLength });
const aDay = fc.record({
  jobs: fc.array(fc.record({ createdMs: fc.nat(DAY), runMs: fc.integer({ min: 10 * SECOND, max: 2 * HOUR }) }), { maxLength: 20 }),
  focused: spans(3 * HOUR, 6),
  outages: spans(10 * MINUTE, 3),
  blocks: fc.array(fc.nat(DAY), { maxLength: 3 }),
  blockMs: fc.integer({ min: MINUTE, max: HOUR }),
  isVisible: fc.boolean(),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('A random day', () => {
  it('has no request in a block or above the ceiling, notices ends in time, and is never silent for ever', () => {
    fc.assert(
      fc.property(aDay, ({ jobs, focused, outages, blocks, blockMs, isVisible, random }) => {
        let nowMs = 0;
        let lastLookMs: number | undefined;
        let focusedAtMs: number | undefined;
        let lastError: ApiError | undefined;
        let failures = 0;
        let blockedUntilMs = 0;
        let known: readonly (DayJob & { readonly job: Job })[] = [];
        const looks: number[] = [];
        const seenRunningAt = new Map<DayJob, number>();
        /** From then on nothing but the schedule decided when to look. */
        let undisturbedSinceMs = 0;
        const pendingBlocks = [...blocks].sort((a, b) => a - b);
        while (nowMs < DAY) {
          const isFocused = isIn(focused, nowMs);
          focusedAtMs = isFocused ? (focusedAtMs ?? START + nowMs) : undefined;
          const spent = looks.filter((atMs) => atMs > nowMs - HOUR).length;
          const wait = pollSchedule({
            nowMs: START + nowMs,
            lastLookMs: lastLookMs === undefined ? undefined : START + lastLookMs,
            focusedAtMs,
            failures,
            lastError,
            blockedUntilMs: START + blockedUntilMs,
            rateLimit: undefined,
            budget: { spent, allowance: ALLOWANCE },
            jobs: known.map(({ job }) => ({ job, samples: [], runSeenAtMs: undefined, failedTries: undefined })),
            isVisible,
            isFocused,
            random,
          });
          if (spent >= ALLOWANCE / 2) {
            undisturbedSinceMs = Infinity; // the machine's allowance slows the watch
          } else if (undisturbedSinceMs === Infinity) {
            undisturbedSinceMs = nowMs;
          }
          const isActive = known.some(({ job }) => job.status === 'RUNNING');
          assert.ok(wait === undefined || (Number.isInteger(wait) && wait >= 0), `${wait}`);
          assert.ok(!isActive || (wait !== undefined && wait <= Math.max(HOUR, blockedUntilMs - nowMs)), `silent for ${wait}`);
          nowMs += Math.min(wait ?? MINUTE, MINUTE);
          if (wait === undefined || wait > MINUTE) {
            continue; // planned anew, as the poller does once a minute
          }
          assert.ok(nowMs >= blockedUntilMs, 'a request in a block');
          looks.push(nowMs);
          assert.ok(looks.filter((atMs) => atMs > nowMs - HOUR).length <= ALLOWANCE, 'above the ceiling');
          lastLookMs = nowMs;
          if ((pendingBlocks[0] ?? Infinity) <= nowMs) {
            pendingBlocks.shift();
            blockedUntilMs = nowMs + blockMs;
            lastError = new ApiError('rateLimited', 'x', { retryAtMs: START + blockedUntilMs });
            failures++;
            undisturbedSinceMs = Math.max(undisturbedSinceMs, blockedUntilMs + 5 * MINUTE);
          } else if (isIn(outages, nowMs)) {
            lastError = new ApiError('server', 'x');
            failures++;
            undisturbedSinceMs = Math.max(undisturbedSinceMs, nowMs + 10 * MINUTE + 5 * MINUTE);
          } else {
            lastError = undefined;
            failures = 0;
            for (const { createdMs, runMs } of known.filter(({ job }) => job.status === 'RUNNING')) {
              const dayJob = jobs.find((job) => job.createdMs === createdMs && job.runMs === runMs);
              const endMs = createdMs + runMs;
              const seenMs = dayJob && seenRunningAt.get(dayJob);
              if (endMs <= nowMs && seenMs !== undefined && seenMs >= undisturbedSinceMs) {
                assert.ok(nowMs - endMs <= Math.max(5 * SECOND, runMs * 0.1) + 1, `noticed after ${nowMs - endMs} of ${runMs}`);
              }
            }
            known = jobs
              .filter(({ createdMs }) => createdMs <= nowMs)
              .map((job, index) => {
                const isOver = job.createdMs + job.runMs <= nowMs;
                if (!isOver) {
                  seenRunningAt.set(job, nowMs);
                }
                return { ...job, job: aJob({ id: `${index}`, status: isOver ? 'COMPLETED' : 'RUNNING', createdAt: START + job.createdMs, startedAt: START + job.createdMs }) };
              });
          }
        }
      }),
      { numRuns: 800 },
    );
  }).timeout(60 * SECOND);
});
