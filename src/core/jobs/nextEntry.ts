import { isSameJob, type Job } from './job';
import { jobKey, type JobEntry } from './jobEntry';
import type { JobMemory } from './jobMarks';
import { runSeenAt } from './presentRun';
import { addSample } from './progress';
import { countFailedTries, hasBeenRetried } from './retries';

export interface NextEntryOptions {
  readonly accountId: string;
  /** Read for jobs that are new here. Known jobs keep their marks. */
  readonly memory: Pick<JobMemory, 'marksOf'>;
  readonly nowMs: number;
  readonly clockAheadMs: number;
  /** Whether the account's jobs are known to be retried after an error. */
  readonly hasRetries: boolean;
}

/** The entry of a job after a response: the known entry if the job hasn't changed, else a new one. */
export function nextEntry(
  known: JobEntry | undefined,
  job: Job,
  { accountId, memory, nowMs, clockAheadMs, hasRetries }: NextEntryOptions,
): JobEntry {
  if (known !== undefined && isSameJob(known.job, job)) {
    return known;
  }
  const key = known?.key ?? jobKey(accountId, job.id);
  // Mark by mark, because spreading them costs a fifth of a poll of 100,000 jobs. A missing one doesn't compile.
  // A job that was just scheduled can lack its program.
  const { name, isNameLearned, parameters, replayOf, download, transfer, alert, isHidden, programName } =
    known?.job.programId === job.programId ? known : memory.marksOf(key, job.programId);
  return {
    key,
    accountId,
    job,
    name,
    isNameLearned,
    parameters,
    replayOf,
    download,
    transfer,
    alert,
    isHidden,
    programName,
    samples: addSample(known?.samples ?? [], job, nowMs),
    isRetriedByImpact: hasRetries || hasBeenRetried(known?.job, job),
    failedTries: countFailedTries(known?.failedTries, job),
    runSeenAtMs: runSeenAt(known, job, nowMs),
    clockAheadMs,
    lastSeenAtMs: undefined,
  };
}

/** The job from a list, or the known one if it changed after the list was requested. */
export function newerJob(listed: Job, entry: JobEntry | undefined, asked: ReadonlyMap<string, JobEntry>): Job {
  return entry !== undefined && asked.get(listed.id)?.job !== entry.job ? entry.job : listed;
}
