import * as vscode from 'vscode';
import { allClients } from '../../core/runs/planMembers';
import { isRecord } from '../../core/isRecord';
import { type Account, isCalled } from '../../core/account';
import { EXPORT_FORMATS, type ExportRequest, isExportFormat } from '../../core/reports/exportRequest';
import { type FilterValue, readFilterValue } from '../../core/reports/filterValues';
import { isSavedPeriod, PERIODS, type SavedPeriod } from '../../core/reports/period';
import { isAccounts } from '../../core/savedExports/readSavedExport';
import type { Accounts } from '../accounts/accounts';
import { UserError } from '../words/userError';

export interface ExportArgument extends ExportRequest {
  readonly accountSid: string | undefined;
  /** Undefined for the one of `accountSid`. */
  readonly accounts: 'all' | readonly string[] | undefined;
  /** Undefined for the days in the filters, if any. */
  readonly period: SavedPeriod | undefined;
}

/**
 * Reads what a script or key binding passes: `{ reportId, format?, filters?, period?, accounts?, accountSid? }`.
 * Undefined for what VS Code itself passes.
 */
export function readExportArgument(argument: unknown): ExportArgument | undefined {
  if (!isRecord(argument) || !('reportId' in argument)) {
    return undefined;
  }
  const { reportId, format = 'CSV', filters = {}, accountSid, accounts, period } = argument;
  if (typeof reportId !== 'string' || reportId === '') {
    throw new UserError(vscode.l10n.t('reportId must be a report ID, such as {0}.', 'agency_action_listing'));
  }
  const upperCase = typeof format === 'string' ? format.toUpperCase() : format;
  if (!isExportFormat(upperCase)) {
    throw new UserError(vscode.l10n.t('format must be one of {0}.', EXPORT_FORMATS.join(', ')));
  }
  if (!isRecord(filters)) {
    throw new UserError(
      vscode.l10n.t('filters must be an object of names and values, such as {0}.', '{ "START_DATE": "2026-11-01" }'),
    );
  }
  if (accounts !== undefined && !isAccounts(accounts)) {
    throw new UserError(vscode.l10n.t('accounts must be {0} or a list of Account SIDs and brand IDs.', '"all"'));
  }
  if (period !== undefined && !isSavedPeriod(period)) {
    throw new UserError(vscode.l10n.t('period must be one of {0}, or days.', PERIODS.join(', ')));
  }
  const entries = Object.entries(filters).map(([name, value]: [string, unknown]): [string, FilterValue] => {
    const read = readFilterValue(value);
    if (read === undefined) {
      throw new UserError(
        vscode.l10n.t('The filter {0} must be text, a number, true, false, or a list of these.', name),
      );
    }
    return [name, read];
  });
  return {
    reportId,
    format: upperCase,
    filters: Object.fromEntries(entries),
    accountSid: typeof accountSid === 'string' ? accountSid : undefined,
    accounts,
    period,
  };
}

/** The accounts that are turned on. Throws a `UserError` if there are none. */
export function accountsOn({ on, all }: Pick<Accounts, 'on' | 'all'>): readonly [Account, ...Account[]] {
  const [first, ...others] = on;
  if (first === undefined) {
    throw new UserError(
      all.length === 0
        ? vscode.l10n.t('Sign in to impact.com first.')
        : vscode.l10n.t('All accounts are turned off. Turn one on in the Jobs view.'),
    );
  }
  return [first, ...others];
}

/** The accounts for an export. Throws a `UserError` for one that isn't there. */
export function accountsFor(accounts: Accounts, { accounts: refs, accountSid }: ExportArgument): readonly Account[] {
  if (refs === undefined) {
    return [accountFor(accounts, accountSid)];
  }
  return refs === 'all' ? allClients(accountsOn(accounts)) : refs.map((ref) => accountFor(accounts, ref));
}

/** The account for an export. Throws a `UserError` if there is none, or if it could be several. */
export function accountFor(accounts: Accounts, accountSid: string | undefined): Account {
  const candidates = accountsOn(accounts).filter(
    (account) => account.id === accountSid || isCalled(account, accountSid),
  );
  const [account, ...others] = candidates;
  if (account === undefined) {
    throw new UserError(vscode.l10n.t('Account {0} not found.', accountSid ?? ''));
  }
  if (others.length > 0) {
    throw new UserError(vscode.l10n.t('Several accounts are signed in. Specify one with accountSid.'));
  }
  return account;
}
