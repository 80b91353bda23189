import { type ApiErrorKind, isApiError } from '../apiError';
import { type DownloadErrorKind, isDownloadError } from '../download/downloadError';
import type { SyncState } from '../jobs/snapshot';

/** A token that is refused is replaced one day, and a server agreed to; the result is there all the while. */
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
/** The engine has tried again by then; what the disk or the file itself is to blame for stays so. */
const PASSING_DOWNLOADS: readonly DownloadErrorKind[] = ['notReady', 'expired', 'changing', 'busy'];
const RETRY_AFTER_MS = 60_000;

/** Since when and until when a result is left alone, milliseconds since the epoch. */
export interface Postponement {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** When to try again what failed just now; undefined where that is no use. */
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

/** Whether it is time: it is, too, when impact.com has answered the account well since. */
export function isDue({ sinceMs, untilMs }: Postponement, nowMs: number, sync: SyncState | undefined): boolean {
  return nowMs >= untilMs || (sync?.kind === 'current' && sync.atMs > sinceMs);
}
