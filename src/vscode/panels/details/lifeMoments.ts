import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { endedAt } from '../../../core/jobs/jobState';
import type { MomentView } from '../../../webviews/details/protocol';
import { statusInWords } from '../../words/jobWords';
import { durationInWords, fullTime } from '../../words/timeWords';

/** What happened when, oldest first, with the time since the moment before: the life that the page draws, in words. */
export function lifeMoments({ job, samples }: JobEntry): readonly MomentView[] {
  const moments: readonly (readonly [number | undefined, string])[] = [
    [job.createdAt, vscode.l10n.t('Created')],
    [job.status === 'QUEUED' ? undefined : job.startedAt, vscode.l10n.t('Started')],
    ...samples.map(({ atMs, percent }) => [atMs, `${Math.floor(percent)}%`] as const),
    [endedAt(job), statusInWords(job)],
  ];
  const known = moments.filter((moment): moment is readonly [number, string] => moment[0] !== undefined).sort(([a], [b]) => a - b);
  return known.map(([at, what], index) => {
    const before = known[index - 1]?.[0];
    return { what, when: fullTime(at), since: before === undefined ? '' : `+${durationInWords(at - before)}` };
  });
}
