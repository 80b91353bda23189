import * as vscode from 'vscode';
import type { Counterparts } from '../../../core/compare/findCounterpart';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { ResultMarks } from '../../downloads/resultMarks';
import { distinctName } from '../../jobs/jobWords';

/** The results whose files don't exist anymore. */
export async function missingResults(
  { before, after }: Counterparts,
  marks: ResultMarks,
): Promise<readonly JobEntry[]> {
  const both = [before, after];
  const isMissing = await Promise.all(
    both.map((entry) =>
      marks.existing(entry).then(
        () => false,
        // The class of the error is in another bundle.
        (error: unknown) => error instanceof Error && error.name === 'UserError',
      ),
    ),
  );
  return both.filter((_, index) => isMissing[index]);
}

/** Which files don't exist anymore, and what to do. */
export function missingInWords([first, second]: readonly JobEntry[], nowMs: number): string {
  return first === undefined || second !== undefined
    ? vscode.l10n.t('The files of both results no longer exist. Download the results again to compare them.')
    : vscode.l10n.t(
        'The file of {0} no longer exists. Download the result again to compare it.',
        distinctName(first, nowMs),
      );
}
