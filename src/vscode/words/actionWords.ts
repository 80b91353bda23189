import * as vscode from 'vscode';
import type { ComparisonAction } from '../../webviews/comparison/protocol';
import type { ActionView, DetailsAction } from '../../webviews/details/protocol';
import type { PreviewAction } from '../../webviews/preview/protocol';
import type { TableAction } from '../../webviews/table/protocol';
import type { CommandId } from '../ids';

/** The actions of the buttons in the panels. */
export type PanelAction = ComparisonAction | DetailsAction | PreviewAction | TableAction;

interface ActionWords {
  readonly icon: ActionView['icon'];
  readonly label: string;
}

const ACTIONS: Readonly<Record<PanelAction, readonly [icon: ActionView['icon'], label: () => string]>> = {
  replay: ['replay', () => vscode.l10n.t('Replay Job')],
  previewResult: ['preview', () => vscode.l10n.t('Preview Result')],
  download: ['download', () => vscode.l10n.t('Download Result')],
  downloadAgain: ['download', () => vscode.l10n.t('Download Result')],
  pauseDownload: ['pause', () => vscode.l10n.t('Pause Download')],
  resumeDownload: ['resume', () => vscode.l10n.t('Resume Download')],
  cancelDownload: ['cancel', () => vscode.l10n.t('Cancel Download')],
  openResult: ['open', () => vscode.l10n.t('Open Result')],
  revealResult: ['reveal', () => vscode.l10n.t('Reveal Result in Explorer')],
  revealJob: ['list', () => vscode.l10n.t('Show in Jobs View')],
  showDetails: ['info', () => vscode.l10n.t('Show Details')],
  copyId: ['copy', () => vscode.l10n.t('Copy Job ID')],
  copyLink: ['link', () => vscode.l10n.t('Copy Link')],
  copyCurl: ['terminal', () => vscode.l10n.t('Copy as curl')],
  copyScript: ['script', () => vscode.l10n.t('Copy as Script…')],
  copyReadingCode: ['code', () => vscode.l10n.t('Copy Code to Read It…')],
  newNotebook: ['notebook', () => vscode.l10n.t('New Notebook from Result')],
  openResultWith: ['grid', () => vscode.l10n.t('Open Result With…')],
  watchJob: ['watch', () => vscode.l10n.t('Watch Job')],
  unwatchJob: ['watch', () => vscode.l10n.t('Stop Watching Job')],
  muteJob: ['mute', () => vscode.l10n.t('Mute Job')],
  unmuteJob: ['watch', () => vscode.l10n.t('Unmute Job')],
  hideJob: ['cancel', () => vscode.l10n.t('Hide Job')],
  keepPanel: ['pin', () => vscode.l10n.t('Keep Open')],
  showJson: ['json', () => vscode.l10n.t('Show JSON')],
  lookAgain: ['refresh', () => vscode.l10n.t('Try Again')],
  load: ['refresh', () => vscode.l10n.t('Load Preview')],
  loadAgain: ['refresh', () => vscode.l10n.t('Reload First Rows')],
  cancelReading: ['cancel', () => vscode.l10n.t('Cancel')],
  readOtherwise: ['settings', () => vscode.l10n.t('Reading Options')],
  exportChanges: ['save', () => vscode.l10n.t('Export as CSV…')],
  compareLines: ['list', () => vscode.l10n.t('Compare Lines')],
  compareAgain: ['refresh', () => vscode.l10n.t('Compare Again')],
  cancelComparing: ['cancel', () => vscode.l10n.t('Cancel')],
  addAccount: ['account', () => vscode.l10n.t('Sign In…')],
  startDemo: ['beaker', () => vscode.l10n.t('Start Demo')],
  refresh: ['refresh', () => vscode.l10n.t('Refresh')],
};

export const PANEL_ACTIONS = Object.keys(ACTIONS) as readonly PanelAction[];

/** The label and icon of a button. The label is the command's title if there is one. */
export function actionWords(action: PanelAction): ActionWords {
  const [icon, label] = ACTIONS[action];
  return { icon, label: label() };
}

/** The command that a button runs. */
export function commandOf(action: CommandId | 'downloadAgain'): CommandId {
  return action === 'downloadAgain' ? 'download' : action;
}
