import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { isToDownload } from '../../../core/jobs/jobState';
import type { PreviewAction, PreviewActionView } from '../../../webviews/preview/protocol';

const ACTIONS: Readonly<Record<PreviewAction, readonly [icon: PreviewActionView['icon'], label: () => string]>> = {
  download: ['download', () => vscode.l10n.t('Download Result')],
  openResult: ['open', () => vscode.l10n.t('Open Result')],
  revealResult: ['reveal', () => vscode.l10n.t('Reveal Result in Explorer')],
  showDetails: ['list', () => vscode.l10n.t('Show Details')],
  load: ['replay', () => vscode.l10n.t('Load Preview')],
  loadAgain: ['replay', () => vscode.l10n.t('Read the First Rows Again')],
};

/** What can be done with a result as it stands. `isShown`: its rows are in sight. */
export function previewActions(entry: JobEntry | undefined, isShown: boolean): readonly PreviewActionView[] {
  const view = (action: PreviewAction, isPrimary: boolean, isQuiet = false): PreviewActionView => ({
    action,
    icon: ACTIONS[action][0],
    label: ACTIONS[action][1](),
    isPrimary,
    isQuiet,
  });
  const isDownloaded = entry?.download !== undefined;
  return [
    ...(isShown ? [] : [view('load', true)]),
    ...(isDownloaded
      ? [view('openResult', isShown), view('revealResult', false, isShown)]
      : entry !== undefined && isToDownload(entry)
        ? [view('download', isShown)]
        : []),
    ...(isShown ? [view('showDetails', false, true), view('loadAgain', false, true)] : []),
  ];
}
