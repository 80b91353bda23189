import type { ExportFormat } from '../reports/exportRequest';
import type { Filters } from '../reports/filterValues';
import type { PeriodId } from '../reports/period';

/** The file in a workspace folder that a team shares. The user's own saved exports are in a file of the same name. */
export const SAVED_EXPORTS_FILE = '.impact-jobs.json';

/**
 * What to do where impact.com has run an export with the same parameters before, and so gives that job instead of a new
 * one: take its result as it is, or replay it for the numbers of today.
 */
export const EXISTING_JOB_RULES = ['use', 'replay'] as const;
export type ExistingJobRule = (typeof EXISTING_JOB_RULES)[number];

/** A report with its filters under a name, to be run again and again. */
export interface SavedExport {
  readonly name: string;
  readonly reportId: string;
  /** What people call the report; the API is asked by its id. */
  readonly reportName: string | undefined;
  readonly format: ExportFormat;
  /**
   * Resolved anew at each run, to the filters that the report has for its period: START_DATE and END_DATE, or others.
   */
  readonly period: PeriodId | undefined;
  /**
   * Where the period's days begin: `Europe/Berlin`, `UTC`, `-05:00`. Undefined: the account's, where it is known, else
   * this machine's.
   */
  readonly timeZone: string | undefined;
  /** By query name: `SUBAID`. Where there is a period, no START_DATE and END_DATE. */
  readonly filters: Filters;
  /** The names of filters with a mistake. An export without one of its filters would export something else, so it doesn't run. */
  readonly wrongFilters?: readonly string[];
  /** Below the folder of results. May hold `${date}`. */
  readonly folder: string | undefined;
  /** A template, as `impactJobs.download.fileName` is. */
  readonly fileName: string | undefined;
  /** The SID of the account that it is for; undefined where there is but one. */
  readonly account: string | undefined;
  readonly existingJob: ExistingJobRule;
}

/** Saved exports that are run as a whole, into one folder. */
export interface ExportSet {
  readonly name: string;
  /** Names of saved exports of the same file, in the order in which they are run. */
  readonly exports: readonly string[];
  /** What the set names beside them, and the file does not hold, or only with a mistake. */
  readonly missing: readonly string[];
  /** Below the folder of results. May hold `${date}`. Undefined: named after the set and the day. */
  readonly folder: string | undefined;
}

/** What a file of saved exports holds, as far as it can be read. */
export interface SavedExports {
  readonly exports: readonly SavedExport[];
  readonly sets: readonly ExportSet[];
  readonly problems: readonly SavedExportProblem[];
}

/** What a value should have been. */
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
  'existingJob',
  'exportNames',
  'version',
] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

export type JsonPath = readonly (string | number)[];

/** A mistake in a file of saved exports: where it is, and what would be right. */
export type SavedExportProblem = { readonly path: JsonPath } & (
  | { readonly kind: 'syntax'; readonly offset: number }
  | { readonly kind: 'missing'; readonly expected: Expectation }
  | { readonly kind: 'wrong'; readonly expected: Expectation; readonly found: string }
  /** `suggestion`: the property that was probably meant. */
  | { readonly kind: 'unknownProperty'; readonly suggestion: string | undefined }
  /** Something that looks like a token: it has no business in a file that is shared. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'sameName'; readonly name: string }
  | { readonly kind: 'noSuchExport'; readonly name: string }
  | { readonly kind: 'periodAndDates'; readonly filter: string }
  /** A file of a workspace that is not trusted: it says where results go, so nothing of it is used. */
  /** A link, a device or a file beyond all measure: it is not opened. */
  | { readonly kind: 'notPlain' }
  | { readonly kind: 'untrusted' }
);
