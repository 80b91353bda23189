import { type ApiError, type ApiErrorKind, isApiError } from '../apiError';
import { saysDone } from '../jobs/statuses';
import { type DownloadError, isDownloadError } from './downloadError';
import type { WaitReason } from './downloadProgress';

/** The number of failures in a row, without new bytes in between, after which a download fails. */
const MAX_FAILURES = 8;
/** How often pages of something in between are retried: the user might have to sign in to the network first. */
const MAX_PAGES = 4;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** If a server asks for a longer wait, the user decides when to retry. The received bytes are kept. */
const MAX_ASKED_WAIT_MS = 15 * 60_000;

const PASSING: readonly ApiErrorKind[] = ['server', 'timeout', 'cut', 'offline', 'refused', 'rateLimited'];

export interface Failure {
  readonly error: unknown;
  /** The number of failures in a row, including this one. */
  readonly failures: number;
  /** The number of links in a row that the storage refused, including this one. */
  readonly refusedLinks: number;
  readonly nowMs: number;
  /** Whether the connection has delivered any bytes in this download. */
  readonly hasReceived: boolean;
  /** From 0 to 1. Keeps many downloads from retrying at the same moment. */
  readonly random: number;
}

export interface Retry {
  readonly waitMs: number;
  readonly reason: WaitReason;
}

/** When to retry. Undefined if a retry doesn't help. Pure. */
export function retryAfter({ error, failures, refusedLinks, nowMs, hasReceived, random }: Failure): Retry | undefined {
  const reason = passingReason(error, hasReceived);
  if (reason === undefined || failures >= (reason === 'unreadable' ? MAX_PAGES : MAX_FAILURES)) {
    return undefined;
  }
  if (reason === 'expired') {
    // A link that expires during a download is normal. If a fresh one is refused, expiry isn't the reason.
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
  // TLS that fails during a download is a lost connection. TLS that never worked is a problem with a certificate or a
  // proxy.
  const isPassing = PASSING.includes(error.kind) || (error.kind === 'tls' && hasReceived) || isPage(error);
  return isPassing ? error.kind : undefined;
}

/**
 * A completed job's file can take some minutes to appear. A running job says that it runs, and its file takes longer.
 */
function isAlmostReady(error: DownloadError): boolean {
  const { kind, jobStatus } = error;
  return kind === 'notReady' && (jobStatus === undefined || saysDone(jobStatus));
}

/** Whether the response was the page of something in between. An address that can't be read has no status. */
function isPage({ kind, status }: ApiError): boolean {
  return kind === 'unreadable' && status !== undefined;
}
