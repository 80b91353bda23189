import { fieldsOf, isRecord } from '../isRecord';
import { ApiError } from '../apiError';
import { requireSuccess } from '../api/requireSuccess';

/** The addresses in the response to an export that contain the job's ID. */
const URIS = ['QueuedUri', 'ResultUri', 'ReplayUri'] as const;

const IS_ID = /^[\w-]{1,128}$/;

export interface ScheduledExport {
  readonly jobId: string;
  /** As sent: `QUEUED`. */
  readonly statusText: string;
}

/**
 * Decodes the job that an export was scheduled as: its addresses, or the job itself. Throws `rejected`, with the
 * invalid fields, for an error envelope with HTTP 200. Throws `unreadable` for a response without a job.
 */
export function decodeScheduled(value: unknown): ScheduledExport {
  const known = fieldsOf(requireSuccess(value));
  const answer = isRecord(known['Job']) ? known['Job'] : known;
  const jobId =
    URIS.map((name) => jobIdIn(answer[name])).find((id) => id !== undefined) ??
    [answer['Id'], answer['JobId']].find((id): id is string => typeof id === 'string' && IS_ID.test(id));
  if (jobId === undefined) {
    throw new ApiError('unreadable', 'The response contains no job');
  }
  return { jobId, statusText: typeof answer['Status'] === 'string' ? answer['Status'] : '' };
}

/** Takes only the ID from the address. Later requests use our own addresses. */
function jobIdIn(uri: unknown): string | undefined {
  return typeof uri === 'string' ? /\/Jobs\/([\w-]{1,128})(?:[/?#.]|$)/i.exec(uri)?.[1] : undefined;
}
