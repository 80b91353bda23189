import type { ExportFormat } from '../reports/exportRequest';
import type { Filters } from '../reports/filterValues';
import type { SavedPeriod } from '../reports/period';
import type { PieceLength } from '../reports/pieces';

/** The file in a workspace folder that a team shares. The user's own saved exports are in a file of the same name. */
export const SAVED_EXPORTS_FILE = '.impact-jobs.json';

/**
 * What to do if impact.com returns an existing job because the same parameters were exported before: use its result, or
 * replay it for current data.
 */
export const EXISTING_JOB_RULES = ['use', 'replay'] as const;
export type ExistingJobRule = (typeof EXISTING_JOB_RULES)[number];

export const COMBINED_FORMATS = ['CSV', 'NDJSON', 'Parquet'] as const;
export type CombinedFormat = (typeof COMBINED_FORMATS)[number];

/** One table out of several results. */
export interface Combine {
  readonly format: CombinedFormat;
  /** The titles that identify a row of a client, of which only the newest stays. Empty: all rows stay. */
  readonly key: readonly string[];
}

/** What runs for many accounts, or into one table. */
interface FanOut {
  /** The SIDs, or the IDs of brands. `all`: all clients. */
  readonly accounts?: 'all' | readonly string[] | undefined;
  readonly combine?: Combine | undefined;
}

/** A report with its filters, saved under a name. */
export interface SavedExport extends FanOut {
  readonly name: string;
  readonly reportId: string;
  /** The report's name for people. The API uses the ID. */
  readonly reportName: string | undefined;
  readonly format: ExportFormat;
  /**
   * Converted to dates at each run, for the filters that the report has for its period: START_DATE and END_DATE, or
   * others.
   */
  readonly period: SavedPeriod | undefined;
  /**
   * The time zone of the period's days: `Europe/Berlin`, `UTC`, `-05:00`. Undefined for the account's if it's known,
   * otherwise this machine's.
   */
  readonly timeZone: string | undefined;
  /** By query name, such as `SUBAID`. Contains no dates if there's a period. */
  readonly filters: Filters;
  /**
   * The names of filters with a mistake. An export without one of its filters would export something else, so it
   * doesn't run.
   */
  readonly wrongFilters?: readonly string[];
  /** Relative to the results folder. Can contain `${date}`. */
  readonly folder: string | undefined;
  /** A template, like `impactJobs.download.fileName`. */
  readonly fileName: string | undefined;
  /** The SID of the account. Undefined if there's only one. */
  readonly account: string | undefined;
  readonly existingJob: ExistingJobRule;
  /** Cuts the period into exports of their own. */
  readonly pieces?: PieceLength | undefined;
  /** How many of the newest pieces are requested again although they're there, because rows change late. */
  readonly refresh?: number | undefined;
}

/** Saved exports that run together, into one folder. */
export interface ExportSet extends FanOut {
  readonly name: string;
  /** Names of saved exports in the same file, in the order in which they run. */
  readonly exports: readonly string[];
  /** Names in the set that the file doesn't contain, or only with a mistake. */
  readonly missing: readonly string[];
  /** Relative to the results folder. Can contain `${date}`. Undefined for a folder named after the set and the day. */
  readonly folder: string | undefined;
}

/** Everything that could be read from a file of saved exports. */
export interface SavedExports {
  readonly exports: readonly SavedExport[];
  readonly sets: readonly ExportSet[];
  readonly problems: readonly SavedExportProblem[];
}

/** What a value should be. */
export const EXPECTATIONS = [
  'document',
  'list',
  'object',
  'name',
  'reportId',
  'text',
  'format',
  'period',
  'timeZone',
  'filters',
  'filterName',
  'filterValue',
  'day',
  'folder',
  'fileName',
  'account',
  'accounts',
  'pieces',
  'refresh',
  'combine',
  'combinedFormat',
  'titles',
  'existingJob',
  'exportNames',
  'version',
] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

export type JsonPath = readonly (string | number)[];

/** A mistake in a file of saved exports: where it is, and what's expected. */
export type SavedExportProblem = { readonly path: JsonPath } & (
  | { readonly kind: 'syntax'; readonly offset: number }
  | { readonly kind: 'missing'; readonly expected: Expectation }
  | { readonly kind: 'wrong'; readonly expected: Expectation; readonly found: string }
  /** `suggestion` is the property that was probably meant. */
  | { readonly kind: 'unknownProperty'; readonly suggestion: string | undefined }
  /** Something that looks like a token, which doesn't belong in a shared file. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'sameName'; readonly name: string }
  | { readonly kind: 'noSuchExport'; readonly name: string }
  | { readonly kind: 'periodAndDates'; readonly filter: string }
  | { readonly kind: 'accountAndAccounts' }
  /** It means nothing without another property. */
  | { readonly kind: 'needs'; readonly needed: 'period' | 'pieces' }
  /** The exports of a set that can't be one table. */
  | { readonly kind: 'differentReports'; readonly exports: readonly [string, string] }
  /** The workspace isn't trusted. The file says where results go, so nothing in it is used. */
  /** Its text isn't UTF-8, or the file system refuses to read it. */
  | { readonly kind: 'unreadable' }
  /** A link, a device, or a file that's far too large. It isn't opened. */
  | { readonly kind: 'notPlain' }
  | { readonly kind: 'untrusted' }
);
