/** A report of the account's catalogue. */
export interface Report {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  /** Whether the API can run it; the others run in the web app alone. */
  readonly isApiAccessible: boolean;
  /** Where it runs in the web app, as sent: relative, absolute, or empty. */
  readonly runUri: string;
}

/** Kinds of values that a filter takes; what the API may add is taken for text. */
export const FILTER_TYPES = ['date', 'boolean', 'integer', 'decimal', 'text'] as const;
export type FilterType = (typeof FILTER_TYPES)[number];

export interface ReportFilter {
  /** As people read it: `Start Date`. */
  readonly name: string;
  /** As it is asked for: `START_DATE`. */
  readonly queryName: string;
  readonly type: FilterType;
  /** For dates: whether the value is a day alone or a moment with its offset. */
  readonly dateForm: 'day' | 'moment';
}

export interface ReportAttribute {
  readonly name: string;
  readonly type: FilterType;
}

/** What a report can be asked for, and what it answers. */
export interface ReportMetaData {
  readonly filters: readonly ReportFilter[];
  readonly attributes: readonly ReportAttribute[];
}
