import * as vscode from 'vscode';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { isFiltering } from '../../core/arrange/jobFilter';
import {
  type AccountSnapshot,
  isAllHidden,
  shortfallOf,
  type Snapshot,
  type SyncState,
} from '../../core/jobs/snapshot';
import { asOfMs, currentForMs } from '../../core/jobs/freshness';
import { countdownStep } from '../../core/watch/countdown';
import { apiSentence } from '../words/apiSentence';
import { filterInWords, shownInWords } from '../arrange/arrangementWords';
import { shortfallSentence } from '../words/shortfallWords';
import { clockTime, numberInWords } from '../words/timeWords';
import { asksToWait, waitInWords, waitsUntil } from '../watching/waitWords';

/** Many accounts usually have the same problem. */
const MAX_MESSAGES = 4;

/** What the view shows. Each state except `jobs` has its own welcome in package.json. */
export const VIEW_STATES = [
  'signedOut',
  'off',
  'loading',
  'empty',
  'offline',
  'badToken',
  'noToken',
  'otherServer',
  'forbidden',
  'rateLimited',
  'trouble',
  'filteredOut',
  'allHidden',
  'jobs',
] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/**
 * The state of the view. With several accounts, each account's row shows its own state. `shownCount` is the number of
 * jobs shown.
 */
export function viewStateOf({ accounts }: Snapshot, shownCount: number): ViewState {
  const [only, ...others] = accounts;
  if (only === undefined) {
    return 'signedOut';
  }
  if (others.length > 0 || shownCount > 0) {
    return 'jobs';
  }
  if (isWithoutJobs(only)) {
    return emptyStateOf(only.sync);
  }
  return isAllHidden(only) ? 'allHidden' : 'filteredOut';
}

/**
 * The message above the rows: how many jobs the filter shows, and `state`. An empty tree without a `state` has no
 * message about the filter, because VS Code would hide the filter's welcome.
 */
export function messageAbove(arranged: ArrangedJobs, state: string | undefined): string | undefined {
  const {
    counts,
    arrangement: { filter },
  } = arranged;
  const shown =
    isFiltering(filter) && counts.total > 0 && (counts.shown > 0 || state !== undefined)
      ? shownInWords(counts, filter, arranged)
      : undefined;
  return shown !== undefined && state !== undefined ? vscode.l10n.t('{0}. {1}', shown, state) : (shown ?? state);
}

/** The description beside the view's title: a filter that no job matches. The welcome can't name the filter. */
export function filterWithoutJobs(arranged: ArrangedJobs): string | undefined {
  const {
    counts,
    arrangement: { filter },
  } = arranged;
  return isFiltering(filter) && counts.shown === 0 && counts.total > 0 ? filterInWords(filter, arranged) : undefined;
}

function emptyStateOf(sync: SyncState): ViewState {
  if (sync.kind !== 'failed') {
    return sync.kind === 'current' ? 'empty' : sync.kind;
  }
  switch (sync.error.kind) {
    case 'unauthorized':
      return credentialTrouble(sync) === 'missing' ? 'noToken' : 'badToken';
    case 'forbidden':
    case 'otherServer':
      return sync.error.kind;
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
 * The message above the rows when the jobs aren't current or complete: how old they are, why, when the next try is, and
 * how many are loaded. Above an
 * empty tree, it would hide the welcome, so it appears there only for what a welcome can't show: a time. With several
 * accounts, each row shows its own.
 */
export function viewMessage({ accounts }: Snapshot, nowMs: number): string | undefined {
  const [only, ...others] = accounts;
  return only === undefined || others.length > 0
    ? undefined
    : withShortfall(only, accountMessage(only, nowMs, 'counting', isWithoutJobs(only)));
}

/** The number of accounts whose jobs aren't current. */
export function outdatedCount({ accounts }: Snapshot, nowMs: number): number {
  return accounts.filter((account) => accountMessage(account, nowMs, 'still', false) !== undefined).length;
}

/**
 * The messages of all accounts that aren't current or complete, for a page without welcomes and account rows. They
 * contain no countdown, because the page isn't redrawn as time passes.
 */
export function stillMessages({ accounts }: Snapshot, nowMs: number): readonly string[] {
  const messages = accounts.flatMap((snapshot) => {
    const isAlone = accounts.length === 1;
    const message = withShortfall(snapshot, accountMessage(snapshot, nowMs, 'still', false));
    return message === undefined ? [] : [isAlone ? message : vscode.l10n.t('{0}: {1}', snapshot.account.name, message)];
  });
  const moreCount = messages.length - MAX_MESSAGES;
  return moreCount <= 0
    ? messages
    : [...messages.slice(0, MAX_MESSAGES), vscode.l10n.t('more: {0}', numberInWords(moreCount))];
}

function withShortfall(snapshot: AccountSnapshot, message: string | undefined): string | undefined {
  const short = shortfallOf(snapshot);
  return short === undefined ? message : sentences(message ?? '', shortfallSentence(short.shown, short.total));
}

function accountMessage(
  snapshot: AccountSnapshot,
  nowMs: number,
  style: 'counting' | 'still',
  isBesideWelcome: boolean,
): string | undefined {
  const { sync } = snapshot;
  const asOfTimeMs = isWithoutJobs(snapshot) ? undefined : asOfMs(sync, nowMs);
  const asOf = asOfTimeMs === undefined ? '' : vscode.l10n.t('As of {0}.', clockTime(asOfTimeMs, nowMs));
  if (sync.kind !== 'failed') {
    return asOf === '' ? undefined : asOf;
  }
  const { error, nextTryAtMs } = sync;
  if (asksToWait(error) && error.retryAtMs !== undefined) {
    const untilMs = waitsUntil(sync, nowMs);
    if (untilMs === undefined) {
      return isWithoutJobs(snapshot)
        ? vscode.l10n.t('Requests are allowed again. Refresh to load the jobs.')
        : undefined;
    }
    return sentences(asOf, waitInWords(error, untilMs, nowMs, style));
  }
  if (isBesideWelcome) {
    return asksToWait(error) ? apiSentence(error, nowMs) : undefined;
  }
  return sentences(
    asOf,
    apiSentence(error, nowMs),
    nextTryAtMs === undefined ? '' : vscode.l10n.t('Next try: {0}.', clockTime(nextTryAtMs, nowMs)),
  );
}

/**
 * How long the messages stay correct without changes, in ms: until a countdown's next step, or until the jobs are out
 * of date.
 */
export function messagesHoldForMs({ accounts }: Snapshot, nowMs: number): number | undefined {
  const holds = accounts.flatMap((snapshot) => {
    const { sync } = snapshot;
    const untilMs = waitsUntil(sync, nowMs);
    const agesInMs = isWithoutJobs(snapshot) ? undefined : currentForMs(sync, nowMs);
    return (untilMs === undefined ? agesInMs : countdownStep(untilMs - nowMs)?.holdsForMs) ?? [];
  });
  return holds.length === 0 ? undefined : Math.min(...holds);
}

function isWithoutJobs({ entries, history }: AccountSnapshot): boolean {
  return entries.size + history.size === 0;
}

function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
