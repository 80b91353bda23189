import * as vscode from 'vscode';
import { type JobEntry, theirNow } from '../../../core/jobs/jobEntry';
import { earlierEndOf, type JobLife, jobLife, type LifePhase } from '../../../core/jobs/jobLife';
import { endedAt, isActive, isQueued, isToBeRetried } from '../../../core/jobs/jobState';
import type { LifeView, MomentView } from '../../../webviews/details/protocol';
import { stateInWords, statusInWords, wholeMinutes } from '../../jobs/jobWords';
import { durationInWords, fullTime, numberInWords, percentInWords } from '../../words/timeWords';

/**
 * A job's life for the page: a drawing to scale, and the same in words for people who can't see it or want exact times.
 */
export function lifeView(entry: JobEntry, nowMs: number): LifeView {
  const drawn = jobLife(entry, nowMs);
  const legend = (drawn?.phases ?? []).map((phase) => ({
    kind: phase.kind,
    text: phaseInWords(phase, theirNow(entry, nowMs)),
  }));
  return {
    drawn,
    legend,
    sentence: [stateInWords(entry, nowMs), ...legend.map(({ text }) => text)].join(', '),
    moments: momentsOf(entry),
    looksNote: looksInWords(entry, drawn),
    looks: entry.samples.map(({ atMs, percent, records }) => ({
      time: fullTime(atMs),
      progress: percentInWords(percent),
      records: records === undefined ? '' : numberInWords(records),
    })),
  };
}

/** A shorter wait is none, for people. */
const SECOND_MS = 1000;

function phaseInWords({ kind, fromMs, toMs }: LifePhase, nowMs: number): string {
  const duration = durationInWords(toMs === undefined ? wholeMinutes(nowMs - fromMs) : toMs - fromMs);
  switch (kind) {
    case 'queue':
      return toMs === undefined ? vscode.l10n.t('queued for {0}', duration) : vscode.l10n.t('{0} in queue', duration);
    case 'run':
      return toMs === undefined
        ? vscode.l10n.t('running for {0}', duration)
        : vscode.l10n.t({ message: '{0} running', args: [duration], comment: 'A length of time: 5 min running' });
    case 'retryWait':
      return vscode.l10n.t('waiting to retry for {0}', duration);
  }
}

/** How much of the progress is known. What happened between two polls is unknown. */
function looksInWords({ job, samples }: JobEntry, drawn: JobLife | undefined): string {
  if (drawn === undefined || drawn.phases.every(({ kind }) => kind !== 'run')) {
    return '';
  }
  const [first] = samples;
  if (first === undefined) {
    return isActive(job)
      ? vscode.l10n.t('No progress has been recorded yet.')
      : vscode.l10n.t("This window didn't watch the job's progress, so the steps in between are unknown.");
  }
  return samples.length === 1
    ? vscode.l10n.t('Progress was checked once: {0}.', fullTime(first.seenAtMs))
    : vscode.l10n.t(
        'Progress changed {0} times while watched. Watched since: {1}.',
        numberInWords(samples.length),
        fullTime(first.seenAtMs),
      );
}

/** All dates of the job, oldest first, with the time that passed before each. */
function momentsOf(entry: JobEntry): readonly MomentView[] {
  const { job } = entry;
  const startedAt = isQueued(job) ? undefined : job.startedAt;
  const dates: readonly (readonly [string, number | undefined])[] = [
    [vscode.l10n.t('Created'), job.createdAt],
    [vscode.l10n.t('Started'), job.startedAt],
    [vscode.l10n.t('Last progress'), job.progressAt === endedAt(job) ? undefined : job.progressAt],
    [vscode.l10n.t('Completed'), job.completedAt],
    [vscode.l10n.t('Cancelled'), job.cancelledAt],
    [vscode.l10n.t('Abandoned'), job.abandonedAt],
    [isToBeRetried(job) ? statusInWords(job) : vscode.l10n.t('Failed'), job.failedAt],
  ];
  return dates
    .filter((date): date is readonly [string, number] => date[1] !== undefined)
    .sort(([, a], [, b]) => a - b)
    .map(([label, at]) => {
      const isOfEarlierRun =
        at !== job.createdAt &&
        (startedAt === undefined ? !isActive(job) || isQueued(job) : at < startedAt) &&
        at !== endedAt(job);
      return {
        label: isOfEarlierRun ? vscode.l10n.t('{0} (earlier run)', label) : label,
        when: fullTime(at),
        after: afterInWords(entry, at),
      };
    });
}

/** How long the job waited until it started, or ran until it ended. */
function afterInWords({ job, failedTries }: JobEntry, at: number): string {
  const { createdAt, startedAt } = job;
  const isFirstRun = earlierEndOf(job) === undefined && (failedTries?.most ?? 1) === 1;
  if (isQueued(job) || startedAt === undefined) {
    return '';
  }
  if (at === startedAt) {
    return isFirstRun && createdAt !== undefined && at - createdAt >= SECOND_MS
      ? vscode.l10n.t('after {0} in the queue', durationInWords(at - createdAt, 'long'))
      : '';
  }
  return at === endedAt(job) && at >= startedAt
    ? vscode.l10n.t('after running for {0}', durationInWords(at - startedAt, 'long'))
    : '';
}
