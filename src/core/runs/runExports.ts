import { isApiError } from '../apiError';
import type { Job } from '../jobs/job';
import { isCompleted, canReplay, isActive, canStillChange } from '../jobs/jobState';
import type { ExistingJobRule } from '../savedExports/savedExport';

/** impact.com asks not to replay a job that was just scheduled, because its numbers are as new as a replay's. */
export const FRESH_MS = 10 * 60_000;

export interface RunnableExport {
  readonly accountId: string;
  readonly existingJob: ExistingJobRule;
}

/** The outcome of starting one export of a run. */
export type ExportStart =
  /** `isExisting`: impact.com returned a job whose result already existed. */
  | { readonly kind: 'started'; readonly job: Job; readonly isExisting: boolean; readonly replayOf: string | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** impact.com returned a job that ended without a result and can't be replayed. */
  | { readonly kind: 'notReplayable'; readonly job: Job }
  /** The day's exports are used up. */
  | { readonly kind: 'overLimit' }
  | { readonly kind: 'cancelled' };

export interface RunPolicy<T extends RunnableExport> {
  readonly schedule: (item: T) => Promise<{ readonly job: Job; readonly isExisting: boolean }>;
  readonly replay: (item: T, job: Job) => Promise<Job>;
  /** The number of exports that the account can still start today. */
  readonly exportsLeft: (accountId: string) => number;
  /** The time by impact.com's clock, if known, because the ages of its jobs are measured by that clock. */
  readonly now: (item: T) => number;
  readonly signal: AbortSignal;
  readonly onStep: (item: T, index: number) => void;
}

/**
 * Starts exports one after the other. A failed one doesn't stop the others. If a job with the same parameters exists,
 * it waits for that job, uses it, or replays it. Sends no requests after the day's exports are used up, or for an
 * account that impact.com rejects.
 */
export async function runExports<T extends RunnableExport>(
  items: readonly T[],
  policy: RunPolicy<T>,
): Promise<readonly ExportStart[]> {
  const starts: ExportStart[] = [];
  const refused = new Map<string, unknown>();
  for (const [index, item] of items.entries()) {
    if (policy.signal.aborted) {
      starts.push({ kind: 'cancelled' });
    } else if (refused.has(item.accountId)) {
      starts.push({ kind: 'failed', error: refused.get(item.accountId) });
    } else if (policy.exportsLeft(item.accountId) <= 0) {
      starts.push({ kind: 'overLimit' });
    } else {
      policy.onStep(item, index);
      const start = await startExport(item, policy);
      if (start.kind === 'failed' && concernsAll(start.error)) {
        refused.set(item.accountId, start.error);
      }
      starts.push(start);
    }
  }
  return starts;
}

async function startExport<T extends RunnableExport>(item: T, policy: RunPolicy<T>): Promise<ExportStart> {
  try {
    const { job, isExisting } = await policy.schedule(item);
    const nowMs = policy.now(item);
    if (!isExisting || canStillChange(job, nowMs)) {
      return { kind: 'started', job, isExisting: false, replayOf: undefined };
    }
    const hasResult = isCompleted(job);
    const isFresh = job.createdAt !== undefined && nowMs - job.createdAt < FRESH_MS;
    if (hasResult && (item.existingJob === 'use' || isFresh || !canReplay(job))) {
      return { kind: 'started', job, isExisting: true, replayOf: undefined };
    }
    if (!canReplay(job)) {
      return { kind: 'notReplayable', job };
    }
    return { kind: 'started', job: await policy.replay(item, job), isExisting: false, replayOf: job.id };
  } catch (error) {
    return policy.signal.aborted && isApiError(error) && error.kind === 'aborted'
      ? { kind: 'cancelled' }
      : { kind: 'failed', error };
  }
}

/** Whether every further export of the account would fail the same way. */
function concernsAll(error: unknown): boolean {
  return isApiError(error) && ['rateLimited', 'unauthorized', 'otherServer'].includes(error.kind);
}

/** The state of a job that a run waits for. */
export function stateOfAwaited(job: Job, nowMs: number): 'waiting' | 'done' | 'ended' {
  if (isCompleted(job)) {
    return 'done';
  }
  return isActive(job) || canStillChange(job, nowMs) ? 'waiting' : 'ended';
}
