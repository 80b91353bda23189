import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { canDownload, canReplay, isWatched } from '../../../core/jobs/jobState';
import type { ActionView, DetailsAction } from '../../../webviews/details/protocol';

const ACTIONS: Readonly<Record<DetailsAction, readonly [icon: ActionView['icon'], label: () => string]>> = {
  replay: ['replay', () => vscode.l10n.t('Replay')],
  previewResult: ['preview', () => vscode.l10n.t('Preview Result')],
  download: ['download', () => vscode.l10n.t('Download Result')],
  pauseDownload: ['pause', () => vscode.l10n.t('Pause Download')],
  resumeDownload: ['download', () => vscode.l10n.t('Resume Download')],
  cancelDownload: ['cancel', () => vscode.l10n.t('Cancel Download')],
  openResult: ['open', () => vscode.l10n.t('Open Result')],
  revealResult: ['reveal', () => vscode.l10n.t('Reveal Result in Explorer')],
  revealJob: ['list', () => vscode.l10n.t('Show in the Jobs View')],
  copyId: ['copy', () => vscode.l10n.t('Copy Job ID')],
  copyCurl: ['terminal', () => vscode.l10n.t('Copy as curl')],
  watchJob: ['watch', () => vscode.l10n.t('Watch This Job')],
  unwatchJob: ['watch', () => vscode.l10n.t('Stop Watching This Job')],
  muteJob: ['mute', () => vscode.l10n.t('Mute This Job')],
  unmuteJob: ['mute', () => vscode.l10n.t('Unmute This Job')],
  showJson: ['json', () => vscode.l10n.t('Show JSON')],
  addAccount: ['account', () => vscode.l10n.t('Sign In…')],
  startDemo: ['beaker', () => vscode.l10n.t('Start Demo')],
  refresh: ['replay', () => vscode.l10n.t('Refresh')],
};

export function actionView(action: DetailsAction, isPrimary = false): ActionView {
  const [icon, label] = ACTIONS[action];
  return { action, icon, label: label(), isPrimary };
}

/** What can be done with a job as it stands, the likeliest first. */
export function jobActions({ job, download, transfer, alert }: JobEntry, nowMs: number): readonly ActionView[] {
  const primary: readonly DetailsAction[] =
    transfer !== undefined ? (transfer.kind === 'unfinished' ? ['resumeDownload', 'cancelDownload'] : ['pauseDownload', 'cancelDownload']) : download !== undefined ? ['openResult', 'revealResult'] : canDownload(job) ? ['download'] : [];
  const others: readonly DetailsAction[] = [
    ...(canDownload(job) ? ['previewResult' as const] : []),
    ...(canReplay(job) ? ['replay' as const] : []),
    ...(download !== undefined && transfer === undefined ? ['download' as const] : []),
    ...(isWatched(job, nowMs) ? [alert === 'watched' ? ('unwatchJob' as const) : ('watchJob' as const), alert === 'muted' ? ('unmuteJob' as const) : ('muteJob' as const)] : []),
    'revealJob',
    'copyId',
    'copyCurl',
    'showJson',
  ];
  return [...primary.map((action, index) => actionView(action, index === 0)), ...others.map((action) => actionView(action))];
}
