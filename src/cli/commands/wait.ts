import type { WaitOutcome } from '../../core/agent/waitForJob';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { CliCommand } from '../cli';
import { CliError } from '../cliError';
import { eachJob, fetchJob, sayFailure } from '../eachJob';
import { EXIT, type ExitCode, exitCodeOfAll } from '../exitCode';
import { jobName, jobRecord, statusStyle, statusText } from '../jobText';
import { wholeNumber } from '../optionValues';
import { waitForJobs } from '../waiting';

const MS_PER_MINUTE = 60_000;
export const MINUTES_PER_DAY = 1_440;

export const TIMEOUT_OPTION = {
  flags: '--timeout <minutes>',
  about: 'stop waiting after so many minutes',
  read: wholeNumber('--timeout', 1, 7 * MINUTES_PER_DAY),
  fallback: MINUTES_PER_DAY,
};

export const wait: CliCommand<{ readonly timeout: number }> = {
  name: 'wait',
  takes: '<job...>',
  about: 'Wait until jobs have ended. Ends with 0 if all of them have completed.',
  options: [TIMEOUT_OPTION],
  async run(cli, jobIds, { timeout }) {
    const session = await cli.session();
    const entries: JobEntry[] = [];
    const found = await eachJob(cli, jobIds, async (jobId) => {
      entries.push(await fetchJob(session, jobId, cli.signal));
      return EXIT.done;
    });
    const codes: ExitCode[] = [found];
    const onEnd = (outcome: WaitOutcome, jobId: string): void => {
      if (outcome.outcome === 'gone') {
        codes.push(sayFailure(cli, jobId, new CliError('failed', 'impact.com no longer has this job.')));
        return;
      }
      const { entry } = outcome;
      const status = cli.terminal.styled(statusText(entry), statusStyle(entry));
      const late = outcome.outcome === 'timeout' ? `  still waiting after ${timeout} min` : '';
      cli.terminal.result(
        { ...jobRecord(entry, session), outcome: outcome.outcome },
        `${jobId}  ${status}  ${jobName(entry)}${late}`,
      );
      codes.push(outcome.outcome === 'ended' && isCompleted(entry.job) ? EXIT.done : EXIT.failed);
    };
    await waitForJobs(cli, session, entries, { timeoutMs: timeout * MS_PER_MINUTE, onEnd });
    return exitCodeOfAll(codes);
  },
};
