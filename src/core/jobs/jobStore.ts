import type { Account } from '../account';
import type { ApiError } from '../apiError';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { ExportParameters } from '../reports/exportRequest';
import { diffJobs } from './diffJobs';
import { groupIdOf } from './jobGroups';
import { isSameJob, type Job } from './job';
import { type DownloadMark, type JobAlert, jobKey, type JobEntry, type TransferMark } from './jobEntry';
import { isToBeRetried } from './jobState';
import { runSeenAt } from './presentRun';
import { addSample } from './progress';
import { regroup } from './regroup';
import { countFailedTries } from './retries';
import { NO_HISTORY, type SeenJob, withLeaving } from './history';
import {
  type AccountSnapshot,
  type EntryChange,
  entryIn,
  lastGoodAt,
  type Snapshot,
  type StoreChange,
  type SyncState,
  type Transition,
} from './snapshot';
import { newestCreation, transitionsOf } from './transitions';

/** What the extension remembers about a job beyond the API's data. Read when the job first appears. */
export interface JobMemory {
  nameOf(key: string): string | undefined;
  parametersOf(key: string): ExportParameters | undefined;
  replayOf(key: string): string | undefined;
  downloadOf(key: string): DownloadMark | undefined;
  transferOf(key: string): TransferMark | undefined;
  alertOf(key: string): JobAlert | undefined;
  isHidden(key: string): boolean;
}

const NO_MEMORY: JobMemory = {
  nameOf: () => undefined,
  parametersOf: () => undefined,
  replayOf: () => undefined,
  downloadOf: () => undefined,
  transferOf: () => undefined,
  alertOf: () => undefined,
  isHidden: () => false,
};

/** What an account's next list is compared with, in addition to the jobs. */
interface Baseline {
  /** The latest list. If the same array comes again, nothing has changed. */
  readonly list: readonly Job[];
  /** Jobs created before this time aren't new, even if no list has shown them. */
  readonly newestMs: number;
}

/** The jobs of all accounts, as one immutable snapshot that every view renders. */
export class JobStore {
  private readonly changed = new Emitter<StoreChange>();
  private state: Snapshot = { accounts: [] };
  /** By account ID. An account has a baseline after its first list. */
  private readonly baselines = new Map<string, Baseline>();

  constructor(
    private readonly clock: Clock,
    private readonly memory: JobMemory = NO_MEMORY,
  ) {}

  get snapshot(): Snapshot {
    return this.state;
  }

  onDidChange(listener: (change: StoreChange) => void): () => void {
    return this.changed.on(listener);
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
    const kept = accounts.map((account): AccountSnapshot => {
      const known = this.account(account.id);
      if (known !== undefined && isWatchedAlike(known.account, account)) {
        return known.account === account ? known : { ...known, account };
      }
      return {
        account,
        entries: new Map(),
        groups: [],
        history: NO_HISTORY,
        hiddenCount: 0,
        sync: { kind: account.isOff ? 'off' : 'loading' },
      };
    });
    const gone = this.state.accounts.filter((known) => !kept.some(({ entries }) => entries === known.entries));
    for (const { account } of gone) {
      this.baselines.delete(account.id);
    }
    this.publish(
      kept,
      gone.flatMap(({ entries }) => [...entries.values()].map((before) => ({ before, after: undefined }))),
      [],
    );
  }

  /**
   * Applies an account's complete list. Drops jobs that aren't in it, except those in `keepIds`; no job gets a status
   * that the API didn't send. `asked` is `account().entries` at the time of the request: a job that has changed since
   * then is newer than the list.
   */
  applyList(
    accountId: string,
    jobs: readonly Job[],
    keepIds: ReadonlySet<string> = new Set(),
    asked?: AccountSnapshot['entries'],
  ): void {
    const account = this.account(accountId);
    if (account === undefined) {
      return;
    }
    const baseline = this.baselines.get(accountId);
    if (baseline?.list === jobs) {
      this.applySuccess(accountId);
      return;
    }
    const hasNewer = asked !== undefined && asked !== account.entries;
    const current = hasNewer ? jobs.map((job) => newerOf(job, account.entries.get(job.id), asked)) : jobs;
    const { entries, changes } = diffJobs(account.entries, current, {
      entryOf: (job, known) => this.entryOf(account, job, known),
      keeps: (entry) => keepIds.has(entry.job.id) || (hasNewer && !asked.has(entry.job.id)),
    });
    this.baselines.set(accountId, { list: jobs, newestMs: newestCreation(jobs, this.clock.now(), baseline?.newestMs) });
    const history = withLeaving(account, changes, this.clock.now());
    this.publishAccount(
      { ...account, history },
      entries,
      changes,
      baseline === undefined ? [] : transitionsOf(changes, baseline.newestMs),
    );
  }

  /** Applies one job, known or new: the response to a replay, an export, or a request for the job. */
  applyJob(accountId: string, job: Job): void {
    const account = this.account(accountId);
    if (account === undefined) {
      return;
    }
    const before = account.entries.get(job.id);
    const after = this.entryOf(account, job, before);
    if (after === before) {
      return;
    }
    const changes = [{ before, after }];
    const transitions = before === undefined ? [] : transitionsOf(changes, Infinity);
    const history = withLeaving(account, changes, this.clock.now());
    this.publishAccount(
      { ...account, history },
      new Map(account.entries).set(job.id, after),
      changes,
      transitions,
      account.sync,
    );
  }

  /** Ends ERROR jobs that impact.com no longer retries. Their data hasn't changed; only time has passed. */
  endRetries(accountId: string, jobIds: readonly string[]): void {
    const account = this.account(accountId);
    const known = jobIds
      .map((jobId) => account?.entries.get(jobId))
      .filter((entry) => entry !== undefined && isToBeRetried(entry.job));
    const changes = known.flatMap((before) => (before === undefined ? [] : [{ before, after: { ...before } }]));
    if (account !== undefined && changes.length > 0) {
      const entries = new Map(account.entries);
      changes.forEach(({ after }) => entries.set(after.job.id, after));
      this.publishAccount(
        account,
        entries,
        changes,
        changes.map(({ after }) => ({ entry: after, from: groupIdOf(after.job) })),
        account.sync,
      );
    }
  }

  /** Forgets a job that impact.com no longer knows. */
  dropJob(accountId: string, jobId: string): void {
    const account = this.account(accountId);
    const before = account?.entries.get(jobId);
    if (account !== undefined && before !== undefined) {
      const entries = new Map(account.entries);
      entries.delete(jobId);
      this.publishAccount(account, entries, [{ before, after: undefined }], [], account.sync);
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
      after: { ...this.entryOf(account, job, undefined), lastSeenAtMs },
    }));
    this.publishAccount(
      { ...account, history: withAfter(account.history, past) },
      account.entries,
      [],
      [],
      account.sync,
      past,
    );
  }

  /** Records a successful poll, with or without changes. */
  applySuccess(accountId: string): void {
    this.setSync(accountId, () => ({ kind: 'current', atMs: this.clock.now() }));
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

  /** Rereads what is remembered about some jobs after it changed. */
  applyMemory(accountId: string, ...jobIds: readonly string[]): void {
    const account = this.account(accountId);
    const changesIn = (entries: ReadonlyMap<string, JobEntry> | undefined) =>
      jobIds
        .map((jobId) => entries?.get(jobId))
        .filter((entry) => entry !== undefined)
        .map((before) => ({ before, after: { ...before, ...this.remembered(before.key) } }));
    const [changes, past] = [changesIn(account?.entries), changesIn(account?.history)];
    if (account === undefined || changes.length + past.length === 0) {
      return;
    }
    const history = past.length === 0 ? account.history : withAfter(account.history, past);
    this.publishAccount({ ...account, history }, withAfter(account.entries, changes), changes, [], account.sync, past);
  }

  /** Rereads what is remembered about the jobs with these keys, if they are here. */
  applyMemoryOf(keys: readonly string[]): void {
    for (const { account } of this.state.accounts) {
      const prefix = jobKey(account.id, '');
      const own = keys.filter((key) => key.startsWith(prefix));
      this.applyMemory(account.id, ...own.map((key) => key.slice(prefix.length)));
    }
  }

  private entryOf({ account }: AccountSnapshot, job: Job, known: JobEntry | undefined): JobEntry {
    if (known !== undefined && isSameJob(known.job, job)) {
      return known;
    }
    const key = known?.key ?? jobKey(account.id, job.id);
    const samples = addSample(known?.samples ?? [], job, this.clock.now());
    const failedTries = countFailedTries(known?.failedTries, job);
    const runSeenAtMs = runSeenAt(known, job, this.clock.now());
    const { name, parameters, replayOf, download, transfer, alert, isHidden } = known ?? this.remembered(key);
    return {
      key,
      accountId: account.id,
      job,
      samples,
      failedTries,
      runSeenAtMs,
      name,
      parameters,
      replayOf,
      download,
      transfer,
      alert,
      isHidden,
      lastSeenAtMs: undefined,
    };
  }

  private remembered(
    key: string,
  ): Pick<JobEntry, 'name' | 'parameters' | 'replayOf' | 'download' | 'transfer' | 'alert' | 'isHidden'> {
    const { memory } = this;
    return {
      name: memory.nameOf(key),
      parameters: memory.parametersOf(key),
      replayOf: memory.replayOf(key),
      download: memory.downloadOf(key),
      transfer: memory.transferOf(key),
      alert: memory.alertOf(key),
      isHidden: memory.isHidden(key),
    };
  }

  private setSync(accountId: string, next: (sync: SyncState) => SyncState): void {
    const account = this.account(accountId);
    if (account !== undefined) {
      this.publishAccount(account, account.entries, [], [], next(account.sync));
    }
  }

  private publishAccount(
    account: AccountSnapshot,
    entries: ReadonlyMap<string, JobEntry>,
    changes: readonly EntryChange[],
    transitions: readonly Transition[],
    sync: SyncState = { kind: 'current', atMs: this.clock.now() },
    /** Changes to jobs in the history, which are in no group. */
    past: readonly EntryChange[] = [],
  ): void {
    const groups = changes.length === 0 ? account.groups : regroup(account.groups, entries, changes);
    const hiddenCount = changes.reduce(
      (count, { before, after }) => count + Number(after?.isHidden ?? false) - Number(before?.isHidden ?? false),
      account.hiddenCount,
    );
    const next = { account: account.account, entries, groups, history: account.history, hiddenCount, sync };
    this.publish(
      this.state.accounts.map((known) => (known.account === account.account ? next : known)),
      [...changes, ...past],
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

function withAfter(
  entries: ReadonlyMap<string, JobEntry>,
  changes: readonly { readonly after: JobEntry }[],
): ReadonlyMap<string, JobEntry> {
  const next = new Map(entries);
  for (const { after } of changes) {
    next.set(after.job.id, after);
  }
  return next;
}

function isWatchedAlike(a: Account, b: Account): boolean {
  return a.baseUrl === b.baseUrl && a.kind === b.kind && a.sid === b.sid && Boolean(a.isOff) === Boolean(b.isOff);
}

/** The job from the list, or the known one if it changed after the list was requested. */
function newerOf(listed: Job, entry: JobEntry | undefined, asked: AccountSnapshot['entries']): Job {
  return entry !== undefined && asked.get(listed.id)?.job !== entry.job ? entry.job : listed;
}
