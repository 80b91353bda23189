import { isApiError } from '../apiError';
import type { ApiClient } from '../api/apiClient';
import { canReplay } from '../jobs/jobState';
import type { Job } from '../jobs/job';

/**
 * Why a replay was refused: the token may not, or the job does not allow it. `job` is as impact.com tells of it by now.
 */
export type ReplayRefusal = { readonly kind: 'readOnlyToken' } | { readonly kind: 'notReplayable'; readonly job: Job };

/**
 * impact.com answers 403 to a token without the right and to a job that cannot be replayed alike. The job itself tells
 * which it was: where it still says that it can be replayed, it was the token. Undefined where that cannot be known.
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
