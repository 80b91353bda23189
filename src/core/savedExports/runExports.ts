import { isApiError } from '../apiError';
import type { Job } from '../jobs/job';
import { isCompleted, canReplay, isActive, isWatched } from '../jobs/jobState';
import type { ExistingJobRule } from './savedExport';

/** impact.com asks not to replay what has just been scheduled: its numbers are as new as a replay's. */
export const FRESH_MS = 10 * 60_000;

export interface RunnableExport {
  readonly accountId: string;
  readonly existingJob: ExistingJobRule;
}

/** How the start of one export of a run went. */
export type ExportStart =
  /** `isOld`: impact.com gave a result that was there before. */
  | { readonly kind: 'started'; readonly job: Job; readonly isOld: boolean; readonly replayOf: string | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** impact.com gave a job that ended without a result, and that cannot be replayed. */
  | { readonly kind: 'dead'; readonly job: Job }
  /** The day's exports are used up. */
  | { readonly kind: 'overLimit' }
  | { readonly kind: 'cancelled' };

export interface RunPolicy<T extends RunnableExport> {
  readonly schedule: (item: T) => Promise<{ readonly job: Job; readonly isExisting: boolean }>;
  readonly replay: (item: T, job: Job) => Promise<Job>;
  /** How many exports the account may still ask for today. */
  readonly left: (accountId: string) => number;
  /** By impact.com's clock, as far as that is known: ages of its jobs are measured by it. */
  readonly now: (item: T) => number;
  readonly signal: AbortSignal;
  readonly onStep: (item: T, index: number) => void;
}

/**
 * Starts exports one after the other; one that fails does not keep the others from starting. Where the same parameters
 * gave a job before, it is waited for, used, or replayed. No export is asked for that the day has no room for, nor of an
 * account that impact.com has refused altogether.
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
    } else if (policy.left(item.accountId) <= 0) {
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
    if (!isExisting || isWatched(job, nowMs)) {
      return { kind: 'started', job, isOld: false, replayOf: undefined };
    }
    const hasResult = isCompleted(job);
    const isFresh = job.createdAt !== undefined && nowMs - job.createdAt < FRESH_MS;
    if (hasResult && (item.existingJob === 'use' || isFresh || !canReplay(job))) {
      return { kind: 'started', job, isOld: true, replayOf: undefined };
    }
    if (!canReplay(job)) {
      return { kind: 'dead', job };
    }
    return { kind: 'started', job: await policy.replay(item, job), isOld: false, replayOf: job.id };
  } catch (error) {
    return policy.signal.aborted && isApiError(error) && error.kind === 'aborted'
      ? { kind: 'cancelled' }
      : { kind: 'failed', error };
  }
}

/** What would be answered to every further export of the account too. */
function concernsAll(error: unknown): boolean {
  return isApiError(error) && ['rateLimited', 'unauthorized', 'otherServer'].includes(error.kind);
}

/** What has become of a job that a run waits for. */
export function stateOfAwaited(job: Job, nowMs: number): 'waiting' | 'done' | 'ended' {
  if (isCompleted(job)) {
    return 'done';
  }
  return isActive(job) || isWatched(job, nowMs) ? 'waiting' : 'ended';
}
