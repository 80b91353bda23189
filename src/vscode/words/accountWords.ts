import * as vscode from 'vscode';
import type { AccountKind } from '../../core/accounts/account';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { AccountSnapshot, SyncState } from '../../core/jobs/snapshot';
import { sentenceFor } from '../errorMessages';
import type { CommandId } from '../ids';
import { clockTime } from './timeWords';

/** What stands in the place of an account's groups, or before them. */
export interface AccountNote {
  /** What to do, where there is something to do. */
  readonly label: string;
  readonly why?: string;
  readonly icon: string;
  readonly command?: CommandId;
  /** The setting that would help. */
  readonly setting?: 'polling.requestsPerHour';
}

const KINDS: Readonly<Record<AccountKind, () => string>> = {
  agency: () => vscode.l10n.t('Agency'),
  brand: () => vscode.l10n.t('Brand'),
  partner: () => vscode.l10n.t('Partner'),
};

export function kindInWords(kind: AccountKind): string {
  return KINDS[kind]();
}

/** Beside the account's name: its kind or, in a few words, what is wrong. */
export function accountDescription({ account, sync }: AccountSnapshot, nowMs: number): string {
  if (sync.kind === 'off') {
    return vscode.l10n.t('switched off');
  }
  if (sync.kind !== 'failed') {
    return kindInWords(account.kind);
  }
  const { error, lastGoodAtMs } = sync;
  switch (error.kind) {
    case 'unauthorized':
      return credentialTrouble(sync) === 'missing' ? vscode.l10n.t('no token') : vscode.l10n.t('token not accepted');
    case 'forbidden':
      return vscode.l10n.t('token lacks the scope');
    case 'rateLimited':
    case 'budget':
      return error.retryAtMs === undefined ? vscode.l10n.t('no requests left') : vscode.l10n.t('no requests until {0}', clockTime(error.retryAtMs, nowMs));
    default:
      return lastGoodAtMs === undefined ? vscode.l10n.t('not reached yet') : vscode.l10n.t('stale since {0}', clockTime(lastGoodAtMs, nowMs));
  }
}

/** The account in words, as plain text: its name is the user's, its errors are the server's. */
export function accountTooltip({ account, sync }: AccountSnapshot, nowMs: number): string {
  return [
    account.name,
    vscode.l10n.t('{0}, Account SID {1}', kindInWords(account.kind), account.sid),
    ...(account.source === 'environment' ? [vscode.l10n.t('From IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN')] : []),
    ...(account.isReadOnly ? [vscode.l10n.t('Its token is read-only: jobs cannot be replayed with it.')] : []),
    ...(account.isReadOnly && account.source === 'stored' ? [vscode.l10n.t('When it was given the right, enter it again with Replace Token.')] : []),
    ...(sync.kind === 'off' ? [vscode.l10n.t('Switched off: nothing is asked for it.')] : []),
    ...(sync.kind === 'failed' ? [sentenceFor(sync.error, nowMs)] : []),
    ...(sync.kind === 'failed' && sync.lastGoodAtMs !== undefined ? [vscode.l10n.t('As of {0}.', clockTime(sync.lastGoodAtMs, nowMs))] : []),
  ].join('\n');
}

/**
 * Tells by its value what the user alone can put right, beside jobs that are not current for it; undefined for what passes by
 * itself.
 */
export function usersStep(sync: SyncState): string | undefined {
  return sync.kind === 'failed' && sync.error.kind === 'budget' ? `budget until ${sync.error.retryAtMs}` : credentialTrouble(sync);
}

export function noteInWords({ account, entries, hiddenCount, sync }: AccountSnapshot, nowMs: number): AccountNote {
  if (sync.kind !== 'failed' && entries.size > 0) {
    return { label: hiddenCount < entries.size ? vscode.l10n.t('No job passes the filter') : vscode.l10n.t('All jobs are hidden'), icon: 'info' };
  }
  switch (sync.kind) {
    case 'off':
      return { label: vscode.l10n.t('Switch on'), icon: 'circle-slash', command: 'enableAccount' };
    case 'loading':
      return { label: vscode.l10n.t('Loading…'), icon: 'loading' };
    case 'current':
      return { label: vscode.l10n.t('No jobs in the days that the list covers'), icon: 'info' };
    case 'failed':
  }
  const { error } = sync;
  const why = sentenceFor(error, nowMs);
  if (error.kind === 'budget') {
    return { label: vscode.l10n.t('Raise the limit'), why, icon: 'settings-gear', setting: 'polling.requestsPerHour' };
  }
  if (error.kind === 'rateLimited') {
    return { label: why, icon: 'clock' };
  }
  if (error.kind !== 'unauthorized' && error.kind !== 'forbidden') {
    return { label: vscode.l10n.t('Try again'), why, icon: 'refresh', command: 'refresh' };
  }
  if (account.source !== 'stored') {
    return { label: vscode.l10n.t('Correct IMPACT_AUTH_TOKEN and reload the window'), why, icon: 'key' };
  }
  return { label: error.kind === 'forbidden' ? vscode.l10n.t('Use another token') : vscode.l10n.t('Sign in again'), why, icon: 'key', command: 'replaceToken' };
}
