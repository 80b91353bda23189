import type { Clock } from '../core/clock';
import type { AccountOptions } from './account';
import type { NewJob } from './jobScript';
import type { RateLimitOptions } from './rateLimits';
import type { DateForm } from './isoDate';
import type { RequestRecord } from './requestLog';

/**
 * `embedded`: a Monday at an agency. `large`: so many finished and running jobs. `jobs`: these, for the first account.
 */
export type Scenario = 'embedded' | 'empty' | { readonly large: number } | { readonly jobs: readonly NewJob[] };

/** A bare array, an object with the rows under the resource's name, or that object with paging attributes. */
export type ListForm =
  | 'bare'
  | 'wrapped'
  | {
      readonly pageSize: number;
      readonly absoluteUris?: boolean;
      /** `@page`, `@numpages` and `@total` alone tell of further pages. */
      readonly isCounted?: boolean;
      /** The addresses of pages spell the kind in another letter case: `MediaPartners`. */
      readonly isOtherCase?: boolean;
      /** `@firstpageruri`, as some pages spell it. */ readonly misspelt?: boolean;
    };

export interface SimulatorOptions {
  /** Default: `embedded`. */
  readonly scenario?: Scenario;
  /** Equal seeds produce equal accounts, jobs, and results. Default: 1. */
  readonly seed?: number;
  /** Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>;
  /** How many simulated milliseconds pass in a real one. Default: 1. */
  readonly speed?: number;
  /** Default: 0, any free port. The storage always takes another free one. */
  readonly port?: number;
  /** Default: one agency. Each SID gets the scenario's jobs once; `jobs` go to the first alone. */
  readonly accounts?: readonly AccountOptions[];
  /** Default: bare for an agency, wrapped for the others. */
  readonly lists?: ListForm;
  /** Numbers and booleans as strings, as the published examples show them. */
  readonly stringNumbers?: boolean;
  /** Default: '' for an agency, null for a brand, absent for a partner. */
  readonly missingDate?: '' | null | 'absent';
  /** What stands for a list without rows. Default: a list. */
  readonly emptyList?: 'null' | 'object';
  /** Default: to the second, with the account's offset. `local` has no offset. */
  readonly dates?: DateForm;
  /** What stands for COMPLETED, such as `DONE`. */
  readonly completedAs?: string;
  /** `Completed` instead of `COMPLETED`. */
  readonly titleCaseStatus?: boolean;
  /** A Brand's metadata calls the days `StartDate` and `EndDate`, which take moments. */
  readonly camelCaseDates?: boolean;
  readonly rateLimits?: RateLimitOptions;
  /** How long a signed link is good for, in simulated time. Default: five minutes. */
  readonly linkLifetimeMs?: number;
  /** What jobs that come from a ReportExport or a ClickExport are like. */
  readonly exportJob?: NewJob;
  /** JSON results come in pages of so many rows when they are streamed through the API. */
  readonly streamPageRows?: number;
  /** Where a gateway has put the API, such as `/impact`. The addresses in its answers know nothing of it. */
  readonly pathPrefix?: string;
  /** Serves both origins over HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Hears of every request when it has been answered. */
  readonly onRequest?: (record: RequestRecord) => void;
}
