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
 * The job that an export was scheduled as. Throws `rejected`, with the fields that are wrong, for the error envelope
 * that comes with HTTP 200, and `unreadable` for an answer that names no job.
 */
export function decodeScheduled(value: unknown): ScheduledExport {
  const known = requireSuccess(value);
  const answer = fieldsOf(known);
  const jobId = URIS.map((name) => jobIdIn(answer[name])).find((id) => id !== undefined);
  if (jobId === undefined) {
    throw new ApiError('unreadable', 'The answer names no job');
  }
  return { jobId, statusText: typeof answer['Status'] === 'string' ? answer['Status'] : '' };
}

/** Only the id is taken from the address; what is asked for later is an address of our own. */
function jobIdIn(uri: unknown): string | undefined {
  return typeof uri === 'string' ? /\/Jobs\/([\w-]{1,128})(?:[/?#.]|$)/.exec(uri)?.[1] : undefined;
}
