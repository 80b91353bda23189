import type * as vscode from 'vscode';
import { isTimeZone } from '../../core/reports/calendar';
import { type ExportFormat, isExportFormat } from '../../core/reports/exportRequest';
import { isPeriodId, type PeriodId } from '../../core/reports/period';

const KEY = 'impactJobs.exportChoices';

/** The settings of the last export, which the next one starts with. */
export interface ExportChoices {
  readonly format: ExportFormat;
  readonly period: PeriodId;
  readonly isDownloaded: boolean;
  /** Undefined for the account's own time zone, if it's known. */
  readonly timeZone: string | undefined;
}

export function readChoices({ globalState }: Pick<vscode.ExtensionContext, 'globalState'>): ExportChoices {
  const { format, period, isDownloaded, timeZone } = globalState.get<Partial<Record<keyof ExportChoices, unknown>>>(
    KEY,
    {},
  );
  return {
    format: isExportFormat(format) ? format : 'CSV',
    period: isPeriodId(period) ? period : 'lastMonth',
    isDownloaded: isDownloaded !== false,
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : undefined,
  };
}

export async function keepChoices(
  context: Pick<vscode.ExtensionContext, 'globalState'>,
  change: Partial<ExportChoices>,
): Promise<void> {
  await context.globalState.update(KEY, { ...readChoices(context), ...change });
}
