import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { ArrangedGroup } from '../../core/arrange/arrangeJobs';
import { canDownload, canReplay, isActive, isWatched } from '../../core/jobs/jobState';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { sentenceFor } from '../errorMessages';
import { commandId } from '../ids';
import { groupName } from '../words/groupWords';
import { jobDescription, jobLabel, spokenJob } from '../words/jobWords';
import { numberInWords } from '../words/timeWords';
import { iconName, type JobIcons } from './jobIcons';
import type { AccountNode, GroupNode, JobNode, MoreNode, NoteNode } from './treeNodes';

export function accountItem(node: AccountNode, { account, sync }: AccountSnapshot, nowMs: number): vscode.TreeItem {
  const item = new vscode.TreeItem(account.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.contextValue = `account ${account.source}`;
  item.iconPath = new vscode.ThemeIcon(sync.kind === 'failed' ? 'warning' : 'account');
  item.description = sync.kind === 'failed' ? sentenceFor(sync.error, nowMs) : account.sid;
  item.tooltip = sync.kind === 'failed' ? `${account.sid}\n${item.description}` : account.sid;
  return item;
}

export function groupItem(node: GroupNode, group: ArrangedGroup | undefined, nowMs: number): vscode.TreeItem {
  const label = groupName(node.groupId, group?.entries[0]?.job, nowMs);
  const isOpen = group?.entries.some(({ job }) => isActive(job)) === true;
  const item = new vscode.TreeItem(label, isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  const count = group?.entries.length ?? 0;
  item.id = node.id;
  item.description = numberInWords(count);
  item.contextValue = `group ${node.groupId.toLowerCase()}`;
  item.accessibilityInformation = { label: count === 1 ? vscode.l10n.t('{0}, 1 job', label) : vscode.l10n.t('{0}, {1} jobs', label, numberInWords(count)) };
  return item;
}

export interface JobItemOptions {
  readonly icons: JobIcons;
  readonly nowMs: number;
  /** Where no group tells a job's status, its row does. */
  readonly withStatus: boolean;
}

export function jobItem(node: JobNode, entry: JobEntry, { icons, nowMs, withStatus }: JobItemOptions): vscode.TreeItem {
  const item = new vscode.TreeItem(jobLabel(entry), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = jobDescription(entry, nowMs, withStatus);
  item.iconPath = icons.get(iconName(entry, nowMs));
  item.contextValue = contextWords(entry, nowMs).join(' ');
  item.accessibilityInformation = { label: spokenJob(entry, nowMs) };
  item.command =
    entry.download === undefined
      ? { command: commandId('showDetails'), title: vscode.l10n.t('Show Details'), arguments: [node] }
      : { command: commandId('openResult'), title: vscode.l10n.t('Open Result'), arguments: [node] };
  return item;
}

export function moreItem(node: MoreNode, hiddenCount: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more…'), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = vscode.l10n.t('{0} older', numberInWords(hiddenCount));
  item.command = { command: commandId('showMore'), title: vscode.l10n.t('Show More'), arguments: [node] };
  return item;
}

export function noteItem(node: NoteNode, account: AccountSnapshot, nowMs: number): vscode.TreeItem {
  const item = new vscode.TreeItem(noteInWords(account, nowMs), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('info');
  return item;
}

function noteInWords({ entries, hiddenCount, sync }: AccountSnapshot, nowMs: number): string {
  if (entries.size > 0) {
    return hiddenCount < entries.size ? vscode.l10n.t('No job passes the filter') : vscode.l10n.t('All jobs are hidden');
  }
  switch (sync.kind) {
    case 'loading':
      return vscode.l10n.t('Loading…');
    case 'current':
      return vscode.l10n.t('No jobs in the days that the list covers');
    case 'failed':
      return sentenceFor(sync.error, nowMs);
  }
}

/** What menus match with `viewItem =~ /\breplayable\b/`. */
function contextWords({ job, download, transfer, alert }: JobEntry, nowMs: number): readonly string[] {
  return [
    'job',
    job.status.toLowerCase(),
    ...(canReplay(job) ? ['replayable'] : []),
    ...(canDownload(job) ? ['downloadable'] : []),
    ...(download === undefined ? [] : ['downloaded']),
    ...(transfer === undefined ? [] : [transfer.kind === 'queued' ? 'downloadQueued' : transfer.kind]),
    ...(isWatched(job, nowMs) ? [alert === 'watched' ? 'watched' : 'watchable', alert === 'muted' ? 'muted' : 'mutable'] : []),
  ];
}
