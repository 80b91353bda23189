import type * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { isTimeZone } from '../../core/reports/calendar';
import { type ExportFormat, isExportFormat } from '../../core/reports/exportRequest';
import { isPeriodId, type PeriodId } from '../../core/reports/period';

const KEY = 'impactJobs.exportChoices';

/** The settings of the last export, which the next one starts with. */
export interface ExportChoices {
  readonly format: ExportFormat;
  readonly period: PeriodId;
  readonly isDownloaded: boolean;
  /** Whether the results of several accounts also became one table. */
  readonly isCombined: boolean;
  /** The time zones that the user selected, by the ID of the account. */
  readonly timeZones: Readonly<Record<string, string>>;
}

export function readChoices({ globalState }: Pick<vscode.ExtensionContext, 'globalState'>): ExportChoices {
  const { format, period, isDownloaded, isCombined, timeZones } = globalState.get<
    Partial<Record<keyof ExportChoices, unknown>>
  >(KEY, {});
  return {
    format: isExportFormat(format) ? format : 'CSV',
    period: isPeriodId(period) ? period : 'lastMonth',
    isDownloaded: isDownloaded !== false,
    isCombined: isCombined === true,
    timeZones: Object.fromEntries(
      Object.entries(fieldsOf(timeZones)).flatMap(([accountId, zone]) =>
        typeof zone === 'string' && isTimeZone(zone) ? [[accountId, zone]] : [],
      ),
    ),
  };
}

export async function keepChoices(
  context: Pick<vscode.ExtensionContext, 'globalState'>,
  change: Partial<Omit<ExportChoices, 'timeZones'>>,
): Promise<void> {
  await context.globalState.update(KEY, { ...readChoices(context), ...change });
}

export async function keepTimeZone(
  context: Pick<vscode.ExtensionContext, 'globalState'>,
  accountId: string,
  timeZone: string,
): Promise<void> {
  const choices = readChoices(context);
  await context.globalState.update(KEY, { ...choices, timeZones: { ...choices.timeZones, [accountId]: timeZone } });
}
