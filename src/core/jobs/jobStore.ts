import type { Account } from '../account';
import type { ApiError } from '../apiError';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { withAfter, withChanges, withSettings } from './accountSnapshots';
import { diffJobs } from './diffJobs';
import { afterLeaving, type SeenJob } from './history';
import type { Job } from './job';
import { jobKey, type JobEntry } from './jobEntry';
import { groupIdOf } from './jobGroups';
import { type JobMemory, NO_MEMORY } from './jobMarks';
import { isToBeRetried } from './jobState';
import { newerJob, nextEntry } from './nextEntry';
import { RETRIES_BY_KIND } from './retries';
import {
  type AccountSnapshot,
  entriesOf,
  type EntryChange,
  entryIn,
  lastGoodAt,
  type Shortfall,
  type Snapshot,
  type StoreChange,
  type SyncState,
  type Transition,
} from './snapshot';
import { newestCreation, transitionsOf } from './transitions';

/** What an account's next list is compared with, in addition to the jobs. */
interface Baseline {
  /** The latest list, and the entries that it led to. If both are the same again, nothing has changed. */
  readonly list: readonly Job[];
  readonly entries: AccountSnapshot['entries'];
  /** Jobs created before this time aren't new, even if no list has shown them. */
  readonly newestMs: number;
}

/** Clocks that differ by less agree. A response's date is in whole seconds and takes a while to arrive. */
const MIN_CLOCK_DIFFERENCE_MS = 60_000;

/** A job that a user's action showed to be new or different. */
export interface LearnedJob {
  readonly accountId: string;
  readonly job: Job;
}

/** What changes about an account. What is left out stays. */
interface AccountChange extends Partial<Pick<AccountSnapshot, 'entries' | 'history' | 'sync' | 'shortfall'>> {
  /** The differences in `entries`. */
  readonly changes?: readonly EntryChange[];
  /** The differences in `history`. Those in `pastBefore` are reported before those in `entries`. */
  readonly pastBefore?: readonly EntryChange[];
  readonly past?: readonly EntryChange[];
  readonly transitions?: readonly Transition[];
}

/** The jobs of all accounts, as one immutable snapshot that every view renders. */
export class JobStore {
  private readonly changed = new Emitter<StoreChange>();
  private readonly learned = new Emitter<LearnedJob>();
  private state: Snapshot = { accounts: [] };
  /** By account ID. An account has a baseline after its first list. */
  private readonly baselines = new Map<string, Baseline>();
  private readonly clocksAheadMs = new Map<string, number>();
  /** The IDs of accounts with a job that ran again after an error, whatever the API reference says. */
  private readonly seenRetrying = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly memory: JobMemory = NO_MEMORY,
  ) {
    memory.onDidChange((keys) => this.applyMarks(keys));
  }

  get snapshot(): Snapshot {
    return this.state;
  }

  onDidChange(listener: (change: StoreChange) => void): () => void {
    return this.changed.on(listener);
  }

  /** Adds a listener for jobs of `applyJob`, called after it's applied. Returns a function that removes it. */
  onDidLearn(listener: (learned: LearnedJob) => void): () => void {
    return this.learned.on(listener);
  }

  account(accountId: string): AccountSnapshot | undefined {
    return this.state.accounts.find(({ account }) => account.id === accountId);
  }

  /** Finds a job in the account's list or history. */
  entry(accountId: string, jobId: string): JobEntry | undefined {
    return entryIn(this.account(accountId), jobId);
  }

  /**
   * Replaces the accounts. Keeps the jobs of those that stay and forgets the others. An account whose server changed or
   * that is turned on starts from scratch.
   */
  setAccounts(accounts: readonly Account[]): void {
    const kept = accounts.map((account) => withSettings(this.account(account.id), account));
    const gone = this.state.accounts.filter((known) => !kept.some(({ entries }) => entries === known.entries));
    for (const { account } of gone) {
      this.baselines.delete(account.id);
      this.seenRetrying.delete(account.id);
      this.memory.noteRetries(account.id, false);
    }
    this.publish(
      kept,
      gone.flatMap((known) => entriesOf(known).map((before) => ({ before, after: undefined }))),
      [],
    );
  }

  /**
   * Applies an account's complete list. Drops jobs that aren't in it, except those in `keepIds`; no job gets a status
   * that the API didn't send. `asked` is `account().entries` at the time of the request: a job that has changed since
   * then is newer than the list. `shortfall` says that the list is only a part, so that `keepIds` has the jobs that can
   * be in the other part. `atMs` is when it was current, if not now.
   */
  applyList(
    accountId: string,
    jobs: readonly Job[],
    keepIds: ReadonlySet<string> = new Set(),
    asked?: AccountSnapshot['entries'],
    { shortfall, atMs }: { readonly shortfall?: Shortfall | undefined; readonly atMs?: number | undefined } = {},
  ): void {
    const account = this.account(accountId);
    if (account === undefined) {
      return;
    }
    const baseline = this.baselines.get(accountId);
    if (baseline?.list === jobs && baseline.entries === account.entries) {
      this.applySuccess(accountId, atMs);
      return;
    }
    const hasNewer = asked !== undefined && asked !== account.entries;
    const current = hasNewer ? jobs.map((job) => newerJob(job, account.entries.get(job.id), asked)) : jobs;
    const { entries, changes } = diffJobs(account.entries, current, {
      entryOf: (job, known) => this.nextEntry(account, job, known),
      keeps: (entry) => keepIds.has(entry.job.id) || (hasNewer && !asked.has(entry.job.id)),
    });
    const newestMs = newestCreation(jobs, this.clock.now(), baseline?.newestMs);
    this.baselines.set(accountId, { list: jobs, entries, newestMs });
    this.changeList(account, {
      entries,
      changes,
      sync: this.currentAt(atMs),
      shortfall,
      transitions: baseline === undefined ? [] : transitionsOf(changes, baseline.newestMs),
    });
  }

  /** Applies one job, known or new: the response to a user's replay, export, or request for the job. */
  applyJob(accountId: string, job: Job): void {
    if (this.applyPolledJob(accountId, job)) {
      this.learned.fire({ accountId, job });
    }
  }

  /** Applies one job of a poll, of this or another window. False if nothing is new. */
  applyPolledJob(accountId: string, job: Job): boolean {
    const account = this.account(accountId);
    const before = account?.entries.get(job.id);
    const after = account && this.nextEntry(account, job, before);
    if (account === undefined || after === undefined || after === before) {
      return false;
    }
    const changes = [{ before, after }];
    this.changeList(account, {
      entries: withAfter(account.entries, changes),
      changes,
      transitions: before === undefined ? [] : transitionsOf(changes, Infinity),
    });
    return true;
  }

  /** Ends ERROR jobs that impact.com no longer retries. Their data hasn't changed; only time has passed. */
  endRetries(accountId: string, jobIds: readonly string[]): void {
    const account = this.account(accountId);
    const changes = jobIds
      .map((jobId) => account?.entries.get(jobId))
      .filter((entry) => entry !== undefined)
      .filter(({ job }) => isToBeRetried(job))
      .map((before) => ({ before, after: { ...before } }));
    if (account !== undefined && changes.length > 0) {
      const transitions = changes.map(({ after }) => ({ entry: after, from: groupIdOf(after.job) }));
      this.change(account, { entries: withAfter(account.entries, changes), changes, transitions });
    }
  }

  /** Forgets a job that impact.com no longer knows. */
  dropJob(accountId: string, jobId: string): void {
    const account = this.account(accountId);
    const before = account?.entries.get(jobId);
    if (account !== undefined && before !== undefined) {
      const entries = new Map(account.entries);
      entries.delete(jobId);
      this.change(account, { entries, changes: [{ before, after: undefined }] });
    }
  }

  /** Adds jobs from earlier lists. Jobs that are already known stay as they are. */
  applyHistory(accountId: string, seen: readonly SeenJob[]): void {
    const account = this.account(accountId);
    const unknown = seen.filter(({ job }) => account?.entries.has(job.id) === false && !account.history.has(job.id));
    if (account === undefined || unknown.length === 0) {
      return;
    }
    const past = unknown.map(({ job, lastSeenAtMs }) => ({
      before: undefined,
      after: { ...this.nextEntry(account, job, undefined), lastSeenAtMs },
    }));
    this.change(account, { history: withAfter(account.history, past), past });
  }

  /**
   * Notes how far impact.com's clock is ahead of this machine's, in ms. Applies to the jobs that come next. Ignores
   * small differences, which come from the network.
   */
  noteClock(accountId: string, aheadMs: number | undefined): void {
    this.clocksAheadMs.set(accountId, Math.abs(aheadMs ?? 0) < MIN_CLOCK_DIFFERENCE_MS ? 0 : (aheadMs ?? 0));
  }

  /** Records a successful poll, with or without changes. Default: it ended now. */
  applySuccess(accountId: string, atMs?: number): void {
    this.setSync(accountId, () => this.currentAt(atMs));
  }

  /**
   * Records a failed poll and keeps the jobs. `lastGoodAtMs` is set if another window knows the time of the last
   * success better.
   */
  applyFailure(accountId: string, error: ApiError, nextTryAtMs: number | undefined, lastGoodAtMs?: number): void {
    this.setSync(accountId, (sync) => ({
      kind: 'failed',
      error,
      lastGoodAtMs: lastGoodAtMs ?? lastGoodAt(sync),
      nextTryAtMs,
    }));
  }

  /** Rereads the marks of jobs whose marks changed. */
  private applyMarks(keys: readonly string[]): void {
    for (const account of this.state.accounts) {
      const prefix = jobKey(account.account.id, '');
      const jobIds = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      const areProgramsNew = keys.includes(account.account.id);
      const changesIn = (entries: ReadonlyMap<string, JobEntry>) =>
        (areProgramsNew ? [...entries.values()] : jobIds.map((jobId) => entries.get(jobId)))
          .filter((entry) => entry !== undefined)
          .map((before) => ({ before, after: { ...before, ...this.memory.marksOf(before.key, before.job.programId) } }))
          .filter(({ before, after }) => !areProgramsNew || before.programName !== after.programName);
      const [changes, past] = [changesIn(account.entries), changesIn(account.history)];
      if (changes.length + past.length > 0) {
        const [entries, history] = [withAfter(account.entries, changes), withAfter(account.history, past)];
        this.change(account, { entries, changes, history, past });
      }
    }
  }

  private nextEntry({ account }: AccountSnapshot, job: Job, known: JobEntry | undefined): JobEntry {
    const entry = nextEntry(known, job, {
      accountId: account.id,
      memory: this.memory,
      nowMs: this.clock.now(),
      clockAheadMs: this.clocksAheadMs.get(account.id) ?? 0,
      hasRetries:
        RETRIES_BY_KIND[account.kind] || this.seenRetrying.has(account.id) || this.memory.hasRetries(account.id),
    });
    if (entry.isRetriedByImpact && !RETRIES_BY_KIND[account.kind] && !this.seenRetrying.has(account.id)) {
      this.seenRetrying.add(account.id);
      this.memory.noteRetries(account.id, true);
    }
    return entry;
  }

  /** A clock that was set back must not make jobs current for longer. */
  private currentAt(atMs = Infinity): SyncState {
    return { kind: 'current', atMs: Math.min(atMs, this.clock.now()) };
  }

  private setSync(accountId: string, next: (sync: SyncState) => SyncState): void {
    const account = this.account(accountId);
    if (account !== undefined) {
      this.change(account, { sync: next(account.sync) });
    }
  }

  /** Changes the list, and the history with it. No listener finds a job in two places. */
  private changeList(
    account: AccountSnapshot,
    change: AccountChange & { readonly changes: readonly EntryChange[] },
  ): void {
    const { history, removed, added } = afterLeaving(account, change.changes, this.clock.now());
    this.change(account, { ...change, history, pastBefore: removed, past: added });
  }

  private change(
    account: AccountSnapshot,
    { changes = [], pastBefore = [], past = [], transitions = [], ...parts }: AccountChange,
  ): void {
    const next = withChanges({ ...account, ...parts }, changes);
    this.publish(
      this.state.accounts.map((known) => (known.account === account.account ? next : known)),
      [...pastBefore, ...changes, ...past],
      transitions,
    );
  }

  private publish(
    accounts: readonly AccountSnapshot[],
    entries: readonly EntryChange[],
    transitions: readonly Transition[],
  ): void {
    const previous = this.state;
    this.state = { accounts };
    this.changed.fire({ previous, current: this.state, entries, transitions });
  }
}
