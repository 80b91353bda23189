import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { machineZone } from '../../core/machineZone';
import { isProgramFilter } from '../../core/reports/programFilter';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { yesOrNo } from '../words/yesOrNo';
import type { ExportAllowance } from '../../core/reports/exportAllowance';
import type { ValueProblem } from '../../core/reports/valueProblem';
import { isFixedOffset } from '../../core/reports/calendar';
import type { DayRange, PeriodId, SavedPeriod } from '../../core/reports/period';
import { periodName } from '../../core/reports/periodName';
import { type FilterValue, valuesOf } from '../../core/reports/filterValues';
import type { ExportFormat } from '../../core/reports/exportRequest';
import type { ReportFilter } from '../../core/reports/report';
import { isZoneKnown, ownZone, type ZoneParts } from './accountZone';

const PERIODS: Readonly<Record<PeriodId, () => string>> = {
  today: () => vscode.l10n.t('Today'),
  yesterday: () => vscode.l10n.t('Yesterday'),
  last7Days: () => vscode.l10n.t('Last 7 days'),
  last30Days: () => vscode.l10n.t('Last 30 days'),
  weekToDate: () => vscode.l10n.t('Week to date, from Monday'),
  lastWeek: () => vscode.l10n.t('Last week, Monday to Sunday'),
  monthToDate: () => vscode.l10n.t('Month to date'),
  lastMonth: () => vscode.l10n.t('Last month'),
  last3Months: () => vscode.l10n.t('Last 3 months, whole ones'),
  lastQuarter: () => vscode.l10n.t('Last quarter'),
  yearToDate: () => vscode.l10n.t('Year to date'),
};

const PROBLEMS: Readonly<Record<ValueProblem, () => string>> = {
  notADay: () => vscode.l10n.t('Enter a date, such as {0}.', '2026-11-24'),
  notABoolean: () => vscode.l10n.t('Enter {0} or {1}.', 'true', 'false'),
  notAnInteger: () => vscode.l10n.t('Enter a whole number, such as {0}.', '4187'),
  notADecimal: () => vscode.l10n.t('Enter a number, such as {0}.', '12.50'),
};

const FORMATS: Readonly<Record<ExportFormat, () => string>> = {
  CSV: () => vscode.l10n.t('for spreadsheets, notebooks, and most tools'),
  JSON: () => vscode.l10n.t('for scripts and programs'),
  XML: () => vscode.l10n.t('for systems that require it'),
};

export function periodInWords(period: SavedPeriod): string {
  return typeof period === 'string' ? PERIODS[period]() : daysInWords({ start: period.from, end: period.to });
}

export function daysInWords(days: DayRange): string {
  return periodName(days, vscode.env.language);
}

export function formatInWords(format: ExportFormat): string {
  return FORMATS[format]();
}

export function problemInWords(problem: ValueProblem): string {
  return PROBLEMS[problem]();
}

/** The value in words. `any` if it's empty. */
export function valueInWords({ type }: Pick<ReportFilter, 'type'>, value: FilterValue | undefined): string {
  const values = valuesOf(value);
  if (values.length === 0) {
    return vscode.l10n.t('any');
  }
  return values.map((text) => (type === 'boolean' ? yesOrNo(text === 'true' || text === '1') : text)).join(', ');
}

export function allowanceInWords({ used, limit }: ExportAllowance): string {
  return used >= limit
    ? vscode.l10n.t('All {0} exports for today are used. impact.com might refuse this one', limit)
    : vscode.l10n.t('{0} of {1} exports used today', used, limit);
}

/** The value in words, with the names of the account's programs that are known: `Nordlicht Outdoor (3629)`. */
export function namedValueInWords(
  memory: Pick<StoredJobMemory, 'programNameOf'>,
  accountId: string,
  filter: Pick<ReportFilter, 'type' | 'queryName'>,
  value: FilterValue | undefined,
): string {
  const values = isProgramFilter(filter.queryName) ? valuesOf(value) : [];
  const named = values.map((program) => {
    const name = memory.programNameOf(accountId, program);
    return name === undefined ? program : `${name} (${program})`;
  });
  return valueInWords(filter, values.length === 0 ? value : named);
}

/** The time zone of an export's days for an account, and where it's from. */
export function zoneInWords(parts: ZoneParts, account: Account, timeZone: string): string {
  const machine = machineZone();
  return timeZone === machine && !isZoneKnown(parts, account)
    ? vscode.l10n.t("{0}, this machine's time zone, because the account's isn't known", timeZone)
    : timeZoneInWords(timeZone, ownZone(parts, account), machine);
}

/** `Europe/Berlin, this machine's time zone`. Says so if the zone is an offset, which is wrong after a clock change. */
export function timeZoneInWords(timeZone: string, accountZone: string | undefined, machineZone: string): string {
  if (isFixedOffset(timeZone)) {
    return vscode.l10n.t('UTC{0} all year, without clock changes', timeZone);
  }
  if (timeZone === accountZone) {
    return vscode.l10n.t("{0}, the account's time zone", timeZone);
  }
  return timeZone === machineZone ? vscode.l10n.t("{0}, this machine's time zone", timeZone) : timeZone;
}
