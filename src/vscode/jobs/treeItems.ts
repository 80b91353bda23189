import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { credentialTrouble, needsToken } from '../../core/accounts/credentialTrouble';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobGroup } from '../../core/jobs/jobGroups';
import type { Sorting } from '../../core/arrange/sortJobs';
import { actionsOf } from '../../core/jobs/jobActions';
import { isActive, isCompleted } from '../../core/jobs/jobState';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { commandId } from '../ids';
import { accountDescription, noteInWords } from '../accounts/accountWords';
import { groupName } from './groupWords';
import { jobDescription, jobLabel, spokenJob } from './jobWords';
import { numberInWords } from '../words/timeWords';
import { jobIcon } from './jobIcons';
import type { AccountNode, GroupNode, HiddenNode, JobNode, MoreNode, NoteNode } from './treeNodes';
import { plural } from '../words/plural';

export function accountItem(
  node: AccountNode,
  snapshot: AccountSnapshot,
  { nowMs, isAmongFew }: { readonly nowMs: number; readonly isAmongFew: boolean },
): vscode.TreeItem {
  const { account, sync } = snapshot;
  const isOff = sync.kind === 'off';
  const isOpen =
    isAmongFew ||
    sync.kind === 'failed' ||
    snapshot.groups.some(({ entries }) => entries.some(({ job }) => isActive(job)));
  const openState = isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(account.name, isOff ? vscode.TreeItemCollapsibleState.None : openState);
  item.id = isOff ? `${node.id}//off` : node.id; // VS Code remembers by this ID whether a row is expanded
  item.contextValue = [
    'account',
    account.source,
    isOff ? 'off' : 'on',
    ...(needsToken(sync) ? ['needsToken'] : []),
    ...(credentialTrouble(sync) === 'otherServer' ? ['needsServer'] : []),
    ...(sync.kind === 'failed' ? ['failed'] : []),
    ...(account.kind === 'agency' ? ['agency'] : []),
    ...(account.brandId === undefined ? [] : ['ofAgency']),
  ].join(' ');
  item.iconPath = accountIcon(snapshot);
  item.description = accountDescription(snapshot, nowMs);
  item.accessibilityInformation = { label: `${account.name}, ${item.description}` };
  return item;
}

function accountIcon({ account, sync }: AccountSnapshot): vscode.ThemeIcon {
  switch (sync.kind) {
    case 'off':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'failed':
      return sync.error.kind === 'rateLimited' || sync.error.kind === 'budget'
        ? new vscode.ThemeIcon('clock')
        : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    default:
      return new vscode.ThemeIcon(account.brandId === undefined ? 'account' : 'tag');
  }
}

export function groupItem(node: GroupNode, group: JobGroup | undefined, nowMs: number): vscode.TreeItem {
  const label = groupName(node.groupId, group?.entries.first, nowMs);
  const isOpen = group?.entries.some(({ job }) => isActive(job)) === true;
  const item = new vscode.TreeItem(
    label,
    isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const count = group?.entries.length ?? 0;
  item.id = node.id;
  item.description = numberInWords(count);
  item.contextValue = `group ${node.groupId.toLowerCase()}`;
  item.accessibilityInformation = {
    label: plural(
      count,
      vscode.l10n.t('{0}, {1} job', label, numberInWords(count)),
      vscode.l10n.t('{0}, {1} jobs', label, numberInWords(count)),
    ),
  };
  return item;
}

export interface JobItemOptions {
  readonly nowMs: number;
  /** Whether the row shows the job's status, because no group does. */
  readonly withStatus: boolean;
  /** The name of the account that the row shows. Empty if the row is below its account. */
  readonly accountName: string;
  readonly account: Account | undefined;
}

export function jobItem(
  node: JobNode,
  entry: JobEntry,
  { nowMs, withStatus, accountName, account }: JobItemOptions,
): vscode.TreeItem {
  const item = new vscode.TreeItem(jobLabel(entry), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = jobDescription(entry, nowMs, withStatus, accountName);
  item.iconPath = jobIcon(entry, nowMs);
  item.contextValue = contextWords(entry, account, nowMs).join(' ');
  item.accessibilityInformation = {
    label: [spokenJob(entry, nowMs), accountName].filter((part) => part !== '').join(', '),
  };
  item.command =
    entry.download === undefined
      ? { command: commandId('showDetails'), title: vscode.l10n.t('Show Details'), arguments: [node] }
      : { command: commandId('previewResult'), title: vscode.l10n.t('Preview Result'), arguments: [node] };
  return item;
}

/** Whether the jobs that aren't shown yet are the older ones. In any other order than by date, they can be any. */
export function moreItem(node: MoreNode, hiddenCount: number, sortBy: Sorting): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more…'), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  const count = numberInWords(hiddenCount);
  item.description =
    sortBy === 'newest'
      ? plural(
          hiddenCount,
          vscode.l10n.t({ message: '{0} older', args: [count], comment: ['singular'] }),
          vscode.l10n.t('{0} older', count),
        )
      : plural(
          hiddenCount,
          vscode.l10n.t({ message: '{0} more', args: [count], comment: ['singular'] }),
          vscode.l10n.t('{0} more', count),
        );
  item.command = { command: commandId('showMore'), title: vscode.l10n.t('Show More'), arguments: [node] };
  return item;
}

/** How many jobs are hidden. A click lets the user show them again. */
export function hiddenItem(node: HiddenNode, hiddenCount: number): vscode.TreeItem {
  const label = vscode.l10n.t('Hidden jobs: {0}', numberInWords(hiddenCount));
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('eye-closed');
  item.command = { command: commandId('unhideJobs'), title: label };
  return item;
}

/** Why an account shows no jobs or no current ones. A click does what can be done about it. */
export function noteItem(node: NoteNode, account: AccountSnapshot, nowMs: number): vscode.TreeItem {
  const { label, why = '', icon, command, setting } = noteInWords(account, nowMs);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = why;
  item.tooltip = [label, why].filter((words) => words !== '').join(': ');
  item.iconPath = new vscode.ThemeIcon(icon);
  if (command !== undefined) {
    item.command = { command: commandId(command), title: label, arguments: [node] };
  }
  if (setting !== undefined) {
    item.command = { command: 'workbench.action.openSettings', title: label, arguments: [`@id:impactJobs.${setting}`] };
  }
  return item;
}

/** The words that menus match with `viewItem =~ /\breplay\b/`: the actions that the job supports. */
function contextWords(entry: JobEntry, account: Account | undefined, nowMs: number): readonly string[] {
  return ['job', ...(isCompleted(entry.job) ? ['completed'] : []), ...actionsOf(entry, account, nowMs)];
}
