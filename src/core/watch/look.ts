import type { ApiClient } from '../api/apiClient';
import { type ApiErrorKind, isApiError } from '../apiError';
import type { RequestPurpose } from '../api/requestGate';
import type { Clock } from '../clock';
import { hasOwnId, type Job } from '../jobs/job';
import type { JobEntry } from '../jobs/jobEntry';
import { isWatched, lastChangeAt } from '../jobs/jobState';
import type { JobStore } from '../jobs/jobStore';
import { questionFor } from './question';

const MS_PER_DAY = 86_400_000;
/** The most jobs requested one by one after a list. The others follow after the next one. */
const MAX_SINGLE_REQUESTS = 5;
/** Failures that concern only one job, not the account. */
const CONCERNS_ONE_JOB: readonly ApiErrorKind[] = ['forbidden', 'rejected', 'server', 'unreadable', 'tooLarge'];

/** The parts of the store that a poll reads and writes. */
export type LookStore = Pick<
  JobStore,
  'account' | 'applyList' | 'applyJob' | 'dropJob' | 'applySuccess' | 'applyFailure'
>;

export interface LookOptions {
  readonly client: ApiClient;
  readonly store: LookStore;
  readonly clock: Clock;
  readonly lookbackDays: number;
  readonly signal: AbortSignal;
  readonly purpose?: RequestPurpose | undefined;
  /** The number of this poll. It decides which jobs are requested one by one. */
  readonly turn?: number;
  /** Lets the poll skip the list if requesting a few jobs is cheaper. */
  readonly sparing?: { readonly listedAtMs: number | undefined; readonly listEveryMs: number };
  /** Called before the list is requested. */
  readonly onList?: () => void;
}

export interface Look {
  /** When the list was requested. Undefined if it wasn't. */
  readonly listedAtMs: number | undefined;
  /** Whether a request for one job failed, so that the list was requested instead. */
  readonly isSingleRefused: boolean;
}

/**
 * Polls an account's jobs with as little as possible: the list, or only the active jobs. Throws ApiError on failure.
 */
export async function lookAtJobs(options: LookOptions): Promise<Look> {
  const { client, store, clock, sparing, signal, onList } = options;
  const { listedAtMs, listEveryMs = 0 } = sparing ?? {};
  const jobs = [...(store.account(client.account.id)?.entries.values() ?? [])].map(({ job }) => job);
  const nowMs = clock.now();
  const question = questionFor({
    nowMs,
    jobs,
    listCost: client.listCost,
    sinceListMs: listedAtMs === undefined ? undefined : nowMs - listedAtMs,
    listEveryMs,
  });
  let isSingleRefused = false;
  if (question.kind === 'jobs') {
    for (const id of question.ids) {
      isSingleRefused ||= !(await lookAtJob(options, id));
    }
    if (signal.aborted || !isSingleRefused) {
      if (!signal.aborted) {
        store.applySuccess(client.account.id);
      }
      return { listedAtMs: undefined, isSingleRefused };
    }
  }
  const askedAtMs = clock.now();
  onList?.();
  await lookAtList(options);
  return { listedAtMs: askedAtMs, isSingleRefused };
}

/**
 * Requests the list once and applies it to the store. Requests an active job that is no longer in the list (too old for
 * its period, or too new) separately; only a 404 removes it. On failure, throws ApiError and leaves the store
 * unchanged. Drops responses that arrive after `signal` is aborted.
 */
async function lookAtList({
  client,
  store,
  clock,
  lookbackDays,
  signal,
  purpose,
  turn = 0,
}: LookOptions): Promise<void> {
  const { id } = client.account;
  const asked = store.account(id)?.entries;
  const createdAfterMs = clock.now() - lookbackDays * MS_PER_DAY;
  const { jobs } = await client.listJobs(createdAfterMs, signal, purpose);
  if (signal.aborted) {
    return;
  }
  const nowMs = clock.now();
  const unlisted = unlistedOf(
    store.account(id)?.entries,
    jobs,
    (job) => isWatched(job, nowMs) || endedInWindow(job, createdAfterMs),
  );
  store.applyList(id, jobs, new Set(unlisted.keys()), asked);
  const watched = [...unlisted.values()].filter(({ job }) => isWatched(job, nowMs) && hasOwnId(job));
  for (const { job } of itsTurn(watched, turn)) {
    await lookAtJob({ client, store, signal, purpose }, job.id);
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
  const start = entries.length <= MAX_SINGLE_REQUESTS ? 0 : (turn * MAX_SINGLE_REQUESTS) % entries.length;
  return [...entries.slice(start), ...entries.slice(0, start)].slice(0, MAX_SINGLE_REQUESTS);
}

/** Requests one job. False if that fails for a reason that concerns only this job. */
async function lookAtJob(
  { client, store, signal, purpose }: Pick<LookOptions, 'client' | 'store' | 'signal' | 'purpose'>,
  jobId: string,
): Promise<boolean> {
  const known = (): Job | undefined => store.account(client.account.id)?.entries.get(jobId)?.job;
  const asked = known();
  try {
    const job = await client.getJob(jobId, signal, purpose);
    // A job that changed in the meantime, for example by a replay, is newer.
    if (!signal.aborted && known() === asked) {
      store.applyJob(client.account.id, job);
    }
    return true;
  } catch (error) {
    if (!isApiError(error) || (error.kind !== 'notFound' && !CONCERNS_ONE_JOB.includes(error.kind))) {
      throw error;
    }
    if (error.kind === 'notFound' && !signal.aborted) {
      store.dropJob(client.account.id, jobId);
    }
    return error.kind === 'notFound';
  }
}
