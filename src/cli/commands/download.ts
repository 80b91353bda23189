import path from 'node:path';
import { DEFAULTS } from '../../core/defaults';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import { countFewRows } from '../../core/savedExports/resultSize';
import { statusInWords } from '../../core/words/jobWords';
import { ENGLISH } from '../../core/words/language';
import { sizeSentence } from '../../core/words/sizeSentence';
import type { CliCommand } from '../cli';
import { CliError } from '../cliError';
import { Downloading, shownPath } from '../downloading';
import { eachJob, fetchJob, sayFailure } from '../eachJob';
import { EXIT, type ExitCode, exitCodeOfAll } from '../exitCode';
import { waitForJobs } from '../waiting';
import { fileTemplate } from '../optionValues';
import { requireInside } from '../requireInside';
import { TIMEOUT_OPTION } from './wait';

const MS_PER_MINUTE = 60_000;

interface DownloadOptions {
  readonly folder: string;
  readonly name: string;
  readonly wait?: true;
  readonly timeout: number;
}

/** Where results go and how they are called. */
export const PLACE_OPTIONS = [
  { flags: '--folder <folder>', about: 'the folder for results', fallback: DEFAULTS.folder },
  {
    flags: '--name <template>',
    about: 'the names of files',
    read: fileTemplate('--name'),
    fallback: DEFAULTS.fileName,
  },
] as const;

export const download: CliCommand<DownloadOptions> = {
  name: 'download',
  takes: '<job...>',
  about: "Download the results of jobs. Prints the files' paths.",
  options: [...PLACE_OPTIONS, { flags: '--wait', about: 'first wait until the jobs have ended' }, TIMEOUT_OPTION],
  async run(cli, jobIds, { folder, name, wait: isToWait, timeout }) {
    const session = await cli.session();
    const place = { folder: path.resolve(cli.folder, folder), name };
    await requireInside(place.folder, folder === DEFAULTS.folder ? cli.folder : place.folder);
    const downloading = new Downloading(cli, session);
    const entries: JobEntry[] = [];
    const found = await eachJob(cli, jobIds, async (jobId) => {
      entries.push(await fetchJob(session, jobId, cli.signal));
      return EXIT.done;
    });
    const downloadOne = async (entry: JobEntry | undefined, jobId: string): Promise<ExitCode> => {
      try {
        const file = await downloading.download(withResult(entry), place);
        const { path: filePath, sizeBytes, sha256, alreadyThere } = file;
        cli.terminal.result(
          { kind: 'file', jobId, file: filePath, sizeBytes, sha256, alreadyThere },
          shownPath(cli.folder, filePath),
        );
        const size = { bytes: sizeBytes, rows: await countFewRows(filePath, sizeBytes) };
        const unusual = sizeSentence(shownPath(cli.folder, filePath), size, undefined, ENGLISH);
        if (unusual !== undefined) {
          cli.terminal.problem(unusual);
        }
        return EXIT.done;
      } catch (error) {
        return cli.signal.aborted ? EXIT.interrupted : sayFailure(cli, jobId, error);
      }
    };
    const downloads: Promise<ExitCode>[] = [];
    if (isToWait) {
      await waitForJobs(cli, session, entries, {
        timeoutMs: timeout * MS_PER_MINUTE,
        onEnd: (outcome, jobId) =>
          downloads.push(downloadOne(outcome.outcome === 'gone' ? undefined : outcome.entry, jobId)),
      });
    } else {
      downloads.push(...entries.map((entry) => downloadOne(entry, entry.job.id)));
    }
    return exitCodeOfAll([found, ...(await Promise.all(downloads))]);
  },
};

function withResult(entry: JobEntry | undefined): JobEntry {
  if (entry === undefined) {
    throw new CliError('failed', 'impact.com no longer has this job.');
  }
  if (!isCompleted(entry.job)) {
    const status = statusInWords(entry.job, ENGLISH).toLowerCase();
    throw new CliError('failed', `The job has no result (${status}). To wait for a job that runs, add --wait.`);
  }
  return entry;
}
