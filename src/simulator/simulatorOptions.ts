import type { Clock } from '../core/clock';
import type { AccountOptions } from './account';
import type { DialectName } from './dialectNames';
import type { Fault } from './fault';
import type { NewJob } from './jobScript';
import type { RateLimitOptions } from './rateLimits';
import type { DateForm } from './isoDate';
import type { RequestRecord } from './requestLog';

/**
 * `embedded`: a Monday at an agency. `large`: this many ended and running jobs. `jobs`: these, for the first account.
 */
export type Scenario = 'embedded' | 'empty' | { readonly large: number } | { readonly jobs: readonly NewJob[] };

/** A bare array, an object with the rows under the resource's name, or such an object with paging attributes. */
export type ListForm =
  | 'bare'
  | 'wrapped'
  | {
      readonly pageSize: number;
      readonly absoluteUris?: boolean;
      /** Only `@page`, `@numpages`, and `@total` show that there are further pages. */
      readonly isCounted?: boolean;
      /** The server always answers with the first page, whichever page is requested. */
      readonly isStuck?: boolean;
      /** The URLs of pages have the kind in different letter case: `MediaPartners`. */
      readonly isOtherCase?: boolean;
      /** `@firstpageruri`, as some pages spell it. */
      readonly misspelled?: boolean;
    };

export interface SimulatorOptions {
  /** How the API and the storage answer, by name. Other options win. Default: as published. */
  readonly dialect?: DialectName;
  /** What goes wrong from the start. */
  readonly faults?: readonly Fault[];
  /** Default: `embedded`. */
  readonly scenario?: Scenario;
  /** Equal seeds produce equal accounts, jobs, and results. Default: 1. */
  readonly seed?: number;
  /** Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>;
  /** How many rows a requested export has for each day. Default: 700. */
  readonly rowsPerDay?: number;
  /** How many simulated milliseconds pass in a real millisecond. Default: 1. */
  readonly speed?: number;
  /** Default: 0, any free port. The storage always uses another free port. */
  readonly port?: number;
  /** Default: one agency. Each SID gets the scenario's jobs once; `jobs` are only for the first. */
  readonly accounts?: readonly AccountOptions[];
  /**
   * How many brands each agency manages, at most 60. They follow the other accounts, with the scenario's jobs (some of
   * them if it's `embedded`), time zones that change their clocks, and the agency's rate limit. Default: none.
   */
  readonly brands?: number;
  /** Whose path the responses to an agency name for a brand. Default: `agency`, as requested. */
  readonly brandPaths?: 'agency' | 'own';
  /** The name of the rows in the list of brands. Default: `Advertisers`. */
  readonly brandsAs?: 'Advertisers' | 'Advertiser';
  /** Default: bare for an agency, wrapped for the others. */
  readonly lists?: ListForm;
  /** Writes numbers and booleans as strings, as in the published examples. */
  readonly stringNumbers?: boolean;
  /** Default: '' for an agency, null for a brand, absent for a partner. */
  readonly missingDate?: '' | null | 'absent';
  /** What replaces a list without rows. Default: a list. */
  readonly emptyList?: 'null' | 'object';
  /** Default: to the second, with the account's offset. `local` has no offset. */
  readonly dates?: DateForm;
  /** The text used for COMPLETED, such as `DONE`. */
  readonly completedAs?: string;
  /** Writes `Completed` instead of `COMPLETED`. */
  readonly titleCaseStatus?: boolean;
  /** A Brand's metadata names the days `StartDate` and `EndDate`, which take times. */
  readonly camelCaseDates?: boolean;
  readonly rateLimits?: RateLimitOptions;
  /** How long a signed link is valid, in simulated time. Default: five minutes. */
  readonly linkLifetimeMs?: number;
  /** Describes the jobs that a ReportExport or a ClickExport creates. */
  readonly exportJob?: NewJob;
  /** The number of rows in each page of a JSON result that is streamed through the API. */
  readonly streamPageRows?: number;
  /** Where a gateway has put the API, such as `/impact`. The addresses in its answers know nothing of it. */
  readonly pathPrefix?: string;
  /** Serves both origins over HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Called for each request after its response. */
  readonly onRequest?: (record: RequestRecord) => void;
}
