import { isApiError } from '../apiError';
import type { CountedAs } from '../reports/exportRequest';
import type { Job } from '../jobs/job';
import { isCompleted, canReplay, isActive, canStillChange } from '../jobs/jobState';
import type { ExistingJobRule } from '../savedExports/savedExport';
import { isSurelyUnsent } from './postponement';

/** impact.com asks not to replay a job that was just scheduled, because its numbers are as new as a replay's. */
export const FRESH_MS = 10 * 60_000;

export interface RunnableExport {
  readonly accountId: string;
  /** The allowance of the day that it uses. Default: the one of reports. */
  readonly allowance?: CountedAs;
  readonly existingJob: ExistingJobRule;
  /** The job to replay instead of scheduling an export. */
  readonly replays?: string | undefined;
}

/** The outcome of starting one export of a run. */
export type ExportStart =
  /** `isExisting`: impact.com returned a job whose result already existed. */
  | { readonly kind: 'started'; readonly job: Job; readonly isExisting: boolean; readonly replayOf: string | undefined }
  /** `isRepeatable`: to start it again can't start it twice. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly isRepeatable: boolean }
  /** impact.com returned a job that ended without a result and can't be replayed. */
  | { readonly kind: 'notReplayable'; readonly job: Job }
  /** The day's exports are used up. */
  | { readonly kind: 'overLimit' }
  | { readonly kind: 'cancelled' };

export interface RunPolicy<T extends RunnableExport> {
  readonly schedule: (item: T) => Promise<{ readonly job: Job; readonly isExisting: boolean }>;
  readonly replay: (item: T, jobId: string) => Promise<Job>;
  /** The number of exports of the same allowance that the account can still start today. */
  readonly exportsLeft: (item: T) => number;
  /** The time by impact.com's clock, if known, because the ages of its jobs are measured by that clock. */
  readonly now: (item: T) => number;
  readonly signal: AbortSignal;
  readonly onStep: (item: T, index: number) => void;
  /** Called with each outcome before the next export is started. */
  readonly onStart?: (item: T, start: ExportStart) => void;
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
    const start = withoutRequest(item, policy, refused) ?? (await nextStart(item, index, policy));
    if (start.kind === 'failed' && concernsAll(start.error)) {
      refused.set(payerOf(item), start.error);
    }
    starts.push(start);
    policy.onStart?.(item, start);
  }
  return starts;
}

function withoutRequest<T extends RunnableExport>(
  item: T,
  { signal, exportsLeft }: RunPolicy<T>,
  refused: ReadonlyMap<string, unknown>,
): ExportStart | undefined {
  if (signal.aborted) {
    return { kind: 'cancelled' };
  }
  if (refused.has(payerOf(item))) {
    return { kind: 'failed', error: refused.get(payerOf(item)), isRepeatable: true };
  }
  return item.replays === undefined && exportsLeft(item) <= 0 ? { kind: 'overLimit' } : undefined;
}

/** An account's exports of clicks can be used up while it can export reports. */
function payerOf({ accountId, allowance = 'exports' }: RunnableExport): string {
  return `${allowance} ${accountId}`;
}

async function nextStart<T extends RunnableExport>(item: T, index: number, policy: RunPolicy<T>): Promise<ExportStart> {
  policy.onStep(item, index);
  return startExport(item, policy);
}

/** impact.com returns the same job for the same export, but each replay of an agency's job is a new one. */
async function startExport<T extends RunnableExport>(item: T, policy: RunPolicy<T>): Promise<ExportStart> {
  let isReplay = false;
  const replay = async (jobId: string): Promise<ExportStart> => {
    isReplay = true;
    return { kind: 'started', job: await policy.replay(item, jobId), isExisting: false, replayOf: jobId };
  };
  try {
    return await (item.replays === undefined ? scheduleOne(item, policy, replay) : replay(item.replays));
  } catch (error) {
    return policy.signal.aborted && isApiError(error) && error.kind === 'aborted'
      ? { kind: 'cancelled' }
      : { kind: 'failed', error, isRepeatable: !isReplay || isSurelyUnsent(error) };
  }
}

async function scheduleOne<T extends RunnableExport>(
  item: T,
  policy: RunPolicy<T>,
  replay: (jobId: string) => Promise<ExportStart>,
): Promise<ExportStart> {
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
  return canReplay(job) ? replay(job.id) : { kind: 'notReplayable', job };
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
