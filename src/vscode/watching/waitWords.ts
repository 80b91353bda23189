import * as vscode from 'vscode';
import type { ApiError } from '../../core/apiError';
import type { SyncState } from '../../core/jobs/snapshot';
import { countdownStep } from '../../core/watch/countdown';
import { clockTime, durationInWords } from '../words/timeWords';

/** Whether impact.com or this machine's own limit asks to wait. */
export function asksToWait({ kind }: ApiError): boolean {
  return kind === 'rateLimited' || kind === 'budget';
}

/** When an account's requests can continue, in milliseconds since the epoch. Undefined if it doesn't have to wait. */
export function waitsUntil(sync: SyncState, nowMs: number): number | undefined {
  const untilMs = sync.kind === 'failed' && asksToWait(sync.error) ? sync.error.retryAtMs : undefined;
  return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined;
}

/** `still` leaves out the countdown, for places that aren't updated as time passes. */
export function waitInWords({ kind }: ApiError, untilMs: number, nowMs: number, style: 'counting' | 'still'): string {
  const isOurs = kind === 'budget';
  const until = clockTime(untilMs, nowMs);
  if (style === 'still') {
    return isOurs
      ? vscode.l10n.t(
          'This machine has reached its hourly request limit until {0}. To resume sooner, raise impactJobs.polling.requestsPerHour.',
          until,
        )
      : vscode.l10n.t('impact.com accepts no more requests until {0}.', until);
  }
  const left = durationInWords(countdownStep(untilMs - nowMs)?.shownMs ?? 0);
  return isOurs
    ? vscode.l10n.t(
        'This machine has reached its hourly request limit until {0} (in {1}). To resume sooner, raise impactJobs.polling.requestsPerHour.',
        until,
        left,
      )
    : vscode.l10n.t('impact.com accepts no more requests until {0} (in {1}).', until, left);
}
