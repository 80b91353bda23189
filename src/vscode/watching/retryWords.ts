import * as vscode from 'vscode';
import { MAX_TRIES, type Retry } from '../../core/jobs/retries';
import { clockTime } from '../words/timeWords';

/** `retrying, try 3 of 5, next at 14:35`: the number of failed tries, if known, and the time of the next one. */
export function retryInWords({ failedTries, nextAtMs }: Retry, nowMs: number, style: 'short' | 'long'): string {
  const isDue = nextAtMs !== undefined && nextAtMs <= nowMs;
  const at = nextAtMs === undefined || isDue ? undefined : clockTime(nextAtMs, nowMs);
  if (style === 'long') {
    return [
      failedTries === undefined
        ? vscode.l10n.t('impact.com retries automatically')
        : vscode.l10n.t('impact.com retries automatically: try {0} of {1} failed', failedTries, MAX_TRIES),
      ...(at === undefined ? [] : [vscode.l10n.t('next try: {0}', at)]),
      ...(isDue ? [vscode.l10n.t('next try is due')] : []),
    ].join(', ');
  }
  return [
    vscode.l10n.t('retrying'),
    ...(failedTries === undefined ? [] : [vscode.l10n.t('try {0} of {1}', failedTries, MAX_TRIES)]),
    ...(at === undefined ? [] : [vscode.l10n.t('next: {0}', at)]),
    ...(isDue ? [vscode.l10n.t('next is due')] : []),
  ].join(', ');
}
