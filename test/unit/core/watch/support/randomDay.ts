import fc from 'fast-check';
import { ApiError } from '../../../../../src/core/apiError';
import { RequestBlock } from '../../../../../src/core/api/requestBlock';
import { runSeenAt } from '../../../../../src/core/jobs/presentRun';
import { countFailedTries } from '../../../../../src/core/jobs/retries';
import { afterFailure, afterSetBack, afterSuccess, type PollOutcome } from '../../../../../src/core/share/pollOutcome';
import { pollSchedule, type PolledJob } from '../../../../../src/core/watch/pollSchedule';
import { type DayJob, jobAt } from './dayJob';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** The clocks of America are set back on this day. */
export const START = Date.UTC(2026, 10, 1, 4);
export const DAY = 8 * HOUR;
/** What watching may spend in an hour, all accounts together. */
export const ALLOWANCE = 192;

interface Span {
  readonly fromMs: number;
  readonly forMs: number;
}

const spans = (maxMs: number, maxLength: number): fc.Arbitrary<Span[]> =>
  fc.array(fc.record({ fromMs: fc.nat(DAY), forMs: fc.integer({ min: 1, max: maxMs }) }), { maxLength });
const isIn = (all: readonly Span[], ms: number): boolean =>
  all.some(({ fromMs, forMs }) => ms >= fromMs && ms < fromMs + forMs);

const orNone = <T>(some: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> => fc.oneof(fc.constant<T[]>([]), some);

const aDayJob: fc.Arbitrary<DayJob> = fc.record({
  createdMs: fc.nat(DAY),
  queueMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 * MINUTE })),
  runMs: fc.integer({ min: 10 * SECOND, max: 2 * HOUR }),
  runsAs: fc.constantFrom('RUNNING', 'RUNNING', 'UNKNOWN'),
  endsAs: fc.constantFrom('COMPLETED', 'COMPLETED', 'FAILED', 'CANCELLED', 'ERROR', 'ERROR'),
  isTriedAgain: fc.boolean(),
});

export const aDay = fc.record({
  /** The jobs of two accounts. */
  jobs: fc.tuple(fc.array(aDayJob, { maxLength: 10 }), fc.array(aDayJob, { maxLength: 6 })),
  focused: spans(3 * HOUR, 6),
  outages: spans(10 * MINUTE, 3),
  /** The machine sleeps: timers stand still. */
  sleeps: orNone(spans(2 * HOUR, 2)),
  /** The machine's clock is set. */
  jumps: orNone(
    fc.array(fc.record({ atMs: fc.nat(DAY), byMs: fc.integer({ min: -2 * HOUR, max: 2 * HOUR }) }), { maxLength: 2 }),
  ),
  /** Others spend the account's hour: so many requests are left to us. */
  scarce: orNone(
    fc.array(
      fc.record({ fromMs: fc.nat(DAY), forMs: fc.integer({ min: MINUTE, max: HOUR }), remaining: fc.nat(400) }),
      { maxLength: 2 },
    ),
  ),
  blocks: fc.array(fc.nat(DAY), { maxLength: 3 }),
  blockMs: fc.integer({ min: MINUTE, max: HOUR }),
  isVisible: fc.boolean(),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});
export type Day = typeof aDay extends fc.Arbitrary<infer T> ? T : never;

/** What a job was when an account was looked at, and when that was. */
export interface Sighting {
  readonly dayJob: DayJob;
  readonly entry: PolledJob;
}

/** How one look at one account went, for a test to judge. Times are true ones, since the start of the day. */
export interface DayLook {
  readonly atMs: number;
  readonly before: readonly Sighting[];
  readonly after: readonly Sighting[];
  readonly previousAtMs: number | undefined;
  /** From then on nothing but the schedule decided when to look. */
  readonly undisturbedSinceMs: number;
}

export interface DayWatcher {
  /** At each plan: how long the schedule waits, what it knows, and since when the server blocks it. */
  readonly planned: (
    wait: number | undefined,
    known: readonly Sighting[],
    state: {
      readonly isFocused: boolean;
      readonly isFailed: boolean;
      readonly blockLeftMs: number;
      readonly nowMs: number;
    },
  ) => void;
  /** Before each request. `spentLastHour` includes it. */
  readonly asked: (state: { readonly isBlocked: boolean; readonly spentLastHour: number }) => void;
  readonly looked: (look: DayLook) => void;
}

/** An account as the poller keeps it. */
class DayAccount {
  known: readonly Sighting[] = [];
  last: PollOutcome | undefined;
  trueLookMs: number | undefined;
  undisturbedSinceMs = 0;
  readonly block: RequestBlock;

  constructor(
    readonly jobs: readonly DayJob[],
    clock: { readonly now: () => number; readonly setTimer: () => () => void },
  ) {
    this.block = new RequestBlock(clock);
  }
}

/**
 * Plays a day: impact.com with its own clock, and a machine with the day's clock, sleep, and attention. Only
 * `pollSchedule` plans the polls.
 */
export function playDay(day: Day, watcher: DayWatcher): void {
  let trueMs = 0;
  const skewAt = (ms: number): number => day.jumps.reduce((sum, { atMs, byMs }) => sum + (atMs <= ms ? byMs : 0), 0);
  const machineNow = (): number => START + trueMs + skewAt(trueMs);
  const clock = { now: machineNow, setTimer: () => () => undefined };
  const accounts = day.jobs.map((jobs) => new DayAccount(jobs, clock));
  const pendingBlocks = [...day.blocks].sort((a, b) => a - b);
  const disturbances = [
    ...day.sleeps.map(({ fromMs, forMs }) => [fromMs, fromMs + forMs]),
    ...day.jumps.map(({ atMs }) => [atMs, DAY]),
    ...day.scarce.map(({ fromMs, forMs }) => [fromMs, fromMs + forMs + HOUR]),
  ] as const;
  /** By the machine's clock, as its ledger counts them. */
  let spendings: number[] = [];
  let focusedAtMs: number | undefined;
  while (trueMs < DAY) {
    const nowMs = machineNow();
    const isFocused = isIn(day.focused, trueMs);
    focusedAtMs = isFocused ? (focusedAtMs ?? nowMs) : undefined;
    if ((spendings[0] ?? nowMs) <= nowMs - HOUR || (spendings.at(-1) ?? 0) > nowMs) {
      spendings = spendings.map((atMs) => Math.min(atMs, nowMs)).filter((atMs) => atMs > nowMs - HOUR);
    }
    const waits = accounts.map((account) => {
      if (account.last !== undefined && account.last.lookedAtMs > nowMs) {
        account.last = afterSetBack(account.last, nowMs);
      }
      const wait = pollSchedule({
        nowMs,
        lastPollMs: account.last?.lookedAtMs,
        focusedAtMs,
        failures: account.last?.failures ?? 0,
        lastError: account.last?.error,
        blockedUntilMs: account.block.untilMs,
        rateLimit: account.last?.rateLimit,
        budget: { spent: spendings.length, allowance: ALLOWANCE },
        jobs: account.known.map(({ entry }) => entry),
        isVisible: day.isVisible,
        isFocused,
        random: day.random,
      });
      if (spendings.length >= ALLOWANCE * 0.4) {
        account.undisturbedSinceMs = Math.max(account.undisturbedSinceMs, trueMs + 1); // the machine's allowance slows the watch
      }
      watcher.planned(wait, account.known, {
        isFocused,
        isFailed: account.last?.error !== undefined,
        blockLeftMs: account.block.untilMs - nowMs,
        nowMs,
      });
      return wait ?? Infinity;
    });
    const stepMs = Math.min(MINUTE, ...waits); // planned anew once a minute, as the poller does
    const sleptMs = day.sleeps
      .filter(({ fromMs }) => fromMs > trueMs && fromMs <= trueMs + stepMs)
      .reduce((sum, { forMs }) => Math.max(sum, forMs), 0);
    const jumpedMs = skewAt(trueMs + stepMs) - skewAt(trueMs);
    trueMs += stepMs + sleptMs;
    for (const [index, account] of accounts.entries()) {
      // After a sleep or a set clock a timer that falls due asks the schedule again.
      if ((waits[index] ?? Infinity) <= stepMs && sleptMs === 0 && jumpedMs === 0) {
        look(account);
      }
    }
  }

  function look(account: DayAccount): void {
    const nowMs = machineNow();
    spendings.push(nowMs);
    watcher.asked({ isBlocked: account.block.untilMs > nowMs, spentLastHour: spendings.length });
    const previousAtMs = account.trueLookMs;
    account.trueLookMs = trueMs;
    const scarcity = day.scarce.find(({ fromMs, forMs }) => trueMs >= fromMs && trueMs < fromMs + forMs);
    const rateLimit = scarcity && {
      limit: 1000,
      remaining: scarcity.remaining,
      resetAtMs: nowMs + scarcity.fromMs + scarcity.forMs - trueMs,
    };
    for (const [fromMs = 0, untilMs = 0] of disturbances) {
      if (fromMs <= trueMs && (previousAtMs ?? 0) <= untilMs) {
        account.undisturbedSinceMs = Math.max(account.undisturbedSinceMs, untilMs + 5 * MINUTE);
      }
    }
    if ((pendingBlocks[0] ?? Infinity) <= trueMs) {
      pendingBlocks.shift();
      account.block.blockUntil(nowMs + day.blockMs);
      account.last = afterFailure(account.last, new ApiError('rateLimited', 'x', { retryAtMs: nowMs + day.blockMs }), {
        startedAtMs: nowMs,
        rateLimit,
      });
      account.undisturbedSinceMs = Math.max(account.undisturbedSinceMs, trueMs + day.blockMs + 5 * MINUTE);
    } else if (isIn(day.outages, trueMs)) {
      account.last = afterFailure(account.last, new ApiError('server', 'x'), { startedAtMs: nowMs, rateLimit });
      account.undisturbedSinceMs = Math.max(account.undisturbedSinceMs, trueMs + 15 * MINUTE);
    } else {
      account.last = afterSuccess(account.last, { startedAtMs: nowMs, endedAtMs: nowMs, listedAtMs: nowMs, rateLimit });
      const before = account.known;
      const known = new Map(before.map((sighting) => [sighting.dayJob, sighting.entry]));
      account.known = account.jobs.flatMap((dayJob, index) => {
        const job = jobAt(dayJob, `${index}`, trueMs, START);
        const entry = known.get(dayJob);
        return job === undefined
          ? []
          : [
              {
                dayJob,
                entry: {
                  job,
                  samples: [],
                  clockAheadMs: 0,
                  runSeenAtMs: runSeenAt(entry, job, nowMs),
                  failedTries: countFailedTries(entry?.failedTries, job),
                },
              },
            ];
      });
      watcher.looked({
        atMs: trueMs,
        before,
        after: account.known,
        previousAtMs,
        undisturbedSinceMs: account.undisturbedSinceMs,
      });
    }
  }
}
