import { type ApiErrorKind, isApiError } from '../apiError';
import { type DownloadErrorKind, isDownloadError } from '../download/downloadError';
import type { SyncState } from '../jobs/snapshot';

/**
 * Errors that pass. A rejected token gets replaced, and a user agrees to a server, while the result stays available.
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
];
/**
 * Download errors that pass, although the download has already retried. Problems with the disk or the file itself
 * aren't included.
 */
const PASSING_DOWNLOADS: readonly DownloadErrorKind[] = ['notReady', 'expired', 'changing', 'busy'];
const RETRY_AFTER_MS = 60_000;

/** From when until when to wait before another attempt, in milliseconds since the epoch. */
export interface Postponement {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** When to try again after this error. Undefined if that wouldn't help. */
export function postponementOf(error: unknown, nowMs: number): Postponement | undefined {
  if (isApiError(error) && PASSING.includes(error.kind)) {
    return {
      sinceMs: nowMs,
      untilMs: Math.max(error.retryAtMs ?? 0, nowMs + (error.retryAtMs === undefined ? RETRY_AFTER_MS : 0)),
    };
  }
  return isDownloadError(error) && PASSING_DOWNLOADS.includes(error.kind)
    ? { sinceMs: nowMs, untilMs: nowMs + RETRY_AFTER_MS }
    : undefined;
}

/** Whether to try again: the time has come, or the account's list was updated since the failure. */
export function isDue({ sinceMs, untilMs }: Postponement, nowMs: number, sync: SyncState | undefined): boolean {
  return nowMs >= untilMs || (sync?.kind === 'current' && sync.atMs > sinceMs);
}
