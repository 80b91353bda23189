import * as vscode from 'vscode';
import type { Account } from '../../../core/account';
import { actionsOf } from '../../../core/jobs/jobActions';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { PreviewAction, PreviewActionView } from '../../../webviews/preview/protocol';
import { hasTableEditors } from '../../analysis/tableEditors';
import { actionWords } from '../../words/actionWords';

/** The next step with the file. A job supports at most one of these. */
const NEXT: readonly PreviewAction[] = ['openResult', 'resumeDownload', 'download'];

/** What takes the file to other programs. */
const HAND_OVER: readonly PreviewAction[] = ['copyReadingCode', 'newNotebook', 'openResultWith'];

/** The only action while rows are being read. */
export function readingActions(): readonly PreviewActionView[] {
  return [view('cancelReading', false)];
}

/** The actions that a result supports now. */
export function previewActions(
  entry: JobEntry | undefined,
  account: Account | undefined,
  {
    isShown,
    isKept,
    nowMs,
  }: {
    /** Whether the rows are visible. */
    readonly isShown: boolean;
    /** Whether the panel stays with this result. */
    readonly isKept: boolean;
    readonly nowMs: number;
  },
): readonly PreviewActionView[] {
  const possible: readonly string[] = entry === undefined ? [] : actionsOf(entry, account, nowMs);
  const next = NEXT.find((action) => possible.includes(action));
  return [
    ...(isShown ? [] : [view('load', true)]),
    ...(next === undefined ? [] : [view(next, isShown)]),
    ...HAND_OVER.filter(
      (action) => isShown && possible.includes(action) && (action !== 'openResultWith' || hasTableEditors()),
    ).map((action) => view(action, false, true)),
    ...(possible.includes('revealResult') ? [view('revealResult', false, isShown)] : []),
    ...(isShown ? [view('showDetails', false, true), view('loadAgain', false, true)] : []),
    ...(isKept ? [] : [view('keepPanel', false, true)]),
    ...(entry === undefined ? [] : [view('readOtherwise', false, true)]),
  ];
}

function view(action: PreviewAction, isPrimary: boolean, isQuiet = false): PreviewActionView {
  const words = actionWords(action);
  // The result is already open here, as a table.
  const label = action === 'openResult' ? vscode.l10n.t('Open File') : words.label;
  return { action, ...words, label, isPrimary, isQuiet };
}
