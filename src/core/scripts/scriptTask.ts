import type { Account } from '../account';
import { API_VERSION_HEADER, apiVersionOf } from '../api/apiVersion';
import { accountPath } from '../api/endpoints';
import { plainText } from '../api/plainText';
import { safeFileName } from '../download/fileName';
import type { PeriodId } from '../reports/period';
import type { PeriodFilters } from '../reports/periodFilters';
import { curlProtocols } from './curlCommand';

/** What a script does: schedules an export or takes an existing job, waits for it, and downloads its result. */
export interface ScriptTask {
  readonly account: Pick<Account, 'kind' | 'sid' | 'brandId' | 'baseUrl'>;
  /** A title for people. */
  readonly title: string;
  readonly start: ScriptStart;
  /** The file extension of the result, without a dot: `csv`. */
  readonly extension: string;
  /** Replaces the version of the API that this code was written for. 0 and undefined don't. */
  readonly apiVersion?: number;
}

export type ScriptStart =
  /** The URL that schedules the export, including its filters, except those of a relative period. */
  | { readonly kind: 'export'; readonly url: URL; readonly period?: RelativePeriod | undefined }
  | { readonly kind: 'job'; readonly jobId: string };

/** Days that each run of the script counts again. */
export interface RelativePeriod {
  readonly name: PeriodId;
  readonly timeZone: string;
  readonly filters: PeriodFilters;
}

export const SCRIPT_LANGUAGES = ['bash', 'python', 'githubActions'] as const;
export type ScriptLanguage = (typeof SCRIPT_LANGUAGES)[number];

/** The parts of a task that the scripts need. These are plain texts that each language quotes in its own way. */
export interface ScriptParts {
  /** One line without control characters. */
  readonly title: string;
  readonly purpose: string;
  readonly sid: string;
  /** The URL of the jobs, without a slash at the end. */
  readonly jobsUrl: string;
  readonly exportUrl: string;
  readonly jobId: string;
  readonly fileName: string;
  /** The protocols that requests and redirects may use: only HTTPS, or also HTTP for a server on this machine. */
  readonly protocols: string;
  readonly period: RelativePeriod | undefined;
  /** A header with the version of the API, as curl takes it. */
  readonly versionHeader: string;
}

const MAX_TITLE_CHARS = 80;

/** Throws ApiError `rejected` if the SID is invalid. */
export function scriptParts({ account, title, start, extension, apiVersion }: ScriptTask): ScriptParts {
  const work = plainText(title, MAX_TITLE_CHARS);
  return {
    title: work,
    purpose:
      start.kind === 'export'
        ? `Exports "${work}" from impact.com, waits until it is ready, and fetches the file.`
        : `Waits for the impact.com job "${work}" and fetches its file.`,
    sid: account.sid,
    jobsUrl: `${account.baseUrl}${accountPath(account)}/Jobs`,
    exportUrl: start.kind === 'export' ? start.url.href : '',
    jobId: start.kind === 'job' ? start.jobId : '',
    period: start.kind === 'export' ? start.period : undefined,
    fileName: safeFileName(work, extension),
    protocols: curlProtocols(account.baseUrl),
    versionHeader: `${API_VERSION_HEADER}: ${apiVersionOf(account.kind, apiVersion)}`,
  };
}
