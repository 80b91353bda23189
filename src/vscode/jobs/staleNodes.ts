import { ALL_ACCOUNTS, type ArrangedAccount, type ArrangedChange } from '../../core/arrange/arrangedJobs';
import type { JobGroup } from '../../core/jobs/jobGroups';
import { JobList } from '../../core/jobs/jobList';
import { isAllHidden } from '../../core/jobs/snapshot';
import { countFailed, countUnfinished } from '../../core/jobs/statusCounts';
import { usersStep } from '../accounts/accountWords';
import type { TreeNode, TreeNodes } from './treeNodes';

/**
 * The rows that VS Code has to redraw after a change, as few as possible: `all`, or a list of rows. A row that changes
 * in place is redrawn on its own. For a row that moves, both of its groups are redrawn: if only the new group were, VS
 * Code would find a second row with the same ID. The parent of groups is redrawn only if a group appears or disappears.
 */
export function staleNodes(
  { previous, current, previousMerged, currentMerged, isRearranged }: ArrangedChange,
  nodes: TreeNodes,
): 'all' | readonly TreeNode[] {
  if (isRearranged || accountsOf(previous) !== accountsOf(current)) {
    return 'all';
  }
  if (currentMerged !== undefined) {
    return idsOf(previousMerged ?? []) !== idsOf(currentMerged) || troubleOf(previous) !== troubleOf(current)
      ? 'all'
      : staleRows(ALL_ACCOUNTS, currentMerged, previousMerged ?? [], nodes);
  }
  const hasAccountRows = current.length > 1;
  const stale: TreeNode[] = [];
  for (const [index, account] of current.entries()) {
    const known = previous[index] ?? account;
    if (
      idsOf(known.groups) !== idsOf(account.groups) ||
      noteOf(known, hasAccountRows) !== noteOf(account, hasAccountRows)
    ) {
      if (!hasAccountRows) {
        return 'all';
      }
      stale.push(nodes.account(account.source.account.id));
    } else if (known.groups !== account.groups) {
      stale.push(...staleRows(account.source.account.id, account.groups, known.groups, nodes));
    }
  }
  return stale;
}

/**
 * The rows to redraw if the groups stay the same: groups whose jobs or order changed, and in other groups the jobs that
 * changed.
 */
function staleRows(
  owner: string,
  groups: readonly JobGroup[],
  known: readonly JobGroup[],
  nodes: TreeNodes,
): readonly TreeNode[] {
  return groups.flatMap((group, index): readonly TreeNode[] => {
    const rows = group.entries.changedSince(known[index]?.entries ?? JobList.empty);
    return rows === undefined
      ? [nodes.group(owner, group.id)]
      : rows.map(({ accountId, job }) => nodes.job(accountId, job.id));
  });
}

function accountsOf(accounts: readonly ArrangedAccount[]): string {
  return accounts
    .map(
      ({ source: { account, sync, hiddenCount } }) =>
        `${account.id} ${hiddenCount} ${account.name} ${account.isReadOnly === true} ${account.newBrandCount ?? 0} ${sync.kind === 'off'}`,
    )
    .join('\n');
}

/** What the rows of accounts in trouble show above groups of all accounts. */
function troubleOf(accounts: readonly ArrangedAccount[]): string {
  return accounts
    .filter(({ source: { sync } }) => sync.kind === 'failed')
    .map((account) => `${account.source.account.id} ${noteOf(account, true)}`)
    .join('\n');
}

function idsOf(groups: readonly JobGroup[]): string {
  return groups.map(({ id }) => id).join('\n');
}

/**
 * What an account shows besides its groups: in its own row and a note, or before the groups if it's the only account.
 */
function noteOf({ source }: ArrangedAccount, hasAccountRows: boolean): string {
  const { entries, history, sync } = source;
  if (!hasAccountRows) {
    return usersStep(sync) ?? '';
  }
  const error =
    sync.kind === 'failed'
      ? [sync.error.kind, sync.error.status, sync.error.retryAtMs, sync.lastGoodAtMs, sync.nextTryAtMs]
      : [];
  const { running } = countUnfinished({ accounts: [source] });
  return [countFailed(source), running, entries.size + history.size > 0, isAllHidden(source), sync.kind, ...error].join(
    ' ',
  );
}
