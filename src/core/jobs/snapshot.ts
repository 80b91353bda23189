import type { Account } from '../account';
import type { ApiError } from '../apiError';
import type { JobEntry } from './jobEntry';
import type { JobGroup } from './jobGroups';
import { isActive, isToBeRetried } from './jobState';

/** How current an account's jobs are. */
export type SyncState =
  /** Turned off by the user. */
  | { readonly kind: 'off' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'current'; readonly atMs: number }
  /** The jobs are as of `lastGoodAtMs`. `nextTryAtMs` is undefined while there is no automatic retry. */
  | {
      readonly kind: 'failed';
      readonly error: ApiError;
      readonly lastGoodAtMs: number | undefined;
      readonly nextTryAtMs: number | undefined;
    };

/** When the jobs were last known to be current, in milliseconds since the epoch. */
export function lastGoodAt(sync: SyncState): number | undefined {
  if (sync.kind === 'current') {
    return sync.atMs;
  }
  return sync.kind === 'failed' ? sync.lastGoodAtMs : undefined;
}

/** A list that was read in part. */
export interface Shortfall {
  /** How many jobs the whole list has. Undefined if impact.com doesn't say. */
  readonly total: number | undefined;
}

export interface AccountSnapshot {
  readonly account: Account;
  /** By job id. */
  readonly entries: ReadonlyMap<string, JobEntry>;
  readonly groups: readonly JobGroup[];
  /** Ended jobs that are too old for the list, by job ID. They are in no group and use no requests. */
  readonly history: ReadonlyMap<string, JobEntry>;
  /** The number of `entries` that the user has hidden. */
  readonly hiddenCount: number;
  /** Set if impact.com has more jobs in the list's period than have been read. */
  readonly shortfall: Shortfall | undefined;
  readonly sync: SyncState;
}

/** Everything that views show. Immutable; unchanged parts keep their identity. */
export interface Snapshot {
  readonly accounts: readonly AccountSnapshot[];
}

/**
 * A change of one job between two snapshots: added (no `before`), changed, or gone (no `after`). A job that moves
 * between the list and the history is gone from one and then added to the other.
 */
export interface EntryChange {
  readonly before: JobEntry | undefined;
  readonly after: JobEntry | undefined;
}

/**
 * A job whose status changed, that is new since the last poll (`from` is undefined), or that stays in ERROR for good
 * (`from` is ERROR).
 */
export interface Transition {
  readonly entry: JobEntry;
  readonly from: string | undefined;
}

export interface StoreChange {
  readonly previous: Snapshot;
  readonly current: Snapshot;
  readonly entries: readonly EntryChange[];
  /** Empty for a first load, because existing jobs aren't news. */
  readonly transitions: readonly Transition[];
}

/** Whether the user has hidden all known jobs of an account. */
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

/** Finds a job by its ID in the list or the history. */
export function entryIn(account: AccountSnapshot | undefined, jobId: string): JobEntry | undefined {
  return account?.entries.get(jobId) ?? account?.history.get(jobId);
}

/** All known jobs of an account: the list, then the history. */
export function entriesOf({ entries, history }: AccountSnapshot): JobEntry[] {
  return [...entries.values(), ...history.values()];
}

/** All known jobs of all accounts: the lists, by group, then the histories. */
export function knownEntries(snapshot: Snapshot): JobEntry[] {
  return [...listedEntries(snapshot), ...snapshot.accounts.flatMap(({ history }) => [...history.values()])];
}

/** The jobs in the lists of all accounts, by group. Only these change without a user's action. */
export function listedEntries(snapshot: Snapshot): JobEntry[] {
  return snapshot.accounts.flatMap(({ groups }) => groups.flatMap(({ entries }) => [...entries]));
}

/**
 * The account's listed jobs with a status that isn't final: those that haven't ended, and those in ERROR. Cheap,
 * because the jobs of a group share their status.
 */
export function unsettledEntries({ groups }: Pick<AccountSnapshot, 'groups'>): readonly JobEntry[] {
  return groups
    .filter(({ entries: { first } }) => first !== undefined && (isActive(first.job) || isToBeRetried(first.job)))
    .flatMap(({ entries }) => [...entries]);
}

/** How many jobs of an incomplete list are known, and how many there are. Undefined if none are missing. */
export function shortfallOf({
  entries,
  shortfall,
}: AccountSnapshot): { readonly shown: number; readonly total: number | undefined } | undefined {
  const shown = entries.size;
  const isShort = shortfall !== undefined && (shortfall.total === undefined || shown < shortfall.total);
  return isShort ? { shown, total: shortfall.total } : undefined;
}
