import type { ApiClient } from '../api/apiClient';
import { isCredentialError } from '../apiError';
import type { Clock } from '../clock';
import type { JobStore } from '../jobs/jobStore';
import type { StoreChange } from '../jobs/snapshot';
import type { Election } from '../share/election';
import type { MachineShare } from '../share/machineShare';
import type { SharedJobs, SharedSnapshot } from '../share/sharedSnapshot';
import type { LookOutcome } from '../share/lookOutcome';
import { Poller, type PollerSettings } from './poller';
import { QuietStore } from './quietStore';
import { RetryEnds } from './retryEnds';

export interface AccountWatchOptions {
  readonly client: ApiClient;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly share: MachineShare;
  readonly settings: () => PollerSettings;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** What was known this recently is worth more than an empty view; what is older would make news of all that happened since. */
const FRESH_MS = 5 * 60_000;
/** A window that starts gives the one that polls this long to say something. */
const LEADER_SPEAKS_WITHIN_MS = 5_000;

/**
 * Watches one account together with the other windows of the machine: one of them polls, all of them know. What another
 * window has seen goes into this one's store as if it had been seen here, and what is learned here by a click goes to the others.
 */
export class AccountWatch {
  private readonly poller: Poller;
  private readonly unsubscribe: (() => void)[];
  private readonly startedAtMs: number;
  private snapshot: SharedSnapshot | undefined;
  private election: Election | undefined;
  /** For what the other windows need not be told of. */
  private readonly quiet: QuietStore;

  constructor(private readonly options: AccountWatchOptions) {
    const { client, store, clock, share, settings, random } = options;
    this.startedAtMs = clock.now();
    this.quiet = new QuietStore(store);
    this.poller = new Poller({
      client,
      store: this.quiet,
      clock,
      settings,
      mayLook: () => this.mayLook(),
      budget: () => share.budget(client.account),
      onLook: (outcome) => this.tell(outcome),
      ...(random && { random }),
    });
    const retryEnds = new RetryEnds({ store, accountId: client.account.id, clock });
    this.unsubscribe = [
      share.attention.onDidChange((attention) => this.poller.setAttention(attention)),
      store.onDidChange((change) => this.react(change)),
      () => retryEnds.dispose(),
      client.onDidSucceed((purpose) => purpose === 'user' && this.endBackOff()),
    ];
    this.join();
    this.poller.setAttention(share.attention.combined);
  }

  get client(): ApiClient {
    return this.options.client;
  }

  /** Whether it is this window that polls. */
  get isLeader(): boolean {
    return this.election?.isLeader === true;
  }

  /** Looks now, whichever window polls. Throws ApiError where it fails. */
  refresh(): Promise<void> {
    return this.poller.refresh();
  }

  /** Looks now, unless somebody has looked already. Throws ApiError where that fails. */
  firstLook(): Promise<void> {
    return this.poller.outcome === undefined ? this.poller.refresh() : Promise.resolve();
  }

  /** Goes on at once where only the machine's own allowance was in the way: it has been changed. */
  goOn(): void {
    this.poller.forgiveBudget();
  }

  /** Goes by the settings as they are now. */
  rejoin(): void {
    this.leave();
    this.join();
    this.poller.reschedule();
  }

  /** Removes what is shared of the account: it has been signed out. */
  forget(): void {
    this.snapshot?.forget();
  }

  dispose(): void {
    this.unsubscribe.forEach((stop) => stop());
    this.poller.dispose();
    this.leave();
  }

  private join(): void {
    const { share, clock } = this.options;
    this.snapshot = share.snapshot(this.listName);
    this.snapshot.onDidChange((shared) => this.apply(shared));
    const { latest } = this.snapshot;
    const { outcome } = latest ?? {};
    // An error is left to be seen for oneself: its reason may have gone with the window before.
    if (
      latest !== undefined &&
      outcome?.error === undefined &&
      Math.abs(clock.now() - (outcome?.lookedAtMs ?? -Infinity)) < FRESH_MS
    ) {
      this.apply(latest);
    }
    this.stand();
  }

  /** Somebody's request has succeeded here: whichever window polls need not wait for its next try. */
  private endBackOff(): void {
    if (this.poller.outcome?.error !== undefined) {
      this.snapshot?.refresh(); // a later look of another window may have failed as well
      this.poller.endBackOff();
    }
  }

  private leave(): void {
    this.snapshot?.dispose();
    this.resign();
  }

  /** A window that may not poll by itself must not keep the others from it. */
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

  /** Windows that want another number of days need a list of their own. */
  private get listName(): string {
    const { account } = this.options.client;
    return `${account.baseUrl} ${account.id} ${this.options.settings().lookbackDays}`;
  }

  private mayLook(): boolean {
    const hasWaited = Math.abs(this.options.clock.now() - this.startedAtMs) >= LEADER_SPEAKS_WITHIN_MS;
    return this.isLeader || (this.poller.outcome === undefined && (hasWaited || !this.options.settings().enabled));
  }

  /** Tells the other windows of a look. */
  private tell(outcome: LookOutcome): void {
    if (outcome.error !== undefined && isCredentialError(outcome.error)) {
      this.resign(); // another window may have a better token
      return;
    }
    this.stand();
    this.snapshot?.refresh();
    const entries = this.options.store.account(this.client.account.id)?.entries ?? new Map<string, never>();
    this.snapshot?.publish(
      [...entries.values()].map(({ job }) => job),
      outcome,
    );
  }

  /** Takes what another window has told as if it had been seen here. */
  private apply({ jobs, outcome }: SharedJobs): void {
    const { id } = this.client.account;
    if (outcome?.listedAtMs === undefined) {
      jobs.forEach((job) => this.quiet.applyJob(id, job));
    } else {
      this.quiet.applyList(id, jobs);
    }
    if (outcome?.error !== undefined) {
      this.quiet.applyFailure(id, outcome.error, outcome.nextTryAtMs, outcome.lastGoodAtMs);
    }
    if (outcome === undefined) {
      this.poller.reschedule();
    } else {
      this.stand();
      this.poller.adopt(outcome);
    }
  }

  /** A job that was just scheduled or replayed is watched from that moment, and known in all windows. */
  private react({ entries }: StoreChange): void {
    if (entries.length === 0) {
      return;
    }
    if (!this.quiet.isWriting) {
      for (const { before, after } of entries) {
        if (
          after !== undefined &&
          after.lastSeenAtMs === undefined &&
          after.accountId === this.client.account.id &&
          after.job !== before?.job
        ) {
          this.snapshot?.publishJob(after.job);
        }
      }
    }
    this.poller.reschedule();
  }
}
