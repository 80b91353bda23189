import type { ApiClient } from '../api/apiClient';
import { type ApiError, asApiError } from '../api/apiError';
import type { Clock } from '../clock';
import type { Job } from '../jobs/job';
import type { JobStore } from '../jobs/jobStore';
import type { AccountSnapshot } from '../jobs/snapshot';
import { lookAtJobs } from './look';
import { pollSchedule } from './pollSchedule';

export interface PollerSettings {
  readonly enabled: boolean;
  readonly lookbackDays: number;
}

export interface PollerOptions {
  readonly client: ApiClient;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly settings: () => PollerSettings;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Whether anybody looks: read at the start and told at each change, never assumed. */
export interface Attention {
  readonly isVisible: boolean;
  readonly isFocused: boolean;
}

/** Watches one account: the one timer that obeys `pollSchedule`, and one request at a time. */
export class Poller {
  private attention: Attention = { isVisible: false, isFocused: false };
  private lastLookMs: number | undefined;
  private failures = 0;
  private lastError: ApiError | undefined;
  /** From 0 to 1; drawn once for each failure, so that the next try comes when the snapshot says. */
  private jitter = 0;
  private turn = 0;
  private running: Promise<void> | undefined;
  private runningLookbackDays: number | undefined;
  private cancelTimer: () => void = () => undefined;
  private readonly lifetime = new AbortController();

  constructor(private readonly options: PollerOptions) {}

  get client(): ApiClient {
    return this.options.client;
  }

  /** Attention that comes back after a failure resets the back-off. */
  setAttention(attention: Attention): void {
    const cameBack = attention.isFocused && !this.attention.isFocused;
    this.attention = attention;
    if (cameBack && this.failures > 0) {
      this.failures = 1;
    }
    this.schedule();
  }

  /** Plans anew, after something that the schedule depends on has changed. */
  reschedule(): void {
    this.schedule();
  }

  /**
   * Looks now; joins a look that is under way, unless that asks for another number of days than is wanted by now.
   * Throws ApiError where it fails; a failure is also in the snapshot.
   */
  async refresh(): Promise<void> {
    if (this.running !== undefined && this.runningLookbackDays !== this.options.settings().lookbackDays) {
      await this.running.catch(() => undefined);
    }
    this.failures = 0;
    await this.look();
  }

  dispose(): void {
    this.lifetime.abort();
    this.cancelTimer();
  }

  private look(): Promise<void> {
    this.cancelTimer();
    if (this.lifetime.signal.aborted) {
      return Promise.resolve();
    }
    this.running ??= this.lookOnce().finally(() => {
      this.running = undefined;
      this.schedule();
    });
    return this.running;
  }

  private async lookOnce(): Promise<void> {
    const { client, store, clock, settings, random = Math.random } = this.options;
    const { signal } = this.lifetime;
    const { lookbackDays } = settings();
    this.lastLookMs = clock.now();
    this.runningLookbackDays = lookbackDays;
    try {
      await lookAtJobs({ client, store, clock, lookbackDays, signal, turn: this.turn++ });
      this.failures = 0;
      this.lastError = undefined;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      this.failures++;
      this.jitter = random();
      this.lastError = asApiError(error);
      const wait = this.waitMs();
      store.applyFailure(client.account.id, this.lastError, wait === undefined ? undefined : clock.now() + wait);
      throw this.lastError;
    }
  }

  private schedule(): void {
    this.cancelTimer();
    const wait = this.running || this.lifetime.signal.aborted ? undefined : this.waitMs();
    if (wait !== undefined) {
      // The failure is in the snapshot already; nobody waits for this look.
      this.cancelTimer = this.options.clock.setTimer(() => void this.look().catch(() => undefined), wait);
    }
  }

  private waitMs(): number | undefined {
    const { client, store, clock, settings } = this.options;
    if (!settings().enabled && this.lastLookMs !== undefined) {
      return undefined;
    }
    const nowMs = clock.now();
    if (this.lastLookMs !== undefined) {
      this.lastLookMs = Math.min(this.lastLookMs, nowMs); // the clock was set back
    }
    return pollSchedule({
      nowMs,
      lastLookMs: this.lastLookMs,
      failures: this.failures,
      lastError: this.lastError,
      blockedUntilMs: client.blockedUntilMs,
      jobs: jobsOf(store.account(client.account.id)),
      ...this.attention,
      random: this.jitter,
    });
  }
}

function* jobsOf(account: AccountSnapshot | undefined): Iterable<Job> {
  for (const { job } of account?.entries.values() ?? []) {
    yield job;
  }
}
