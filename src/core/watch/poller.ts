import type { ApiClient } from '../api/apiClient';
import { asApiError } from '../apiError';
import type { RequestPurpose } from '../api/requestGate';
import type { Clock } from '../clock';
import type { Attention } from '../share/attention';
import { pollJobs } from './pollJobs';
import {
  afterFailure,
  afterSetBack,
  afterSuccess,
  type PollOutcome,
  withFailures,
  withoutBackOff,
  withoutBudget,
} from '../share/pollOutcome';
import type { Budget } from '../share/budget';
import type { JobEntry } from '../jobs/jobEntry';
import type { JobStore } from '../jobs/jobStore';
import { unsettledEntries } from '../jobs/snapshot';
import { JobPauses } from './jobPauses';
import { pollSchedule, promisedIntervalOf, RESTING_INTERVAL_MS, type WatchState } from './pollSchedule';
import { PollTimer } from './pollTimer';
import type { FleetShare } from './turns';
import { type WatchPlan, watchPlan } from './watchPlan';

export interface PollerSettings {
  readonly enabled: boolean;
  readonly lookbackDays: number;
}

export interface PollerOptions {
  readonly client: ApiClient;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly settings: () => PollerSettings;
  /** Whether it's this window's turn to poll automatically. Called right before a poll. Default: always. */
  readonly mayPoll?: () => boolean;
  /** The machine's budget for polling. */
  readonly budget?: () => Budget | undefined;
  /** When enough of that budget is free again. Default: now. */
  readonly easesAtMs?: () => number;
  /** The account's part of what many accounts share. Default: there are too few. */
  readonly fleetShare?: () => FleetShare | undefined;
  /** Called after each poll, with the outcome for all windows. */
  readonly onPoll?: (outcome: PollOutcome) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** How often to check for jobs started elsewhere while the view isn't visible. */
const UNSEEN_LIST_EVERY_MS = 5 * 60_000;

/** Polls one account, with one timer set by `pollSchedule` and one request at a time. */
export class Poller {
  private attention: Attention = { isVisible: false, isFocused: false };
  private focusedAtMs: number | undefined;
  private last: PollOutcome | undefined;
  /** From 0 to 1. Drawn once for each failure, so that the next try comes when the snapshot says. */
  private jitter = 0;
  private turn = 0;
  private readonly pauses: JobPauses;
  private running: Promise<void> | undefined;
  private runningLookbackDays: number | undefined;
  private readonly timer: PollTimer;
  private readonly lifetime = new AbortController();

  constructor(private readonly options: PollerOptions) {
    this.pauses = new JobPauses(options.clock);
    this.timer = new PollTimer({
      clock: options.clock,
      waitMs: () => (this.running || this.lifetime.signal.aborted ? undefined : this.waitMs()),
      mayPoll: options.mayPoll ?? (() => true),
      // The snapshot already contains the failure, and nobody waits for this poll.
      poll: () => void this.poll('watch').catch(() => undefined),
    });
  }

  /** The outcome of the last poll, of this window or taken over from another. Undefined before the first. */
  get outcome(): PollOutcome | undefined {
    return this.last;
  }

  /** What's planned, for the user. Undefined if the account isn't polled automatically. */
  get plan(): WatchPlan | undefined {
    const { settings, easesAtMs } = this.options;
    const state = this.state();
    return settings().enabled ? watchPlan(state, () => easesAtMs?.() ?? state.nowMs) : undefined;
  }

  /** The longest interval that the ends of the account's jobs allow. Undefined with no active jobs. */
  promisedMs(stretch: number): number | undefined {
    return promisedIntervalOf({ ...this.clocked(), jobs: this.jobs }, stretch);
  }

  /** Sets whether the user is looking. Attention that returns after a failure resets the back-off. */
  setAttention(attention: Attention): void {
    const cameBack = attention.isFocused && !this.attention.isFocused;
    this.attention = attention;
    if (cameBack) {
      this.focusedAtMs = this.options.clock.now();
      this.last = withFailures(this.last, 1);
    }
    this.timer.plan();
  }

  /** Sets the timer again, after something that the schedule depends on has changed. */
  reschedule(): void {
    this.timer.plan();
  }

  /** Forgets a rejection by the machine's own limit, because the limit has changed. */
  forgiveBudget(): void {
    this.last = withoutBudget(this.last);
    this.timer.plan();
  }

  /** Ends the back-off, because another request has reached the server. */
  endBackOff(): void {
    const eager = withoutBackOff(this.last);
    if (eager === undefined) {
      return;
    }
    this.last = eager;
    // A running poll shows for itself whether it succeeds.
    if (this.running === undefined) {
      this.options.onPoll?.(eager);
    }
    this.timer.plan();
  }

  /** Continues from another window's poll as if it were this window's. */
  adopt(outcome: PollOutcome): void {
    this.last = outcome;
    this.timer.plan();
  }

  /**
   * Polls now. Joins a running poll unless that one uses another period or requests less than the list. Throws ApiError
   * on failure; the snapshot contains the failure too.
   */
  async refresh(): Promise<void> {
    if (this.running !== undefined && this.runningLookbackDays !== this.options.settings().lookbackDays) {
      await this.running.catch(() => undefined);
    }
    this.last = withFailures(this.last, 0);
    await this.poll('user');
  }

  dispose(): void {
    this.lifetime.abort();
    this.timer.stop();
  }

  private poll(purpose: RequestPurpose): Promise<void> {
    this.timer.stop();
    if (this.lifetime.signal.aborted) {
      return Promise.resolve();
    }
    this.running ??= this.pollOnce(purpose).finally(() => {
      this.running = undefined;
      this.runningLookbackDays = undefined;
      this.timer.plan();
    });
    return this.running;
  }

  private async pollOnce(purpose: RequestPurpose): Promise<void> {
    const { client, store, clock, settings, onPoll, random = Math.random } = this.options;
    const { signal } = this.lifetime;
    const { lookbackDays } = settings();
    const startedAtMs = clock.now();
    const isList = purpose === 'user';
    try {
      const { listedAtMs } = await pollJobs({
        client,
        store,
        clock,
        lookbackDays,
        signal,
        pauses: this.pauses,
        purpose,
        turn: this.turn++,
        onList: () => (this.runningLookbackDays = lookbackDays),
        ...(!isList && { sparing: { listedAtMs: this.last?.listedAtMs, listEveryMs: this.listEveryMs } }),
      });
      this.last = afterSuccess(this.last, {
        startedAtMs,
        endedAtMs: clock.now(),
        listedAtMs,
        rateLimit: client.rateLimit,
      });
    } catch (thrown) {
      if (signal.aborted) {
        return;
      }
      const error = asApiError(thrown);
      this.jitter = random();
      const failed = afterFailure(this.last, error, { startedAtMs, rateLimit: client.rateLimit });
      this.last = failed;
      const wait = this.waitMs();
      const nextTryAtMs = wait === undefined ? undefined : clock.now() + wait;
      this.last = { ...failed, nextTryAtMs };
      store.applyFailure(client.account.id, error, nextTryAtMs);
      throw error;
    } finally {
      if (!signal.aborted && this.last !== undefined) {
        onPoll?.(this.last);
      }
    }
  }

  private get listEveryMs(): number {
    return this.attention.isVisible && this.attention.isFocused ? RESTING_INTERVAL_MS : UNSEEN_LIST_EVERY_MS;
  }

  /** The time until the next poll. */
  private waitMs(): number | undefined {
    const isOver = !this.options.settings().enabled && this.last !== undefined;
    return isOver ? undefined : pollSchedule(this.state());
  }

  private state(): WatchState {
    const { client, budget, fleetShare } = this.options;
    return {
      ...this.clocked(),
      focusedAtMs: this.focusedAtMs,
      failures: this.last?.failures ?? 0,
      lastError: this.last?.error,
      blockedUntilMs: client.blockedUntilMs,
      rateLimit: this.last?.rateLimit,
      budget: budget?.(),
      share: fleetShare?.(),
      jobs: this.jobs,
      ...this.attention,
      random: this.jitter,
    };
  }

  /** The time and that of the last poll, after correcting the outcome if the clock was set back. */
  private clocked(): Pick<WatchState, 'nowMs' | 'lastPollMs'> {
    const nowMs = this.options.clock.now();
    if (this.last !== undefined && this.last.lookedAtMs > nowMs) {
      this.last = afterSetBack(this.last, nowMs);
    }
    return { nowMs, lastPollMs: this.last?.lookedAtMs };
  }

  private get jobs(): readonly JobEntry[] {
    const { store, client } = this.options;
    const account = store.account(client.account.id);
    return account === undefined ? [] : unsettledEntries(account);
  }
}
