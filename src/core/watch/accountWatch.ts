import type { ApiClient } from '../api/apiClient';
import { isCredentialError } from '../apiError';
import type { Clock } from '../clock';
import type { JobStore } from '../jobs/jobStore';
import type { StoreChange } from '../jobs/snapshot';
import type { Election } from '../share/election';
import type { MachineShare } from '../share/machineShare';
import type { SharedJobs, SharedSnapshot } from '../share/sharedSnapshot';
import type { PollOutcome } from '../share/pollOutcome';
import { Standstill } from '../share/standstill';
import { BRAKE_FROM } from './pace';
import { Poller, type PollerSettings } from './poller';
import { RetryEnds } from './retryEnds';
import type { TurnTaker, Turns, Urgency } from './turns';
import type { WatchPlan } from './watchPlan';

export interface AccountWatchOptions {
  readonly client: ApiClient;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly share: MachineShare;
  readonly settings: () => PollerSettings;
  /** The turns of all accounts in this window. Default: the account is alone. */
  readonly turns?: Turns;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Jobs shared this recently are shown at once. Older ones would turn everything since then into news. */
const FRESH_MS = 5 * 60_000;
/** That age if another window polls: then nothing has happened that isn't known, but accounts that take turns wait. */
const FRESH_WHILE_POLLED_MS = 60 * 60_000;
/** An account with a job this new is expected to get more. */
const RECENTLY_MS = 24 * 3_600_000;
/** An account that the user opens isn't polled again so soon. */
const OPENED_FRESH_MS = 15_000;
/** How long a new window waits for data from the window that polls. */
const LEADER_SPEAKS_WITHIN_MS = 5_000;
/**
 * How long a later poll by that window can be due. A slow list takes less. Then it shares nothing, although it lives:
 * its disk is full, or it has another version of the extension.
 */
const LEADER_IS_MUTE_AFTER_MS = 2 * 60_000;
/** If a check of that comes this late, the machine slept, and so did that window. */
const OVERSLEPT_MS = 20_000;

/**
 * Watches one account together with the other windows of the machine: one of them polls, and all receive the result.
 * Results of other windows go into this window's store as if it had polled, and what this window learns from a click
 * goes to the others.
 */
export class AccountWatch {
  private readonly poller: Poller;
  private readonly unsubscribe: (() => void)[];
  private snapshot: SharedSnapshot;
  private election: Election | undefined;
  /** How long a poll after this outcome has been due. */
  private readonly due: Standstill<PollOutcome | undefined>;

  constructor(private readonly options: AccountWatchOptions) {
    const { client, store, clock, share, settings, random, turns } = options;
    const { baseUrl } = client.account;
    const readTaker = (): TurnTaker => this.turnTaker;
    this.due = new Standstill(clock, OVERSLEPT_MS);
    this.poller = new Poller({
      client,
      store,
      clock,
      settings,
      mayPoll: () => this.mayPoll(),
      budget: () => share.budget(client.account),
      easesAtMs: () => share.easesAtMs(client.account, BRAKE_FROM),
      fleetShare: () =>
        turns?.shareOf(baseUrl, readTaker, () => ({
          lastingRate: share.lastingRate(client.account),
          isVisible: share.attention.combined.isVisible,
          nowMs: clock.now(),
        })),
      onPoll: (outcome) => this.publish(outcome),
      ...(random && { random }),
    });
    const retryEnds = new RetryEnds({ store, accountId: client.account.id, clock });
    this.unsubscribe = [
      share.attention.onDidChange((attention) => this.poller.setAttention(attention)),
      store.onDidChange((change) => this.react(change)),
      store.onDidLearn(({ accountId, job }) => accountId === client.account.id && this.snapshot.publishJob(job)),
      () => retryEnds.dispose(),
      turns?.join(baseUrl, readTaker) ?? (() => undefined),
      client.onDidSucceed((purpose) => purpose === 'user' && this.endBackOff()),
    ];
    this.snapshot = share.snapshot(this.listName);
    this.join();
    this.poller.setAttention(share.attention.combined);
  }

  get client(): ApiClient {
    return this.options.client;
  }

  /** When the account is polled next. Undefined if it isn't polled automatically. */
  get plan(): WatchPlan | undefined {
    return this.poller.plan;
  }

  /** Whether this window polls. */
  get isLeader(): boolean {
    return this.election?.isLeader === true;
  }

  /** Polls now, even if another window is the one that polls. Throws ApiError on failure. */
  refresh(): Promise<void> {
    return this.poller.refresh();
  }

  /** Polls now unless there is a recent result already. Throws ApiError on failure. */
  firstLook(): Promise<void> {
    return this.poller.outcome === undefined ? this.poller.refresh() : Promise.resolve();
  }

  /** Polls now because the user opened the account's rows, unless there is a result of this moment. Never fails. */
  async opened(): Promise<void> {
    const { outcome } = this.poller;
    const isFresh = Math.abs(this.options.clock.now() - (outcome?.lookedAtMs ?? -Infinity)) < OPENED_FRESH_MS;
    if (this.options.settings().enabled && !isFresh && outcome?.error === undefined) {
      await this.poller.refresh().catch(() => undefined); // the account's row says why
    }
  }

  /** Resumes polling at once if only the machine's request limit stopped it, because the limit has changed. */
  goOn(): void {
    this.poller.forgiveBudget();
  }

  /** Applies the current settings. */
  rejoin(): void {
    this.leave();
    this.snapshot = this.options.share.snapshot(this.listName);
    this.join();
    this.poller.reschedule();
  }

  /** Removes the account's shared data after sign-out. */
  forget(): void {
    this.snapshot.forget();
  }

  dispose(): void {
    this.unsubscribe.forEach((stop) => stop());
    this.poller.dispose();
    this.leave();
  }

  private join(): void {
    const { clock } = this.options;
    this.snapshot.onDidChange((shared) => this.apply(shared));
    this.stand();
    const { latest } = this.snapshot;
    const freshMs = this.election?.isLeader === false ? FRESH_WHILE_POLLED_MS : FRESH_MS;
    // Errors aren't taken over: their cause might have been the other window's.
    if (
      latest !== undefined &&
      latest.outcome.error === undefined &&
      Math.abs(clock.now() - latest.outcome.lookedAtMs) < freshMs
    ) {
      this.apply(latest);
    }
  }

  /** Ends the back-off in all windows after a user's request succeeded here. */
  private endBackOff(): void {
    if (this.poller.outcome?.error !== undefined) {
      this.snapshot.refresh(); // a later poll of another window might have failed
      this.poller.endBackOff();
    }
  }

  private leave(): void {
    this.snapshot.dispose();
    this.resign();
  }

  /** Leaves the election if this window doesn't poll automatically, so that it doesn't keep others from polling. */
  private stand(): void {
    if (this.election === undefined && this.options.settings().enabled) {
      this.election = this.options.share.election(this.listName);
      this.election.onDidChange(() => this.poller.reschedule());
    }
  }

  private resign(): void {
    this.election?.dispose();
    this.election = undefined;
  }

  /** Windows with a different period need a list of their own. */
  private get listName(): string {
    const { account } = this.options.client;
    return `${account.baseUrl} ${account.id} ${this.options.settings().lookbackDays}`;
  }

  /** What decides about the account's turn among many. */
  private get turnTaker(): TurnTaker {
    const { outcome } = this.poller;
    return {
      lastPollMs: outcome?.lookedAtMs,
      urgency: this.urgency,
      promisedMs: (stretch) => this.poller.promisedMs(stretch),
      isFailed: outcome?.error !== undefined,
    };
  }

  private get urgency(): Urgency {
    const { store, share, clock } = this.options;
    const { id } = this.client.account;
    if (share.attention.isInSight(id)) {
      return 'inSight';
    }
    const sinceMs = clock.now() - RECENTLY_MS;
    const groups = store.account(id)?.groups ?? [];
    return groups.some(({ entries: { first } }) => (first?.job.createdAt ?? 0) >= sinceMs) ? 'recentlyBusy' : 'quiet';
  }

  private mayPoll(): boolean {
    const { outcome } = this.poller;
    // Every window looks for itself whether its own token has got the scope.
    if (this.isLeader || outcome?.error?.kind === 'forbidden') {
      return true;
    }
    const isFirst = outcome === undefined;
    const patienceMs = isFirst ? LEADER_SPEAKS_WITHIN_MS : LEADER_IS_MUTE_AFTER_MS;
    return (isFirst && !this.options.settings().enabled) || this.due.lengthMs(outcome) >= patienceMs;
  }

  /** Shares the outcome of a poll with the other windows. */
  private publish(outcome: PollOutcome): void {
    if (outcome.error !== undefined && isCredentialError(outcome.error)) {
      this.resign(); // another window might have a better token
      return;
    }
    this.stand();
    this.snapshot.refresh();
    const account = this.options.store.account(this.client.account.id);
    this.snapshot.publish(
      [...(account?.entries.values() ?? [])].map(({ job }) => job),
      { ...outcome, clockAheadMs: this.client.clockAheadMs, shortfall: account?.shortfall },
    );
  }

  /** Applies what another window shared, as if this window had polled. */
  private apply({ jobs, outcome }: SharedJobs): void {
    const { store } = this.options;
    const { id } = this.client.account;
    store.noteClock(id, outcome.clockAheadMs);
    if (outcome.listedAtMs === undefined) {
      jobs.forEach((job) => store.applyPolledJob(id, job));
    } else {
      const { shortfall, lastGoodAtMs: atMs } = outcome;
      store.applyList(id, jobs, undefined, undefined, { shortfall, atMs });
    }
    if (outcome.error !== undefined) {
      store.applyFailure(id, outcome.error, outcome.nextTryAtMs, outcome.lastGoodAtMs);
    }
    this.stand();
    this.poller.adopt(outcome);
  }

  /** Watches a new or replayed job at once. */
  private react({ entries }: StoreChange): void {
    if (entries.some(({ before, after }) => (after ?? before)?.accountId === this.client.account.id)) {
      this.poller.reschedule();
    }
  }
}
