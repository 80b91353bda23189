import * as vscode from 'vscode';
import type { ApiError } from '../../core/apiError';
import type { SyncState } from '../../core/jobs/snapshot';
import { countdownStep } from '../../core/watch/countdown';
import { clockTime, durationInWords } from '../words/timeWords';

/** impact.com, or the machine's own allowance. */
export function asksToWait({ kind }: ApiError): boolean {
  return kind === 'rateLimited' || kind === 'budget';
}

/**
 * When requests go on that an account has to wait for, milliseconds since the epoch; undefined where it has not, or not
 * any more.
 */
export function waitsUntil(sync: SyncState, nowMs: number): number | undefined {
  const untilMs = sync.kind === 'failed' && asksToWait(sync.error) ? sync.error.retryAtMs : undefined;
  return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined;
}

/** A place that is not drawn again with the time takes it `still`, without a countdown. */
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
