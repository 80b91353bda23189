import { fieldsOf } from '../isRecord';
import { ApiError } from '../apiError';
import { requireSuccess } from '../api/requireSuccess';

/** The addresses in the response to an export that contain the job's ID. */
const URIS = ['QueuedUri', 'ResultUri', 'ReplayUri'] as const;

export interface ScheduledExport {
  readonly jobId: string;
  /** As sent: `QUEUED`. */
  readonly statusText: string;
}

/**
 * Decodes the job that an export was scheduled as. Throws `rejected`, with the invalid fields, for an error envelope
 * with HTTP 200. Throws `unreadable` for a response without a job.
 */
export function decodeScheduled(value: unknown): ScheduledExport {
  const known = requireSuccess(value);
  const answer = fieldsOf(known);
  const jobId = URIS.map((name) => jobIdIn(answer[name])).find((id) => id !== undefined);
  if (jobId === undefined) {
    throw new ApiError('unreadable', 'The response contains no job');
  }
  return { jobId, statusText: typeof answer['Status'] === 'string' ? answer['Status'] : '' };
}

/** Takes only the ID from the address. Later requests use our own addresses. */
function jobIdIn(uri: unknown): string | undefined {
  return typeof uri === 'string' ? /\/Jobs\/([\w-]{1,128})(?:[/?#.]|$)/.exec(uri)?.[1] : undefined;
}
