import type { Account } from '../../../core/account';
import { actionsOf } from '../../../core/jobs/jobActions';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { PreviewAction, PreviewActionView } from '../../../webviews/preview/protocol';
import { actionWords } from '../../words/actionWords';

/** The next step with the file, of which a job offers one at most. */
const NEXT: readonly PreviewAction[] = ['openResult', 'resumeDownload', 'download'];

/** What can be done with a result as it stands. `isShown`: its rows are in sight. */
export function previewActions(
  entry: JobEntry | undefined,
  account: Account | undefined,
  isShown: boolean,
  nowMs: number,
): readonly PreviewActionView[] {
  const view = (action: PreviewAction, isPrimary: boolean, isQuiet = false): PreviewActionView => ({
    action,
    ...actionWords(action),
    isPrimary,
    isQuiet,
  });
  const possible: readonly string[] = entry === undefined ? [] : actionsOf(entry, account, nowMs);
  const next = NEXT.find((action) => possible.includes(action));
  return [
    ...(isShown ? [] : [view('load', true)]),
    ...(next === undefined ? [] : [view(next, isShown)]),
    ...(possible.includes('revealResult') ? [view('revealResult', false, isShown)] : []),
    ...(isShown ? [view('showDetails', false, true), view('loadAgain', false, true)] : []),
    ...(entry === undefined ? [] : [view('readOtherwise', false, true)]),
  ];
}
