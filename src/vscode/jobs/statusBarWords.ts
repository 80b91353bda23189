import * as vscode from 'vscode';
import type { Freshness } from '../../core/jobs/freshness';
import type { UnfinishedCounts } from '../../core/jobs/statusCounts';
import { plural } from '../words/plural';
import { clockTime } from '../words/timeWords';
import { statusInWords } from './jobWords';

/** What the status bar counts. */
export interface StatusCounts {
  readonly unfinished: UnfinishedCounts;
  readonly failed: number;
  readonly retrying: number;
}

/**
 * `2 running, 1 queued, 1 failed, as of 14:05`: what is known about the jobs, and since when it's no longer current.
 * Contains no counts if the jobs have never been listed.
 */
export function statusInBar(counts: StatusCounts, isAnyKnown: boolean, freshness: Freshness, nowMs: number): string {
  const { loadingCount, missingCount, shortCount, asOfMs } = freshness;
  if (!isAnyKnown) {
    return loadingCount > 0 ? vscode.l10n.t('Loading jobs…') : vscode.l10n.t('Jobs not loaded');
  }
  return [
    ...countsInWords(counts),
    ...(missingCount === 0
      ? []
      : [
          plural(
            missingCount,
            vscode.l10n.t({ message: '{0} account not loaded', args: [missingCount], comment: ['singular'] }),
            vscode.l10n.t('{0} accounts not loaded', missingCount),
          ),
        ]),
    ...(shortCount > 0 ? [vscode.l10n.t('not all jobs loaded')] : []),
    ...(loadingCount > 0 ? [vscode.l10n.t('loading more…')] : []),
    ...(asOfMs === undefined ? [] : [vscode.l10n.t('as of {0}', clockTime(asOfMs, nowMs))]),
  ].join(', ');
}

/** The running jobs (even if none), other unfinished jobs, and failures. */
function countsInWords({ unfinished, failed, retrying }: StatusCounts): readonly string[] {
  const { running, queued, others } = unfinished;
  return [
    vscode.l10n.t('{0} running', running),
    ...(queued > 0 ? [vscode.l10n.t('{0} queued', queued)] : []),
    ...others.map(({ job, count }) =>
      vscode.l10n.t({
        message: '{0} {1}',
        args: [count, statusInWords(job).toLowerCase()],
        comment: 'How many jobs have a status, and the status as impact.com names it: 2 paused',
      }),
    ),
    ...(failed === 0
      ? []
      : [
          plural(
            failed,
            vscode.l10n.t({ message: '{0} failed', args: [failed], comment: ['singular'] }),
            vscode.l10n.t('{0} failed', failed),
          ),
        ]),
    ...(retrying === 0 ? [] : [vscode.l10n.t('{0} retrying', retrying)]),
  ];
}
