import type { JobEntry } from '../jobs/jobEntry';
import { hasResult, isRetrying } from '../jobs/jobState';
import type { Transition } from '../jobs/snapshot';
import { type Outcome, STATUSES } from '../jobs/statuses';

/** What is worth telling, told apart by how it is said. */
export interface Endings extends Readonly<Record<Outcome, readonly JobEntry[]>> {
  /** In ERROR for the first time: no end yet, for impact.com may try again by itself, but somebody may want to step in. */
  readonly retrying: readonly JobEntry[];
}

export type EndingKind = keyof Endings;

export interface EndingsPolicy {
  readonly completed: boolean;
  readonly failed: boolean;
}

/**
 * Which of the transitions the user wants to hear of. A watched job is told of in any case, a muted one in none, the
 * others by the settings: then a cancelled job is no news, for it ended on purpose. A job that changed several times
 * is told of once, as it is in the last of its transitions.
 */
export function endingsOf(transitions: readonly Transition[], policy: EndingsPolicy, nowMs: number): Endings {
  const wanted = { completed: policy.completed, failed: policy.failed, retrying: policy.failed, cancelled: false };
  const endings: Record<EndingKind, JobEntry[]> = { completed: [], failed: [], cancelled: [], retrying: [] };
  for (const entry of lastOfEach(transitions)) {
    const kind = endingOf(entry, nowMs);
    if (kind !== undefined && entry.alert !== 'muted' && (wanted[kind] || entry.alert === 'watched')) {
      endings[kind].push(entry);
    }
  }
  return endings;
}

/** The jobs whose results have come, but for those that the user wants to hear nothing of. */
export function arrivedOf(transitions: readonly Transition[]): readonly JobEntry[] {
  return lastOfEach(transitions).filter(({ job, alert }) => hasResult(job) && alert !== 'muted');
}

function endingOf(entry: JobEntry, nowMs: number): EndingKind | undefined {
  if (!isRetrying(entry.job, nowMs)) {
    return STATUSES[entry.job.status].outcome;
  }
  // Of the tries after the first the user has been told already.
  return (entry.failedTries?.least ?? 1) > 1 ? undefined : 'retrying';
}

function lastOfEach(transitions: readonly Transition[]): readonly JobEntry[] {
  return [...new Map(transitions.map(({ entry }) => [entry.key, entry])).values()];
}
