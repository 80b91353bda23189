import { groupIdOf } from '../../core/jobs/jobGroups';
import { type AccountSnapshot, isInPlace, type StoreChange } from '../../core/jobs/snapshot';
import type { TreeNode, TreeNodes } from './treeNodes';

/**
 * The rows that VS Code has to ask for again after a change, as few as will do: `all`, or the rows themselves. A row that
 * changes in place is asked for alone. One that moves has both its groups drawn again: told of the new one alone, VS Code
 * would take the row for a second one with the same id. Only a group that appears or goes away concerns their parent.
 */
export function staleNodes({ previous, current, entries }: StoreChange, nodes: TreeNodes): 'all' | readonly TreeNode[] {
  if (accountsOf(previous.accounts) !== accountsOf(current.accounts)) {
    return 'all';
  }
  const hasAccountRows = current.accounts.length > 1;
  const parents = new Set(
    current.accounts
      .filter((account, index) => {
        const known = previous.accounts[index];
        return known !== undefined && (groupsOf(known) !== groupsOf(account) || (hasAccountRows && noteOf(known) !== noteOf(account)));
      })
      .map(({ account }) => account.id),
  );
  if (parents.size > 0 && !hasAccountRows) {
    return 'all';
  }
  const groups = new Set<TreeNode>();
  for (const change of entries) {
    if (!isInPlace(change)) {
      for (const side of [change.before, change.after]) {
        if (side !== undefined && !parents.has(side.accountId)) {
          groups.add(nodes.group(side.accountId, groupIdOf(side.job)));
        }
      }
    }
  }
  const rows = entries.flatMap((change) => {
    const { after } = change;
    const isCovered = after === undefined || parents.has(after.accountId) || groups.has(nodes.group(after.accountId, groupIdOf(after.job)));
    return !isCovered && isInPlace(change) ? [nodes.job(after.accountId, after.job.id)] : [];
  });
  return [...[...parents].map((id) => nodes.account(id)), ...groups, ...rows];
}

function accountsOf(accounts: readonly AccountSnapshot[]): string {
  return accounts.map(({ account }) => `${account.id} ${account.name}`).join('\n');
}

function groupsOf({ groups }: AccountSnapshot): string {
  return groups.map(({ id }) => id).join('\n');
}

/** What an account's own row shows beside its groups. */
function noteOf({ sync }: AccountSnapshot): string {
  return sync.kind === 'failed' ? `failed ${sync.error.kind}` : sync.kind;
}
