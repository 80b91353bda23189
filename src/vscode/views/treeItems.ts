import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobGroup } from '../../core/jobs/jobGroups';
import { canDownload, canReplay, isWatched } from '../../core/jobs/jobState';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { sentenceFor } from '../errorMessages';
import { commandId } from '../ids';
import { jobDescription, jobLabel, spokenJob, statusInWords } from '../words/jobWords';
import { numberInWords } from '../words/timeWords';
import { iconName, type JobIcons } from './jobIcons';
import type { AccountNode, GroupNode, JobNode, MoreNode, NoteNode } from './treeNodes';

const OPEN_AT_FIRST: readonly string[] = ['RUNNING', 'QUEUED'];

export function accountItem(node: AccountNode, { account, sync }: AccountSnapshot, nowMs: number): vscode.TreeItem {
  const item = new vscode.TreeItem(account.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.contextValue = `account ${account.source}`;
  item.iconPath = new vscode.ThemeIcon(sync.kind === 'failed' ? 'warning' : 'account');
  item.description = sync.kind === 'failed' ? sentenceFor(sync.error, nowMs) : account.sid;
  item.tooltip = sync.kind === 'failed' ? `${account.sid}\n${item.description}` : account.sid;
  return item;
}

export function groupItem(node: GroupNode, group: JobGroup | undefined): vscode.TreeItem {
  const first = group?.entries[0]?.job;
  const label = first === undefined ? node.groupId : statusInWords(first);
  const isOpen = group !== undefined && (OPEN_AT_FIRST.includes(group.id) || group.status === 'UNKNOWN');
  const item = new vscode.TreeItem(label, isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  const count = group?.entries.length ?? 0;
  item.id = node.id;
  item.description = numberInWords(count);
  item.contextValue = `group ${node.groupId.toLowerCase()}`;
  item.accessibilityInformation = { label: count === 1 ? vscode.l10n.t('{0}, 1 job', label) : vscode.l10n.t('{0}, {1} jobs', label, numberInWords(count)) };
  return item;
}

export function jobItem(node: JobNode, entry: JobEntry, icons: JobIcons, nowMs: number): vscode.TreeItem {
  const item = new vscode.TreeItem(jobLabel(entry), vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = jobDescription(entry, nowMs);
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

function noteInWords({ sync }: AccountSnapshot, nowMs: number): string {
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
