import type { Account } from '../account';
import type { ApiError } from '../apiError';
import type { JobEntry } from './jobEntry';
import { groupIdOf, type JobGroup } from './jobGroups';

/** How current an account's jobs are. */
export type SyncState =
  /** Switched off by the user. */
  | { readonly kind: 'off' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'current'; readonly atMs: number }
  /** The jobs are kept as they were at `lastGoodAtMs`; `nextTryAtMs` is undefined while nothing is tried by itself. */
  | {
      readonly kind: 'failed';
      readonly error: ApiError;
      readonly lastGoodAtMs: number | undefined;
      readonly nextTryAtMs: number | undefined;
    };

export interface AccountSnapshot {
  readonly account: Account;
  /** By job id. */
  readonly entries: ReadonlyMap<string, JobEntry>;
  readonly groups: readonly JobGroup[];
  /** Ended jobs that were in the list once and are too old for it now, by job id; in no group, and never asked about. */
  readonly history: ReadonlyMap<string, JobEntry>;
  /** How many of `entries` the user wants out of sight. */
  readonly hiddenCount: number;
  readonly sync: SyncState;
}

/** All that the views show. Immutable; parts that did not change keep their identity. */
export interface Snapshot {
  readonly accounts: readonly AccountSnapshot[];
}

/** What happened to one job between two snapshots: added (no `before`), changed, or gone from the list (no `after`). */
export interface EntryChange {
  readonly before: JobEntry | undefined;
  readonly after: JobEntry | undefined;
}

/** A job whose status changed under our eyes, that is new since the last look (`from` undefined), or that stays in ERROR for good (`from` ERROR). */
export interface Transition {
  readonly entry: JobEntry;
  readonly from: string | undefined;
}

export interface StoreChange {
  readonly previous: Snapshot;
  readonly current: Snapshot;
  readonly entries: readonly EntryChange[];
  /** Empty for a first load: what was already so is no news. */
  readonly transitions: readonly Transition[];
}

/** Whether a change leaves the row where it is, so that the row alone has to be drawn again. */
export function isInPlace({ before, after }: EntryChange): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    before.job.createdAt === after.job.createdAt &&
    groupIdOf(before.job) === groupIdOf(after.job)
  );
}

/** Whether the user wants all jobs of an account that are known out of sight. */
export function isAllHidden({ entries, history }: AccountSnapshot): boolean {
  for (const jobs of [entries, history]) {
    for (const { isHidden } of jobs.values()) {
      if (!isHidden) {
        return false;
      }
    }
  }
  return true;
}

/** A job by its id, whether the list holds it or has held it. */
export function entryIn(account: AccountSnapshot | undefined, jobId: string): JobEntry | undefined {
  return account?.entries.get(jobId) ?? account?.history.get(jobId);
}

/** All jobs of an account that are known, those that the list holds first. */
export function entriesOf({ entries, history }: AccountSnapshot): JobEntry[] {
  return [...entries.values(), ...history.values()];
}

/** The same of all accounts, by group. */
export function knownEntries(snapshot: Snapshot): JobEntry[] {
  return [...listedEntries(snapshot), ...snapshot.accounts.flatMap(({ history }) => [...history.values()])];
}

/** The jobs that the lists hold, by group: what may change by itself. */
export function listedEntries(snapshot: Snapshot): JobEntry[] {
  return snapshot.accounts.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
}
