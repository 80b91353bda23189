import type { Account } from '../../core/account';
import { downloadUrl, jobUrl } from '../../core/api/endpoints';
import type { Job } from '../../core/jobs/job';
import { hasResult } from '../../core/jobs/jobState';
import { curlProtocols } from '../../core/scripts/scriptTask';
import { quoteForShell } from '../../core/scripts/bashScript';

/**
 * The request that downloads a completed job's result, or tells of another job, for a POSIX shell. The token is an
 * environment variable, never the value. curl sends credentials to no other host when it follows the redirect.
 */
export function curlOf(account: Account, job: Job): string {
  const url = hasResult(job) ? downloadUrl(account, job.id) : jobUrl(account, job.id);
  const output = hasResult(job) ? ' --remote-header-name --remote-name' : " --header 'Accept: application/json'";
  const protocols = curlProtocols(account.baseUrl);
  return `curl --globoff --proto '${protocols}' --proto-redir '${protocols}' --fail --location --user ${quoteForShell(account.sid)}:"$IMPACT_AUTH_TOKEN"${output} ${quoteForShell(url.href)}`;
}
