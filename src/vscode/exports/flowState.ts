import type * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { FieldError } from '../../core/apiError';
import type { ApiClient } from '../../core/api/apiClient';
import { daysOf, type ExportDraft, type PeriodChoice } from '../../core/reports/exportDraft';
import type { DayRange } from '../../core/reports/period';
import { piecesOf } from '../../core/reports/pieces';
import type { Filters } from '../../core/reports/filterValues';
import type { ExportFormat } from '../../core/reports/exportRequest';
import type { Report, ReportMetaData } from '../../core/reports/report';
import type { Log } from '../diagnostics/log';
import { zoneOf, type ZoneParts } from './accountZone';
import type { ReportCatalog } from './reportCatalog';
import type { ExportParts } from './scheduleExport';

export interface FlowParts extends ExportParts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly catalog: ReportCatalog;
  readonly log: Log;
}

/** What the user has selected so far. Each step creates a new state, so that going back loses nothing. */
export interface FlowState {
  /** The first of those to export from. Its catalog is shown. */
  readonly account: Account;
  /** The others. */
  readonly others: readonly Account[];
  readonly report: Report | undefined;
  readonly metaData: ReportMetaData;
  readonly period: PeriodChoice;
  /** The time zone of this export. Undefined for the account's. */
  readonly timeZone: string | undefined;
  readonly values: Filters;
  readonly format: ExportFormat;
  /**
   * What impact.com refused. Each step shows what it can correct; a complaint without a field appears at the summary.
   */
  readonly complaints: readonly FieldError[];
  /** What a link couldn't fill in as it says, for the summary. */
  readonly notice?: string | undefined;
  /** The saved export to change, and where it's saved. */
  readonly edits?: { readonly name: string; readonly where: string };
}

export function clientOf(
  { watchers }: Pick<ExportParts, 'watchers'>,
  { account }: Pick<FlowState, 'account'>,
): ApiClient | undefined {
  return watchers.client(account.id);
}

/** The time zone of the days: the selected one, or the account's. */
export function zoneOfState(parts: ZoneParts, { account, timeZone }: Pick<FlowState, 'account' | 'timeZone'>): string {
  return timeZone ?? zoneOf(parts, account);
}

export function draftOf(parts: ZoneParts, state: FlowState & { readonly report: Report }): ExportDraft {
  const { account, report, metaData, period, values, format } = state;
  return { accountId: account.id, report, metaData, period, values, format, timeZone: zoneOfState(parts, state) };
}

/** The days that are an export each: those of clicks, if there are several. Otherwise empty. */
export function separateDaysOf(parts: FlowParts, state: FlowState): readonly DayRange[] {
  const days = daysOf({ period: state.period, timeZone: zoneOfState(parts, state) }, parts.clock.now());
  return state.metaData.dayFilter === undefined || days === undefined || days.start === days.end
    ? []
    : piecesOf(days, 'day');
}
