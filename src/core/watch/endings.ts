import type { JobEntry } from '../jobs/jobEntry';
import { hasResult } from '../jobs/jobState';
import { isRetrying } from '../jobs/retries';
import type { Transition } from '../jobs/snapshot';
import { isJobStatus, type Outcome, STATUSES } from '../jobs/statuses';

/** The endings to report, by kind of message. */
export interface Endings extends Readonly<Record<Outcome, readonly JobEntry[]>> {
  /**
   * Jobs in ERROR for the first time. They haven't ended, because impact.com retries them, but the user might want
   * to act.
   */
  readonly retrying: readonly JobEntry[];
}

export type EndingKind = keyof Endings;

export interface EndingsPolicy {
  readonly completed: boolean;
  readonly failed: boolean;
}

/**
 * Selects the transitions to report. Watched jobs are always reported, muted and hidden ones never, and others by the
 * settings. The settings never report canceled jobs, which end on purpose. A job with several transitions is reported
 * once, by its last one.
 */
export function endingsOf(transitions: readonly Transition[], policy: EndingsPolicy, nowMs: number): Endings {
  const wanted = { completed: policy.completed, failed: policy.failed, retrying: policy.failed, cancelled: false };
  const endings: Record<EndingKind, JobEntry[]> = { completed: [], failed: [], cancelled: [], retrying: [] };
  for (const transition of lastOfEach(transitions)) {
    const { entry } = transition;
    const kind = endingOf(transition, nowMs);
    if (kind !== undefined && !isSilent(entry) && (wanted[kind] || entry.alert === 'watched')) {
      endings[kind].push(entry);
    }
  }
  return endings;
}

/** The jobs with new results, except muted and hidden ones. */
export function arrivedOf(transitions: readonly Transition[]): readonly JobEntry[] {
  return lastOfEach(transitions)
    .map(({ entry }) => entry)
    .filter((entry) => hasResult(entry.job) && !isSilent(entry));
}

/** Whether the user wants to hear nothing of the job: it's muted or hidden. */
export function isSilent({ alert, isHidden }: Pick<JobEntry, 'alert' | 'isHidden'>): boolean {
  return alert === 'muted' || isHidden;
}

function endingOf({ entry, from }: Transition, nowMs: number): EndingKind | undefined {
  if (!isRetrying(entry, nowMs)) {
    const { outcome } = STATUSES[entry.job.status];
    const wasFailure = isJobStatus(from) && STATUSES[from].outcome === 'failed' && !entry.isRetriedByImpact;
    return wasFailure && outcome === 'failed' ? undefined : outcome;
  }
  // The first failed try has already been reported.
  return (entry.failedTries?.least ?? 1) > 1 ? undefined : 'retrying';
}

function lastOfEach(transitions: readonly Transition[]): readonly Transition[] {
  return [...new Map(transitions.map((transition) => [transition.entry.key, transition])).values()];
}
