import type { JobEntry } from '../core/jobs/jobEntry';
import type { Cli } from './cli';
import { cliSentence } from './cliSentence';
import { EXIT, type ExitCode, exitCodeOf, exitCodeOfAll } from './exitCode';
import type { Session } from './session';

/** Says why a part of the work failed, to people and to programs, and returns its code. */
export function sayFailure({ terminal, clock }: Cli, jobId: string, error: unknown): ExitCode {
  const sentence = cliSentence(error, clock.now());
  const { kind: reason = 'failed' } = error as { readonly kind?: string };
  if (terminal.isJson) {
    terminal.result({ kind: 'failure', jobId, reason, message: sentence });
  }
  terminal.problem(`${jobId}: ${sentence}`);
  return exitCodeOf(error);
}

/**
 * Does the work for each job, one after the other. A failure of one doesn't stop the others, unless they'd fail alike.
 */
export async function eachJob(
  cli: Cli,
  jobIds: readonly string[],
  work: (jobId: string) => Promise<ExitCode | undefined>,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const jobId of new Set(jobIds)) {
    try {
      codes.push((await work(jobId)) ?? EXIT.done);
    } catch (error) {
      const code = cli.signal.aborted ? EXIT.interrupted : exitCodeOf(error);
      if (code !== EXIT.failed && code !== EXIT.usage) {
        throw error;
      }
      codes.push(sayFailure(cli, jobId, error));
    }
  }
  return exitCodeOfAll(codes);
}

/** Asks impact.com for a job and puts it into the store. */
export async function fetchJob(
  { client, store, account }: Session,
  jobId: string,
  signal: AbortSignal,
): Promise<JobEntry> {
  const job = await client.getJob(jobId, signal);
  store.noteClock(account.id, client.clockAheadMs);
  store.applyJob(account.id, job);
  const entry = store.entry(account.id, job.id);
  if (entry === undefined) {
    throw new Error(`The job ${job.id} isn't in the store`);
  }
  return entry;
}
