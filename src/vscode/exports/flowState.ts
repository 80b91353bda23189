import type * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { FieldError } from '../../core/apiError';
import type { ApiClient } from '../../core/api/apiClient';
import type { ExportDraft, PeriodChoice } from '../../core/reports/exportDraft';
import type { Filters } from '../../core/reports/filterValues';
import type { ExportFormat } from '../../core/reports/exportRequest';
import type { Report, ReportMetaData } from '../../core/reports/report';
import { machineZone } from '../../core/machineZone';
import type { Log } from '../diagnostics/log';
import type { ReportCatalogue } from './reportCatalogue';
import type { ExportParts } from './scheduleExport';

export interface FlowParts extends ExportParts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly catalogue: ReportCatalogue;
  readonly log: Log;
}

/** What has been chosen so far. Each step makes a new one, so that going back loses nothing. */
export interface FlowState {
  readonly account: Account;
  readonly report: Report | undefined;
  readonly metaData: ReportMetaData;
  readonly period: PeriodChoice;
  /** Undefined: the account's, where it is known, else the machine's. */
  readonly timeZone: string | undefined;
  readonly values: Filters;
  readonly format: ExportFormat;
  /** What impact.com refused: shown at the steps that it concerns; without fields at the one that asked. */
  readonly complaints: readonly FieldError[];
  /** The saved export that is being changed, and where it is saved. */
  readonly edits?: { readonly name: string; readonly where: string };
}

export function clientOf(
  { watchers }: Pick<ExportParts, 'watchers'>,
  { account }: Pick<FlowState, 'account'>,
): ApiClient | undefined {
  return watchers.client(account.id);
}

/** The time zone that days are meant in: the chosen one, the account's, or the machine's. */
export function zoneOf(parts: Pick<ExportParts, 'watchers'>, state: Pick<FlowState, 'account' | 'timeZone'>): string {
  return state.timeZone ?? clientOf(parts, state)?.utcOffset ?? machineZone();
}

export function draftOf(
  parts: Pick<ExportParts, 'watchers'>,
  state: FlowState & { readonly report: Report },
): ExportDraft {
  const { account, report, metaData, period, values, format } = state;
  return { accountId: account.id, report, metaData, period, values, format, timeZone: zoneOf(parts, state) };
}
