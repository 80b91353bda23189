import { isApiError } from '../apiError';
import type { ApiClient } from '../api/apiClient';
import { canReplay } from '../jobs/jobState';
import type { Job } from '../jobs/job';

/**
 * Why impact.com refused a replay: the token isn't allowed to, or the job can't be replayed. `job` is its current
 * state.
 */
export type ReplayRefusal = { readonly kind: 'readOnlyToken' } | { readonly kind: 'notReplayable'; readonly job: Job };

/**
 * Finds out why impact.com refused a replay. It responds with 403 both to a token without the permission and to a job
 * that can't be replayed, so this requests the job: if the job still allows a replay, the token is the reason.
 * Undefined if that can't be determined.
 */
export async function explainReplayRefusal(
  client: Pick<ApiClient, 'getJob'>,
  jobId: string,
  error: unknown,
  signal?: AbortSignal,
): Promise<ReplayRefusal | undefined> {
  if (!isApiError(error) || error.kind !== 'forbidden') {
    return undefined;
  }
  const job = await client.getJob(jobId, signal).catch((reason: unknown) => ignoreApiError(reason));
  if (job === undefined) {
    return undefined;
  }
  if (!canReplay(job)) {
    return { kind: 'notReplayable', job };
  }
  return job.replayable === true ? { kind: 'readOnlyToken' } : undefined;
}

function ignoreApiError(error: unknown): undefined {
  if (!isApiError(error)) {
    throw error;
  }
}
