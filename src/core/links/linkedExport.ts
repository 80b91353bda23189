import { periodFiltersOf, type ExportDraft } from '../reports/exportDraft';
import { type Filters, valuesOf } from '../reports/filterValues';
import { dayNamesIn, periodIn } from '../reports/periodFilters';
import { draftOfSaved, type EditedDraft, type KnownReport } from '../savedExports/editedExport';
import { withoutDays } from '../savedExports/resolveExport';
import type { LinkQuery } from './reportLink';

/** The first and last second of a day, with or without an offset. Any other time isn't one of a whole day. */
const WHOLE_DAY = { start: /^(?:T00:00(?::00(?:\.0+)?)?|$)/, end: /^(?:T23:59(?::59(?:\.\d+)?)?|$)/ };

export interface LinkedExport {
  readonly draft: EditedDraft;
  /** The names of parameters that aren't in the draft. */
  readonly leftOut: readonly string[];
  /** Whether the link has times of day, which became whole days. */
  readonly hadTimes: boolean;
}

/**
 * The export that a link describes. Its days become the draft's. Filters that the report isn't known to have are kept,
 * as texts. What the link doesn't say is as in `current`.
 */
export function exportOfLink(
  { format, filters, ignored }: LinkQuery,
  known: KnownReport,
  current: Pick<ExportDraft, 'period' | 'format'>,
): LinkedExport {
  const names = dayNamesIn(Object.keys(filters));
  const days = periodIn(filters);
  const period = periodFiltersOf(known.metaData);
  // A report whose filters for days aren't known keeps those of the link, by their names.
  const hasDays = days !== undefined && period !== undefined;
  const bounds = [names, period].flatMap((pair) => (pair === undefined ? [] : [pair.start, pair.end]));
  const broken = days === undefined ? Object.keys(filters).filter((name) => bounds.includes(name)) : [];
  const others = hasDays ? withoutDays(filters) : without(filters, broken);
  const { id: reportId, name: reportName } = known.report;
  const draft = draftOfSaved(
    {
      ...NOTHING_ELSE,
      name: reportName,
      reportId,
      reportName,
      format: format ?? current.format,
      period: hasDays ? { from: days.start, to: days.end } : undefined,
      filters: others,
    },
    known,
  );
  const base = draft ?? { ...known, period: current.period, values: others, format: format ?? current.format };
  return {
    draft: days === undefined ? { ...base, period: current.period } : base,
    leftOut: [...broken, ...ignored],
    hadTimes: days !== undefined && names !== undefined && !areWhole(filters, names),
  };
}

const NOTHING_ELSE = {
  timeZone: undefined,
  folder: undefined,
  fileName: undefined,
  account: undefined,
  existingJob: 'use',
} as const;

function without(filters: Filters, names: readonly string[]): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => !names.includes(name)));
}

function areWhole(filters: Filters, { start, end }: { readonly start: string; readonly end: string }): boolean {
  const timeOf = (name: string): string => valuesOf(filters[name])[0]?.slice(10) ?? '';
  return WHOLE_DAY.start.test(timeOf(start)) && (start === end || WHOLE_DAY.end.test(timeOf(end)));
}
