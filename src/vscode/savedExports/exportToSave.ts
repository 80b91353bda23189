import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { decodeParameters } from '../../core/reports/exportRequest';
import { isTimeZone } from '../../core/reports/calendar';
import { isSavedPeriod } from '../../core/reports/period';
import type { PeriodFilters } from '../../core/reports/periodFilters';
import { matchingPeriods, withoutDays } from '../../core/savedExports/resolveExport';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { UserError } from '../words/userError';
import { askForPeriod } from '../exports/askForPeriod';
import { workName } from '../jobs/jobWords';

export type ExportToSave = Omit<SavedExport, 'name'>;

/** Reads what the export dialog or a script passes: an export's parameters, with a period if its days are relative. */
export function readExportToSave(argument: unknown): ExportToSave | undefined {
  const parameters = decodeParameters(argument);
  if (parameters === undefined) {
    return undefined;
  }
  const { period, timeZone, accountSid, accounts } = argument as Readonly<Record<string, unknown>>;
  const isRelative = isSavedPeriod(period);
  return {
    ...parameters,
    filters: isRelative ? withoutDays(parameters.filters) : parameters.filters,
    period: isRelative ? period : undefined,
    timeZone: isRelative && typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : undefined,
    folder: undefined,
    fileName: undefined,
    account: !isListOfTexts(accounts) && typeof accountSid === 'string' ? accountSid : undefined,
    ...(isListOfTexts(accounts) && { accounts }),
    existingJob: 'use',
  };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

export interface JobToSaveOptions {
  /** The SID to save with the export. Undefined if there's only one account. */
  readonly account: string | undefined;
  readonly nowMs: number;
  readonly timeZone: string;
  /** The filters for the start and end of the report's period. Undefined if they can't be loaded. */
  readonly periodFilters: PeriodFilters | undefined;
}

/**
 * What a job exported. If its days match a relative period as of the job's creation, asks the user which one is meant.
 * Undefined if the user closes the list. Throws a `UserError` if the job's parameters are unknown.
 */
export async function exportOfJob(
  entry: JobEntry,
  { account, nowMs, timeZone, periodFilters }: JobToSaveOptions,
): Promise<ExportToSave | undefined> {
  const { parameters, job } = entry;
  if (parameters === undefined) {
    throw new UserError(
      vscode.l10n.t(
        "The parameters of {0} are unknown. impact.com doesn't provide them for jobs that weren't scheduled from here.",
        workName(entry),
      ),
    );
  }
  const base = {
    ...parameters,
    timeZone: undefined,
    folder: undefined,
    fileName: undefined,
    account,
    existingJob: 'use',
  } as const;
  const periods = matchingPeriods(parameters.filters, { nowMs: job.createdAt ?? nowMs, timeZone, periodFilters });
  if (periods.length === 0) {
    return { ...base, period: undefined };
  }
  const question = vscode.l10n.t('Select the days for the saved export');
  const picked = await askForPeriod(periods, parameters.filters, question);
  return (
    picked && {
      ...base,
      period: picked.period,
      filters: picked.period === undefined ? parameters.filters : withoutDays(parameters.filters, periodFilters),
    }
  );
}
