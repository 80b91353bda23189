import * as vscode from 'vscode';
import type { Account } from '../../../core/accounts/account';
import { mayReplay } from '../../../core/accounts/mayReplay';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { hasResult, isToBeRetried, isUnsuccessful, isWatched } from '../../../core/jobs/jobState';
import type { ActionView, DetailsAction } from '../../../webviews/details/protocol';

const ACTIONS: Readonly<Record<DetailsAction, readonly [icon: ActionView['icon'], label: () => string]>> = {
  replay: ['replay', () => vscode.l10n.t('Replay')],
  previewResult: ['preview', () => vscode.l10n.t('Preview Result')],
  download: ['download', () => vscode.l10n.t('Download Result')],
  pauseDownload: ['pause', () => vscode.l10n.t('Pause Download')],
  resumeDownload: ['download', () => vscode.l10n.t('Resume Download')],
  cancelDownload: ['cancel', () => vscode.l10n.t('Cancel Download')],
  openResult: ['open', () => vscode.l10n.t('Open Result')],
  revealResult: ['reveal', () => vscode.l10n.t('Reveal Result')],
  revealJob: ['list', () => vscode.l10n.t('Show in the Jobs View')],
  copyId: ['copy', () => vscode.l10n.t('Copy Job ID')],
  copyLink: ['link', () => vscode.l10n.t('Copy Link')],
  copyCurl: ['terminal', () => vscode.l10n.t('Copy as curl')],
  copyScript: ['script', () => vscode.l10n.t('Copy as Script…')],
  watchJob: ['watch', () => vscode.l10n.t('Watch')],
  unwatchJob: ['watch', () => vscode.l10n.t('Stop Watching')],
  muteJob: ['mute', () => vscode.l10n.t('Mute')],
  unmuteJob: ['watch', () => vscode.l10n.t('Unmute')],
  showJson: ['json', () => vscode.l10n.t('Show JSON')],
  lookAgain: ['replay', () => vscode.l10n.t('Look Again')],
  addAccount: ['account', () => vscode.l10n.t('Sign In…')],
  startDemo: ['beaker', () => vscode.l10n.t('Start Demo')],
  refresh: ['replay', () => vscode.l10n.t('Refresh')],
};

export function actionView(action: DetailsAction, weight: ActionView['weight']): ActionView {
  const [icon, label] = ACTIONS[action];
  return { action, icon, label: label(), weight };
}

/** What can be done with a job as it stands, the likeliest first. */
export function jobActions(entry: JobEntry, account: Account, nowMs: number): readonly ActionView[] {
  const [first, ...others] = [
    ...ofResult(entry),
    ...(mayReplay(entry, account) ? ['replay' as const] : []),
    ...ofAlert(entry, nowMs),
  ];
  // A job in error or at work has nothing that most people want next.
  const isFirstWanted =
    first !== undefined &&
    (ofResult(entry).includes(first) || (isUnsuccessful(entry.job) && !isToBeRetried(entry.job)));
  return [
    ...(first === undefined ? [] : [actionView(first, isFirstWanted ? 'primary' : 'secondary')]),
    ...others.map((action) => actionView(action, 'secondary')),
    ...QUIET.map((action) => actionView(action, 'quiet')),
  ];
}

const QUIET = [
  'revealJob',
  'copyId',
  'copyLink',
  'copyCurl',
  'copyScript',
  'showJson',
] as const satisfies readonly DetailsAction[];

function ofResult({ job, download, transfer }: JobEntry): readonly DetailsAction[] {
  if (transfer !== undefined) {
    return [transfer.kind === 'unfinished' ? 'resumeDownload' : 'pauseDownload', 'cancelDownload'];
  }
  if (!hasResult(job)) {
    return [];
  }
  return download === undefined
    ? ['download', 'previewResult']
    : ['openResult', 'revealResult', 'previewResult', 'download'];
}

function ofAlert({ job, alert }: JobEntry, nowMs: number): readonly DetailsAction[] {
  return isWatched(job, nowMs)
    ? [alert === 'watched' ? 'unwatchJob' : 'watchJob', alert === 'muted' ? 'unmuteJob' : 'muteJob']
    : [];
}
