import type { Job } from '../../src/core/jobs/job';
import { jobKey, type JobEntry } from '../../src/core/jobs/jobEntry';

/** A job for a test that sets only what it needs. The rest is a report export that hasn't started. */
export function aJob(stated: Partial<Job> = {}): Job {
  const status = stated.status ?? 'QUEUED';
  return {
    id: '81258bc5-54cf-4a09-9fbc-eb837637d02f',
    type: 'ApiReport',
    statusText: status,
    statusMessage: '',
    programId: '',
    createdBy: '',
    createdAt: undefined,
    startedAt: undefined,
    completedAt: undefined,
    abandonedAt: undefined,
    cancelledAt: undefined,
    failedAt: undefined,
    progressAt: undefined,
    recordsProcessed: undefined,
    percent: undefined,
    replayable: undefined,
    resultUri: '',
    unread: undefined,
    ...stated,
    status,
  };
}

/** A store's entry for a job that it has just seen for the first time. */
export function anEntry(stated: Partial<Job> = {}, known: Partial<JobEntry> = {}): JobEntry {
  const job = aJob(stated);
  const accountId = known.accountId ?? 'an-account';
  return {
    key: jobKey(accountId, job.id),
    accountId,
    job,
    samples: [],
    isRetriedByImpact: true,
    failedTries: undefined,
    runSeenAtMs: undefined,
    clockAheadMs: 0,
    name: undefined,
    parameters: undefined,
    replayOf: undefined,
    download: undefined,
    transfer: undefined,
    alert: undefined,
    lastSeenAtMs: undefined,
    isHidden: false,
    programName: undefined,
    isNameLearned: false,
    ...known,
  };
}
