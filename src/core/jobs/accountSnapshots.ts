import { EntryMap } from './entryMap';
import type { Account } from '../account';
import { NO_HISTORY } from './history';
import type { JobEntry } from './jobEntry';
import { BY_STATUS } from './jobGroups';
import { groupAll, regroup } from './regroup';
import type { AccountSnapshot, EntryChange } from './snapshot';

/** An account without jobs, before its first list. */
export function newAccount(account: Account): AccountSnapshot {
  return {
    account,
    entries: new Map(),
    groups: [],
    history: NO_HISTORY,
    hiddenCount: 0,
    shortfall: undefined,
    sync: { kind: account.isOff ? 'off' : 'loading' },
  };
}

/**
 * The account with new settings. Keeps its jobs, unless its server or its owner changed, or it's turned on or off.
 */
export function withSettings(known: AccountSnapshot | undefined, account: Account): AccountSnapshot {
  if (known === undefined || !hasSameJobs(known.account, account)) {
    return newAccount(account);
  }
  return known.account === account ? known : { ...known, account };
}

/** The account after `changes` in its `entries`: its groups and counts follow. */
export function withChanges(account: AccountSnapshot, changes: readonly EntryChange[]): AccountSnapshot {
  if (changes.length === 0) {
    return account;
  }
  return {
    ...account,
    groups: regroup(account.groups, changes, BY_STATUS) ?? groupAll(account.entries.values(), BY_STATUS),
    hiddenCount: changes.reduce(
      (count, { before, after }) => count + Number(after?.isHidden ?? false) - Number(before?.isHidden ?? false),
      account.hiddenCount,
    ),
  };
}

/** The entries with these changes, which remove none. */
export function withAfter(
  entries: ReadonlyMap<string, JobEntry>,
  changes: readonly { readonly after: JobEntry }[],
): ReadonlyMap<string, JobEntry> {
  if (changes.length === 0) {
    return entries;
  }
  return EntryMap.with(
    entries,
    changes.map(({ after }) => after),
  );
}

function hasSameJobs(a: Account, b: Account): boolean {
  return (
    a.baseUrl === b.baseUrl &&
    a.kind === b.kind &&
    a.sid === b.sid &&
    a.brandId === b.brandId &&
    Boolean(a.isOff) === Boolean(b.isOff)
  );
}
