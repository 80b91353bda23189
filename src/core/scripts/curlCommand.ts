import type { Account } from '../account';
import { API_VERSION_HEADER, apiVersionOf } from '../api/apiVersion';
import { downloadUrl, jobUrl } from '../api/endpoints';
import type { Job } from '../jobs/job';
import { hasResult } from '../jobs/jobState';
import { quoteForShell } from './quoteForShell';

/**
 * A curl command for a POSIX shell that downloads a completed job's result, or shows the JSON of any other job. Reads
 * the token from an environment variable and never contains it. curl doesn't send credentials to another host when it
 * follows the redirect. `apiVersion` is the setting.
 */
export function curlOf(account: Account, job: Job, apiVersion?: number): string {
  const url = hasResult(job) ? downloadUrl(account, job.id) : jobUrl(account, job.id);
  const output = hasResult(job) ? ' --remote-header-name --remote-name' : " --header 'Accept: application/json'";
  const protocols = curlProtocols(account.baseUrl);
  const version = `${API_VERSION_HEADER}: ${apiVersionOf(account.kind, apiVersion)}`;
  return `curl --globoff --proto '${protocols}' --proto-redir '${protocols}' --fail --location --user ${quoteForShell(account.sid)}:"$IMPACT_AUTH_TOKEN" --header ${quoteForShell(version)}${output} ${quoteForShell(url.href)}`;
}

/** The protocols in the format of curl's `--proto`. Allows HTTP only if the configured server is on this machine. */
export function curlProtocols(baseUrl: string): string {
  return baseUrl.startsWith('http:') ? '=http,https' : '=https';
}
