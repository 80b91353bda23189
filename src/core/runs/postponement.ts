import { type ApiError, type ApiErrorKind, isApiError } from '../apiError';
import { type DownloadErrorKind, isDownloadError } from '../download/downloadError';
import type { SyncState } from '../jobs/snapshot';

/**
 * Errors of a download that pass. A rejected token gets replaced, a user agrees to a server, and a portal with its own
 * certificate or redirect goes away, while the result stays available.
 */
const PASSING: readonly ApiErrorKind[] = [
  'unauthorized',
  'otherServer',
  'rateLimited',
  'budget',
  'server',
  'unreadable',
  'timeout',
  'offline',
  'refused',
  'cut',
  'tls',
  'unsafe',
];
/**
 * Download errors that pass, although the download has already retried. Problems with the disk or the file itself
 * aren't included.
 */
const PASSING_DOWNLOADS: readonly DownloadErrorKind[] = ['notReady', 'expired', 'changing', 'busy'];
/**
 * Temporary errors of an export's start. The others need the user, who is there: the token, the
 * certificate, or a limit that says when it ends.
 */
const PASSING_STARTS: readonly ApiErrorKind[] = ['server', 'unreadable', 'timeout', 'offline', 'refused', 'cut'];
/** Errors before a request was sent. */
const UNSENT: readonly ApiErrorKind[] = ['offline', 'refused'];

const FIRST_WAIT_MS = 60_000;
/** While another process of this machine downloads the result, which mostly takes seconds. */
const FIRST_BUSY_WAIT_MS = 2_000;
const MAX_WAIT_MS = 15 * 60_000;
/** Each start that reaches impact.com can cost one of the day's 100 exports. These take about eight hours. */
const MAX_COSTLY_STARTS = 12;
const MAX_START_WAIT_MS = 60 * 60_000;
/** After more failures, a list that arrives says nothing: impact.com responds, and something else doesn't. */
const MAX_EARLY_TRIES = 3;

/** From when until when to wait before another attempt, in milliseconds since the epoch. */
export interface Postponement {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** The number of failures in a row, including the last one. */
  readonly failures: number;
}

/** When to try a download again after this error. Undefined if that wouldn't help. */
export function postponementOf(error: unknown, nowMs: number, failures = 1): Postponement | undefined {
  const isPassing = isApiError(error)
    ? PASSING.includes(error.kind)
    : isDownloadError(error) && PASSING_DOWNLOADS.includes(error.kind);
  return isPassing ? afterFailure(error, nowMs, failures, MAX_WAIT_MS) : undefined;
}

/** When to try the start of an export again after this error. Undefined if that wouldn't help. */
export function startPostponementOf(error: unknown, nowMs: number, failures: number): Postponement | undefined {
  const isPassing =
    isApiError(error) &&
    PASSING_STARTS.includes(error.kind) &&
    (failures < MAX_COSTLY_STARTS || UNSENT.includes(error.kind));
  return isPassing ? afterFailure(error, nowMs, failures, MAX_START_WAIT_MS) : undefined;
}

/** Whether the request has certainly not reached impact.com: it wasn't sent, or a page in between answered it. */
export function isSurelyUnsent(error: unknown): boolean {
  return isApiError(error) && (UNSENT.includes(error.kind) || isPage(error));
}

/** A response in impact.com's place has a status. One that broke off, or that isn't JSON, has none. */
function isPage({ kind, status = 0 }: ApiError): boolean {
  return kind === 'unreadable' && (status === 511 || (status >= 300 && status < 500));
}

/** Waits longer with each failure, or until the time that the server names. */
function afterFailure(error: unknown, nowMs: number, failures: number, maxWaitMs: number): Postponement {
  const askedAtMs = isApiError(error) ? error.retryAtMs : undefined;
  const isBusy = isDownloadError(error) && error.kind === 'busy';
  const waitMs = Math.min(maxWaitMs, (isBusy ? FIRST_BUSY_WAIT_MS : FIRST_WAIT_MS) * 2 ** (failures - 1));
  return { sinceMs: nowMs, untilMs: askedAtMs ?? nowMs + waitMs, failures };
}

/** Whether to try again: the time has come, or the account's list was updated since the failure. */
export function isDue(
  { sinceMs, untilMs, failures }: Postponement,
  nowMs: number,
  sync: SyncState | undefined,
): boolean {
  const isListed = sync?.kind === 'current' && sync.atMs > sinceMs;
  return nowMs >= untilMs || (isListed && failures <= MAX_EARLY_TRIES);
}
