import * as vscode from 'vscode';
import type { AccountKind } from '../../core/account';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import { type AccountSnapshot, isAllHidden, shortfallOf, type SyncState } from '../../core/jobs/snapshot';
import { countFailed, countUnfinished } from '../../core/jobs/statusCounts';
import type { CommandId } from '../ids';
import { apiSentence } from '../words/apiSentence';
import { accountKindInWords } from '../../core/words/accountKindInWords';
import { editorLanguage } from '../words/editorLanguage';
import { shortfallInWords } from '../words/shortfallWords';
import { plural } from '../words/plural';
import { clockTime, durationInWords, numberInWords } from '../words/timeWords';
import { asksToWait, waitInWords, waitsUntil } from '../watching/waitWords';

/** What is shown instead of an account's groups, or before them. */
export interface AccountNote {
  /** What the user can do, or the state if there's nothing to do. */
  readonly label: string;
  readonly why?: string;
  readonly icon: string;
  readonly command?: CommandId;
  /** The setting that could help. */
  readonly setting?: 'polling.requestsPerHour' | 'lookbackDays';
}

export function kindInWords(kind: AccountKind): string {
  return accountKindInWords(kind, editorLanguage());
}

/** `3 new brands`. */
export function newBrandsInWords(count: number): string {
  const shown = numberInWords(count);
  return plural(
    count,
    vscode.l10n.t({ message: '{0} new brand', args: [shown], comment: ['singular'] }),
    vscode.l10n.t('{0} new brands', shown),
  );
}

/** Whether impact.com no longer gives an agency access to its brand. */
function isClosedBrand({ account, sync }: AccountSnapshot): boolean {
  return (
    account.brandId !== undefined &&
    sync.kind === 'failed' &&
    (sync.error.kind === 'forbidden' || sync.error.kind === 'unknownAccount')
  );
}

const MINUTE_MS = 60_000;

/**
 * The description beside the account's name: its kind, or in a few words what's wrong, since when, and until when.
 * Changes at most once a minute.
 */
export function accountDescription(snapshot: AccountSnapshot, nowMs: number): string {
  const { account, sync } = snapshot;
  if (sync.kind === 'off') {
    return vscode.l10n.t('turned off');
  }
  if (sync.kind !== 'failed') {
    const short = shortfallOf(snapshot);
    const { running } = countUnfinished({ accounts: [snapshot] });
    const failed = countFailed(snapshot);
    return [
      ...(failed === 0 ? [] : [vscode.l10n.t('{0} failed', numberInWords(failed))]),
      ...(running === 0 ? [] : [vscode.l10n.t('{0} running', numberInWords(running))]),
      kindInWords(account.kind),
      ...(account.newBrandCount === undefined ? [] : [newBrandsInWords(account.newBrandCount)]),
      ...(short === undefined ? [] : [shortfallInWords(short.shown, short.total)]),
    ].join(' · ');
  }
  const { error, lastGoodAtMs, nextTryAtMs } = sync;
  const untilMs = waitsUntil(sync, nowMs);
  if (isClosedBrand(snapshot)) {
    return vscode.l10n.t('no access');
  }
  switch (error.kind) {
    case 'unauthorized':
      return credentialTrouble(sync) === 'missing' ? vscode.l10n.t('no token') : vscode.l10n.t('token rejected');
    case 'forbidden':
      return vscode.l10n.t('token lacks the Jobs scope');
    case 'otherServer':
      return vscode.l10n.t('another server');
    default: {
      const asOf =
        lastGoodAtMs === undefined
          ? vscode.l10n.t('not connected yet')
          : vscode.l10n.t('not updated since {0}', clockTime(lastGoodAtMs, nowMs));
      if (asksToWait(error) && error.retryAtMs === undefined) {
        return vscode.l10n.t('no requests left');
      }
      if (untilMs !== undefined) {
        const wait = vscode.l10n.t(
          'no requests until {0} (in {1})',
          clockTime(untilMs, nowMs),
          durationInWords(Math.ceil((untilMs - nowMs) / MINUTE_MS) * MINUTE_MS),
        );
        return lastGoodAtMs === undefined ? wait : `${wait} · ${asOf}`;
      }
      return nextTryAtMs === undefined || nextTryAtMs <= nowMs
        ? asOf
        : `${asOf} · ${vscode.l10n.t('next try: {0}', clockTime(nextTryAtMs, nowMs))}`;
    }
  }
}

/**
 * A value that stands for what only the user can fix when jobs aren't current. Undefined for problems that pass without
 * the user.
 */
export function usersStep(sync: SyncState): string | undefined {
  return sync.kind === 'failed' && sync.error.kind === 'budget'
    ? `budget until ${sync.error.retryAtMs}`
    : credentialTrouble(sync);
}

export function noteInWords(snapshot: AccountSnapshot, nowMs: number): AccountNote {
  const { account, entries, history, sync } = snapshot;
  if (sync.kind !== 'failed' && entries.size + history.size > 0) {
    return isAllHidden(snapshot)
      ? {
          label: vscode.l10n.t('Show Hidden Jobs'),
          why: vscode.l10n.t('All jobs are hidden'),
          icon: 'eye',
          command: 'unhideJobs',
        }
      : {
          label: vscode.l10n.t('Clear Filter'),
          why: vscode.l10n.t('No jobs match the filter'),
          icon: 'clear-all',
          command: 'clearFilter',
        };
  }
  switch (sync.kind) {
    case 'off':
      return { label: vscode.l10n.t('Turn on'), icon: 'circle-slash', command: 'enableAccount' };
    case 'loading':
      return { label: vscode.l10n.t('Loading…'), icon: 'loading' };
    case 'current':
      return {
        label: vscode.l10n.t('Show Older Jobs'),
        why: vscode.l10n.t('No jobs in the selected period'),
        icon: 'history',
        setting: 'lookbackDays',
      };
    case 'failed':
  }
  const { error } = sync;
  const untilMs = waitsUntil(sync, nowMs);
  if (untilMs === undefined && asksToWait(error) && error.retryAtMs !== undefined) {
    return {
      label: vscode.l10n.t('Try again'),
      why: vscode.l10n.t('Requests are allowed again. Refresh to load the jobs.'),
      icon: 'refresh',
      command: 'refresh',
    };
  }
  const why = untilMs === undefined ? apiSentence(error, nowMs) : waitInWords(error, untilMs, nowMs, 'counting');
  if (isClosedBrand(snapshot)) {
    return {
      label: vscode.l10n.t('Choose brands'),
      why: vscode.l10n.t("impact.com doesn't give the agency access to this brand's jobs"),
      icon: 'checklist',
      command: 'chooseBrands',
    };
  }
  if (error.kind === 'budget') {
    return { label: vscode.l10n.t('Raise the limit'), why, icon: 'settings-gear', setting: 'polling.requestsPerHour' };
  }
  if (error.kind === 'rateLimited') {
    return { label: why, icon: 'clock' };
  }
  if (error.kind === 'otherServer') {
    return { label: vscode.l10n.t('Use this server…'), why, icon: 'server', command: 'confirmServer' };
  }
  if (error.kind !== 'unauthorized' && error.kind !== 'forbidden') {
    return { label: vscode.l10n.t('Try again'), why, icon: 'refresh', command: 'refresh' };
  }
  if (account.source !== 'stored') {
    return { label: vscode.l10n.t('Correct IMPACT_AUTH_TOKEN and restart VS Code'), why, icon: 'key' };
  }
  return {
    label: error.kind === 'forbidden' ? vscode.l10n.t('Use another token') : vscode.l10n.t('Sign in again'),
    why,
    icon: 'key',
    command: 'replaceToken',
  };
}
