/** A report in the account's catalog. */
export interface Report {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  /** Whether the API can run it. The other reports run only in the web app. */
  readonly isApiAccessible: boolean;
  /** Its address in the web app as sent: relative, absolute, or empty. */
  readonly runUri: string;
}

/** The kinds of values that a filter takes. An unknown kind counts as text. */
export const FILTER_TYPES = ['date', 'boolean', 'integer', 'decimal', 'text'] as const;
export type FilterType = (typeof FILTER_TYPES)[number];

export interface ReportFilter {
  /** The name for people: `Start Date`. */
  readonly name: string;
  /** The name in requests: `START_DATE`. */
  readonly queryName: string;
  readonly type: FilterType;
  /** For dates: whether the value is only a day, or a moment with an offset. */
  readonly dateForm: 'day' | 'moment';
  /** Whether impact.com refuses an export without it. */
  readonly isRequired?: true;
  /** Whether it takes several values although its name doesn't say so. */
  readonly isRepeatable?: true;
}

export interface ReportAttribute {
  readonly name: string;
  readonly type: FilterType;
}

/** The filters and columns of a report. */
export interface ReportMetaData {
  readonly filters: readonly ReportFilter[];
  readonly attributes: readonly ReportAttribute[];
  /** The query name of the filter that takes the only day of an export. Several days are an export each. */
  readonly dayFilter?: string;
}
