import type { ApiErrorKind } from '../apiError';
import { isApiError } from '../apiError';
import { isCompleted } from '../jobs/jobState';
import { isJobStatus } from '../jobs/statuses';
import { type DownloadError, isDownloadError } from './downloadError';
import type { WaitReason } from './downloadProgress';

/** Failures in a row, without new bytes in between, after which a download gives up. */
const MAX_FAILURES = 8;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** A server that asks for more patience is better asked again by a person; what is there is kept. */
const MAX_ASKED_WAIT_MS = 15 * 60_000;

const PASSING: readonly ApiErrorKind[] = ['server', 'timeout', 'cut', 'offline', 'refused', 'rateLimited'];

export interface Failure {
  readonly error: unknown;
  /** How many in a row, this one included. */
  readonly failures: number;
  /** How many links in a row the storage has refused, this one included. */
  readonly refusedLinks: number;
  readonly nowMs: number;
  /** Whether the connection to the server has ever carried bytes in this download. */
  readonly hasReceived: boolean;
  /** From 0 to 1, so that many downloads do not come back at the same moment. */
  readonly random: number;
}

export interface Retry {
  readonly waitMs: number;
  readonly reason: WaitReason;
}

/** When to try again, or undefined when that is no use. Pure. */
export function retryAfter({ error, failures, refusedLinks, nowMs, hasReceived, random }: Failure): Retry | undefined {
  const reason = passingReason(error, hasReceived);
  if (reason === undefined || failures >= MAX_FAILURES) {
    return undefined;
  }
  if (reason === 'expired') {
    // A link that ran out on the way is the ordinary end of a link; a fresh one that is refused is no matter of age.
    return refusedLinks === 1 ? { waitMs: 0, reason } : undefined;
  }
  const backoffMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.75 + random / 4);
  const askedMs = isApiError(error) && error.retryAtMs !== undefined ? error.retryAtMs - nowMs : 0;
  return askedMs > MAX_ASKED_WAIT_MS ? undefined : { waitMs: Math.max(backoffMs, askedMs), reason };
}

function passingReason(error: unknown, hasReceived: boolean): WaitReason | undefined {
  if (isDownloadError(error)) {
    if (isAlmostReady(error)) {
      return 'notReady';
    }
    return error.kind === 'expired' ? 'expired' : undefined;
  }
  if (!isApiError(error)) {
    return undefined;
  }
  // TLS that broke in the middle is a broken connection; TLS that never came about is a certificate or a proxy.
  const isPassing = PASSING.includes(error.kind) || (error.kind === 'tls' && hasReceived);
  return isPassing ? error.kind : undefined;
}

/** A job can be completed some minutes before its file is there. One that runs says so, and has no file for long. */
function isAlmostReady(error: DownloadError): boolean {
  const status = error.jobStatus?.toUpperCase();
  return error.kind === 'notReady' && (status === undefined || (isJobStatus(status) && isCompleted({ status })));
}
