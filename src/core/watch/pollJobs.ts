import type { ApiClient } from '../api/apiClient';
import { type ApiError, type ApiErrorKind, isApiError } from '../apiError';
import type { RequestPurpose } from '../api/requestGate';
import type { Clock } from '../clock';
import { hasOwnId, type Job } from '../jobs/job';
import type { JobEntry } from '../jobs/jobEntry';
import { canStillChange, lastChangeAt } from '../jobs/jobState';
import type { JobStore } from '../jobs/jobStore';
import { unsettledEntries } from '../jobs/snapshot';
import type { JobPauses } from './jobPauses';
import { pollRequestFor } from './pollRequest';

const MS_PER_DAY = 86_400_000;
/**
 * How much more than the period is requested. Some accounts take only days, of their own time zone, and until a
 * response tells which one that is, UTC stands for it: west of UTC, a day begins up to 12 hours later.
 */
const ZONE_MARGIN_MS = MS_PER_DAY;
/** The most jobs requested one by one after a list. The others follow after the next one. */
const MAX_SINGLE_REQUESTS = 5;
/** Failures of a request for one job that concern the whole account. */
const CONCERNS_ACCOUNT: readonly ApiErrorKind[] = ['rateLimited', 'budget', 'otherServer', 'aborted'];
/** Failures of a request for one job after which requests for others would fail too, and slowly. */
const CONCERNS_CONNECTION: readonly ApiErrorKind[] = ['timeout', 'offline', 'refused', 'cut', 'tls'];

export interface PollOptions {
  readonly client: ApiClient;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly lookbackDays: number;
  readonly signal: AbortSignal;
  /** The jobs that aren't requested one by one for now. The same for all polls. */
  readonly pauses: JobPauses;
  readonly purpose?: RequestPurpose | undefined;
  /** The number of this poll. It decides which jobs are requested one by one. */
  readonly turn?: number;
  /** Lets the poll skip the list if requesting a few jobs is cheaper. */
  readonly sparing?: { readonly listedAtMs: number | undefined; readonly listEveryMs: number };
  /** Called before the list is requested. */
  readonly onList?: () => void;
}

export interface PollResult {
  /** When the list was requested. Undefined if it wasn't. */
  readonly listedAtMs: number | undefined;
}

/**
 * Polls an account's jobs with as little as possible: the list, or only the active jobs. Throws ApiError on failure.
 */
export async function pollJobs(options: PollOptions): Promise<PollResult> {
  const { client, store, clock, sparing, signal, pauses, onList } = options;
  const { listedAtMs, listEveryMs = 0 } = sparing ?? {};
  const account = store.account(client.account.id);
  const nowMs = clock.now();
  const request = pollRequestFor({
    nowMs,
    jobs: account === undefined ? [] : unsettledEntries(account).map(({ job }) => job),
    listRequests: client.listRequests,
    sinceListMs: listedAtMs === undefined ? undefined : nowMs - listedAtMs,
    listEveryMs,
    isPaused: (jobId) => pauses.isPaused(jobId),
  });
  if (request.kind === 'jobs' && (await areAllKnown(options, request.ids))) {
    if (!signal.aborted) {
      store.applySuccess(client.account.id);
    }
    return { listedAtMs: undefined };
  }
  const askedAtMs = clock.now();
  onList?.();
  await pollList(options);
  return { listedAtMs: askedAtMs };
}

/** Requests jobs one by one. False as soon as one fails: the list then says what it is about. */
async function areAllKnown(options: PollOptions, jobIds: readonly string[]): Promise<boolean> {
  for (const jobId of jobIds) {
    if ((await pollJob(options, jobId)) !== undefined) {
      return false;
    }
  }
  return true;
}

/**
 * Requests the list once and applies it to the store. Requests an active job that is no longer in the list (too old for
 * its period, or too new) separately; only repeated 404s remove it. If the list fails, throws ApiError and leaves the
 * store unchanged; a failed request for one job changes only when that job is requested again. Drops responses that
 * arrive after `signal` is aborted.
 */
async function pollList(options: PollOptions): Promise<void> {
  const { client, store, clock, lookbackDays, signal, pauses, purpose, turn = 0 } = options;
  const { id } = client.account;
  const asked = store.account(id)?.entries;
  const createdAfterMs = clock.now() - lookbackDays * MS_PER_DAY;
  const { jobs, isPart, shortfall } = await client.listJobs(createdAfterMs - ZONE_MARGIN_MS, signal, purpose);
  if (signal.aborted) {
    return;
  }
  const theirNowMs = clock.now() + (client.clockAheadMs ?? 0);
  const unlisted = unlistedOf(
    store.account(id)?.entries,
    jobs,
    (job) =>
      canStillChange(job, theirNowMs) ||
      endedInWindow(job, createdAfterMs) ||
      // The job can be on a page that wasn't read. The list starts up to a day before the requested day.
      (isPart && (job.createdAt ?? Infinity) >= createdAfterMs - 2 * ZONE_MARGIN_MS),
  );
  store.noteClock(id, client.clockAheadMs);
  store.applyList(id, jobs, new Set(unlisted.keys()), asked, { shortfall });
  const watched = [...unlisted.values()].filter(
    ({ job }) => canStillChange(job, theirNowMs) && hasOwnId(job) && !pauses.isPaused(job.id),
  );
  for (const { job } of itsTurn(watched, turn)) {
    const error = await pollJob(options, job.id);
    if (error !== undefined && CONCERNS_CONNECTION.includes(error.kind)) {
      return;
    }
  }
}

/** The relevant known jobs that aren't in the list, by ID. */
function unlistedOf(
  entries: ReadonlyMap<string, JobEntry> | undefined,
  jobs: readonly Job[],
  concerns: (job: Job) => boolean,
): ReadonlyMap<string, JobEntry> {
  const unlisted = new Map<string, JobEntry>();
  for (const [id, entry] of entries ?? []) {
    if (concerns(entry.job)) {
      unlisted.set(id, entry);
    }
  }
  for (let index = 0; index < jobs.length && unlisted.size > 0; index++) {
    unlisted.delete(jobs[index]?.id ?? '');
  }
  return unlisted;
}

/** Whether a job started before the list's period and ended within it. Its result should stay visible. */
function endedInWindow(job: Job, windowStartMs: number): boolean {
  return job.createdAt !== undefined && job.createdAt < windowStartMs && (lastChangeAt(job) ?? 0) >= windowStartMs;
}

function itsTurn(entries: readonly JobEntry[], turn: number): readonly JobEntry[] {
  const step = entries.length <= MAX_SINGLE_REQUESTS ? 1 : MAX_SINGLE_REQUESTS;
  const start = (turn * step) % Math.max(1, entries.length);
  return [...entries.slice(start), ...entries.slice(0, start)].slice(0, MAX_SINGLE_REQUESTS);
}

/** Requests one job. Returns the error if that fails for a reason that might concern only this job. */
async function pollJob(
  { client, store, signal, pauses, purpose }: Pick<PollOptions, 'client' | 'store' | 'signal' | 'pauses' | 'purpose'>,
  jobId: string,
): Promise<ApiError | undefined> {
  const known = (): Job | undefined => store.account(client.account.id)?.entries.get(jobId)?.job;
  const asked = known();
  try {
    const job = await client.getJob(jobId, signal, purpose);
    pauses.end(jobId);
    // A job that changed in the meantime, for example by a replay, is newer.
    if (!signal.aborted && known() === asked) {
      store.applyPolledJob(client.account.id, job);
    }
    return undefined;
  } catch (error) {
    if (signal.aborted || !isApiError(error) || CONCERNS_ACCOUNT.includes(error.kind)) {
      throw error;
    }
    pauses.begin(jobId, error);
    if (pauses.isGone(jobId)) {
      pauses.end(jobId);
      store.dropJob(client.account.id, jobId);
    }
    return error;
  }
}
