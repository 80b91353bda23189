import type { AccountKind } from '../account';
import { ApiError } from '../apiError';
import type { Day } from './calendar';
import { type CountedAs, type ExportRequest, filledFilters } from './exportRequest';
import { valuesOf } from './filterValues';
import type { Report, ReportFilter, ReportMetaData } from './report';

/** The ID under which clicks are exported like a report. impact.com has an endpoint for them, but no report. */
export const CLICK_EXPORT_ID = 'ClickExport';

/** The query names of its filters. `program` is part of the path for brands. */
export const CLICK_FILTERS = {
  program: 'ProgramId',
  day: 'Date',
  ads: 'AdId',
  partners: 'MediaId',
  subIds: 'SubId',
  isUnique: 'UniqueClick',
} as const;

/** Brands can export the clicks of later days. */
export const BEFORE_FIRST_CLICKS: Day = '2024-04-09';

const SWITCH = /^(?:true|false|1|0)$/i;

export function isClickExport({ reportId }: Pick<ExportRequest, 'reportId'>): boolean {
  return reportId === CLICK_EXPORT_ID;
}

/** The allowance of the day that an export uses. */
export function countedAs(request: Pick<ExportRequest, 'reportId'>): CountedAs {
  return isClickExport(request) ? 'clickExports' : 'exports';
}

/** Clicks as a report of an account's catalog. None for agencies, but for each of their brands. */
export function clickReports(kind: AccountKind): readonly Report[] {
  return kind === 'agency'
    ? []
    : [
        {
          id: CLICK_EXPORT_ID,
          name: 'Clicks',
          category: '',
          description: 'One file for each day, 10 a day',
          isApiAccessible: true,
          runUri: '',
        },
      ];
}

/** The filters of a click export. Throws `noClicks` for an agency. */
export function clickMetaData(kind: AccountKind): ReportMetaData {
  const { program, day, ads, partners, subIds, isUnique } = CLICK_FILTERS;
  const filter = (queryName: string, name: string, type: ReportFilter['type']): ReportFilter => ({
    name,
    queryName,
    type,
    dateForm: 'day',
  });
  requireClicks(kind);
  return {
    filters: [
      {
        ...filter(program, 'Program', 'integer'),
        ...(kind === 'brand' ? { isRequired: true } : { isRepeatable: true }),
      },
      filter(day, 'Date', 'date'),
      filter(ads, 'Ads', 'integer'),
      kind === 'brand' ? filter(partners, 'Partners', 'integer') : filter(subIds, 'Sub IDs', 'text'),
      filter(isUnique, 'Unique clicks only', 'boolean'),
    ],
    attributes: [],
    dayFilter: day,
  };
}

/**
 * The program in the path of a click export, and the parameters. Throws `noClicks` for what impact.com would refuse,
 * because asking could use one of the day's 10, and for filters that it would ignore, because the result would hold
 * other clicks: with the wrong field, or with none for an agency.
 */
export function clickExportQuery(
  kind: AccountKind,
  { filters, format }: ExportRequest,
): { readonly programId: string | undefined; readonly query: readonly (readonly [name: string, value: string])[] } {
  requireClicks(kind);
  const { program, day, isUnique } = CLICK_FILTERS;
  const [days, programs] = [valuesOf(filters[day]), valuesOf(filters[program])];
  const known = clickMetaData(kind).filters.map(({ queryName }) => queryName);
  const unknown = filledFilters({ filters }).find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    throw wrong(unknown[0], `Clicks have no filter ${unknown[0]}`);
  }
  if (valuesOf(filters[isUnique]).some((text) => !SWITCH.test(text))) {
    throw wrong(isUnique, `${isUnique} is true or false`);
  }
  if (days.length > 1) {
    throw wrong(day, 'A click export has one day');
  }
  if (kind === 'brand' && days.some((one) => one.slice(0, 10) <= BEFORE_FIRST_CLICKS)) {
    throw wrong(day, `There are clicks only after ${BEFORE_FIRST_CLICKS}`);
  }
  if (kind === 'brand' && programs.length !== 1) {
    throw wrong(program, 'A click export of a brand needs one program');
  }
  const sent = Object.entries(filters).flatMap(([name, value]) =>
    name === program && kind === 'brand'
      ? []
      : valuesOf(value).map((text) => [name, sentValue(kind, name, text)] as const),
  );
  return {
    programId: kind === 'brand' ? programs[0] : undefined,
    query: [...sent, ['ResultFormat', format]],
  };
}

function requireClicks(kind: AccountKind): void {
  if (kind === 'agency') {
    throw new ApiError('noClicks', 'Agencies have no click export');
  }
}

/** A day has no time. For a switch, partners take capital letters. */
function sentValue(kind: AccountKind, name: string, text: string): string {
  switch (name) {
    case CLICK_FILTERS.day:
      return text.replace(/^(\d{4}-\d{2}-\d{2})T.*/, '$1');
    case CLICK_FILTERS.isUnique: {
      const isOn = String(/^(?:true|1)$/i.test(text));
      return kind === 'partner' ? isOn.toUpperCase() : isOn;
    }
    default:
      return text;
  }
}

function wrong(field: string, message: string): ApiError {
  return new ApiError('noClicks', message, { fields: [{ field, message }] });
}
