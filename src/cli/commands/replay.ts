import { explainReplayRefusal } from '../../core/accounts/replayRefusal';
import { isApiError } from '../../core/apiError';
import { statusInWords } from '../../core/words/jobWords';
import { ENGLISH } from '../../core/words/language';
import type { CliCommand } from '../cli';
import { CliError } from '../cliError';
import { eachJob } from '../eachJob';
import { EXIT } from '../exitCode';
import { jobRecord } from '../jobText';
import type { Session } from '../session';

export const replay: CliCommand<object> = {
  name: 'replay',
  takes: '<job...>',
  about: 'Run jobs again. Prints the IDs of the jobs to wait for.',
  async run(cli, jobIds) {
    const session = await cli.session();
    const { client, store, account } = session;
    return eachJob(cli, jobIds, async (jobId) => {
      const job = await client
        .replayJob(jobId, cli.signal)
        .catch(async (error: unknown) => Promise.reject(await explained(session, jobId, error, cli.signal)));
      store.applyJob(account.id, job);
      const entry = store.entry(account.id, job.id);
      if (entry !== undefined) {
        cli.terminal.result({ ...jobRecord(entry, session), replayOf: jobId }, job.id);
      }
      return EXIT.done;
    });
  },
};

/** impact.com refuses in the same way a token that is read-only and a job that can't be replayed. */
async function explained(
  { client }: Pick<Session, 'client'>,
  jobId: string,
  error: unknown,
  signal: AbortSignal,
): Promise<Error> {
  const refusal = await explainReplayRefusal(client, jobId, error, signal);
  if (refusal?.kind === 'notReplayable') {
    const status = statusInWords(refusal.job, ENGLISH).toLowerCase();
    return new CliError('failed', `impact.com doesn't allow a replay of this job (${status}).`);
  }
  if (refusal?.kind === 'readOnlyToken') {
    return new CliError('credentials', "The token is read-only, so it can't replay jobs. Use another token.");
  }
  return isApiError(error) ? error : new Error('The replay failed', { cause: error });
}
