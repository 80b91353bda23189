import * as vscode from 'vscode';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { ApiError, ApiErrorKind } from '../../core/api/apiError';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { isFiltering } from '../../core/arrange/jobFilter';
import type { Snapshot, SyncState } from '../../core/jobs/snapshot';
import { countdownStep } from '../../core/watch/countdown';
import { sentenceFor } from '../errorMessages';
import { filterInWords, shownInWords } from '../words/arrangementWords';
import { clockTime, durationInWords } from '../words/timeWords';

/** What the view shows; each but `jobs` has a welcome of its own in package.json. */
export const VIEW_STATES = ['signedOut', 'off', 'loading', 'empty', 'offline', 'badToken', 'noToken', 'forbidden', 'rateLimited', 'trouble', 'filteredOut', 'allHidden', 'jobs'] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/** With several accounts each has a row that tells its own state. `shownCount`: how many jobs are shown. */
export function viewStateOf({ accounts }: Snapshot, shownCount: number): ViewState {
  const [only, ...others] = accounts;
  if (only === undefined) {
    return 'signedOut';
  }
  if (others.length > 0 || shownCount > 0) {
    return 'jobs';
  }
  const total = only.entries.size;
  return total + only.history.size === 0 ? emptyStateOf(only.sync) : only.hiddenCount < total || only.history.size > 0 ? 'filteredOut' : 'allHidden';
}

/**
 * What stands above the rows: what is shown of how many while a filter is on, and `state`. An empty tree has a welcome for the
 * filter alone, which VS Code hides beside a message.
 */
export function messageAbove({ counts, arrangement: { filter } }: ArrangedJobs, state: string | undefined): string | undefined {
  const shown = isFiltering(filter) && counts.total > 0 && (counts.shown > 0 || state !== undefined) ? shownInWords(counts, filter) : undefined;
  return shown !== undefined && state !== undefined ? vscode.l10n.t('{0}. {1}', shown, state) : (shown ?? state);
}

/** Beside the view's title: the filter that nothing passes, which the welcome cannot name. */
export function filterWithoutJobs({ counts, arrangement: { filter } }: ArrangedJobs): string | undefined {
  return isFiltering(filter) && counts.shown === 0 && counts.total > 0 ? filterInWords(filter) : undefined;
}

function emptyStateOf(sync: SyncState): ViewState {
  if (sync.kind !== 'failed') {
    return sync.kind === 'current' ? 'empty' : sync.kind;
  }
  switch (sync.error.kind) {
    case 'unauthorized':
      return credentialTrouble(sync) === 'missing' ? 'noToken' : 'badToken';
    case 'forbidden':
      return 'forbidden';
    case 'rateLimited':
    case 'budget':
      return 'rateLimited';
    case 'offline':
    case 'refused':
    case 'timeout':
    case 'cut':
    case 'tls':
      return 'offline';
    default:
      return 'trouble';
  }
}

/**
 * What stands above the rows when the jobs are not current: as of when they are, why, and when it is tried again. Beside
 * an empty tree VS Code hides the welcome for it, so there it is kept for what a welcome cannot tell: a time. A place that
 * is not drawn again with the time takes it `still`, without a countdown.
 */
export function viewMessage({ accounts }: Snapshot, nowMs: number, style: 'counting' | 'still' = 'counting'): string | undefined {
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0 || only.sync.kind !== 'failed') {
    return undefined;
  }
  const { error, lastGoodAtMs, nextTryAtMs } = only.sync;
  const isEmpty = only.entries.size === 0;
  const asOf = lastGoodAtMs === undefined || isEmpty ? '' : vscode.l10n.t('As of {0}.', clockTime(lastGoodAtMs, nowMs));
  if (asksToWait(error) && error.retryAtMs !== undefined) {
    const isOver = error.retryAtMs <= nowMs;
    if (isOver) {
      return isEmpty ? vscode.l10n.t('Requests are possible again. Refresh to load the jobs.') : undefined;
    }
    return sentences(asOf, waitInWords(error.kind, error.retryAtMs, nowMs, style));
  }
  if (isEmpty) {
    return asksToWait(error) ? sentenceFor(error, nowMs) : undefined;
  }
  return sentences(asOf, sentenceFor(error, nowMs), nextTryAtMs === undefined ? '' : vscode.l10n.t('Next try at {0}.', clockTime(nextTryAtMs, nowMs)));
}

/** The wait for requests that `viewMessage` counts down, milliseconds since the epoch; undefined where there is none. */
export function blockedUntil({ accounts }: Snapshot, nowMs: number): number | undefined {
  const [only, ...others] = accounts;
  const untilMs = others.length === 0 && only?.sync.kind === 'failed' && asksToWait(only.sync.error) ? only.sync.error.retryAtMs : undefined;
  return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined;
}

/** impact.com, or the machine's own allowance. */
function asksToWait({ kind }: ApiError): boolean {
  return kind === 'rateLimited' || kind === 'budget';
}

function waitInWords(kind: ApiErrorKind, untilMs: number, nowMs: number, style: 'counting' | 'still'): string {
  const isOurs = kind === 'budget';
  const until = clockTime(untilMs, nowMs);
  if (style === 'still') {
    return isOurs
      ? vscode.l10n.t('This machine\'s requests for the hour are spent until {0}: raise impactJobs.polling.requestsPerHour to go on sooner.', until)
      : vscode.l10n.t('impact.com allows no more requests until {0}.', until);
  }
  const left = durationInWords(countdownStep(untilMs - nowMs)?.shownMs ?? 0);
  return isOurs
    ? vscode.l10n.t('This machine\'s requests for the hour are spent until {0} (in {1}): raise impactJobs.polling.requestsPerHour to go on sooner.', until, left)
    : vscode.l10n.t('impact.com allows no more requests until {0} (in {1}).', until, left);
}

function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
