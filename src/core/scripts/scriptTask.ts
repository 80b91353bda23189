import type { Account } from '../account';
import { API_VERSION_HEADER, API_VERSIONS } from '../api/apiVersion';
import { accountPath } from '../api/endpoints';
import { plainText } from '../api/plainText';
import { safeFileName } from '../download/fileName';

/** What a script does: schedule an export or take an existing job, wait for it, and download its result. */
export interface ScriptTask {
  readonly account: Pick<Account, 'kind' | 'sid' | 'baseUrl'>;
  /** What people call the work. */
  readonly title: string;
  readonly start: ScriptStart;
  /** The file extension of the result, without a dot: `csv`. */
  readonly extension: string;
}

export type ScriptStart =
  /** The address that schedules the export, its filters included. */
  { readonly kind: 'export'; readonly url: URL } | { readonly kind: 'job'; readonly jobId: string };

export const SCRIPT_LANGUAGES = ['bash', 'python', 'githubActions'] as const;
export type ScriptLanguage = (typeof SCRIPT_LANGUAGES)[number];

/** The parts of a task as the scripts need them: plain texts that each language quotes in its own way. */
export interface ScriptParts {
  /** One line without anything that steers a terminal. */
  readonly title: string;
  readonly purpose: string;
  readonly sid: string;
  /** Where jobs are, without a slash at the end. */
  readonly jobsUrl: string;
  readonly exportUrl: string;
  readonly jobId: string;
  readonly fileName: string;
  /**
   * What requests, and the redirects of a download, may go over: https alone, and http for a server of this machine.
   */
  readonly protocols: string;
  /** A header with the version of the API, as curl takes it. */
  readonly versionHeader: string;
}

const MAX_TITLE_CHARS = 80;

/** Throws ApiError `rejected` for a SID that is none. */
export function scriptParts({ account, title, start, extension }: ScriptTask): ScriptParts {
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
    fileName: safeFileName(work, extension),
    protocols: curlProtocols(account.baseUrl),
    versionHeader: `${API_VERSION_HEADER}: ${API_VERSIONS[account.kind]}`,
  };
}

/** As curl's `--proto` takes them. A configured server speaks http on this machine alone. */
export function curlProtocols(baseUrl: string): string {
  return baseUrl.startsWith('http:') ? '=http,https' : '=https';
}
