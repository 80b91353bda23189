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
/** Jobs asked for one by one after a look, at most; the others have their turn at the next. */
const MAX_SINGLE_REQUESTS = 5;
/** Failures that concern one job: that it cannot be had says nothing of the others or of the account. */
const CONCERNS_ONE_JOB: readonly ApiErrorKind[] = ['forbidden', 'rejected', 'server', 'unreadable', 'tooLarge'];

/** What a look reads and writes. */
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
  /** The number of this look; it says whose turn it is among jobs that have to be asked for singly. */
  readonly turn?: number;
  /** Lets the look do without the list, where a few jobs alone are cheaper. */
  readonly sparing?: { readonly listedAtMs: number | undefined; readonly listEveryMs: number };
  /** Called when it is the list that is asked for. */
  readonly onList?: () => void;
}

export interface Look {
  /** When the list was asked for; undefined where it was not. */
  readonly listedAtMs: number | undefined;
  /** A job could not be had by itself, and so the list was asked for after all. */
  readonly isSingleRefused: boolean;
}

/**
 * Asks what has become of an account's jobs, for as little as will do: the list, or the few jobs that are at work.
 * Throws ApiError when it cannot be had.
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
 * Asks for the account's jobs once and hands them to the store. A job that is still at work but no longer listed (it is
 * older than the list's window, or too new for it) is asked for by itself; only a 404 makes it go.
 * Throws ApiError, and leaves the store as it is, when the list cannot be had. An answer that comes after `signal` was
 * aborted is dropped: its question is no longer current.
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

/** The known jobs that concern us and that the list does not hold, by id. */
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

/** A job that began before the list's window and ended within it: nobody should lose its result from sight. */
function endedInWindow(job: Job, windowStartMs: number): boolean {
  return job.createdAt !== undefined && job.createdAt < windowStartMs && (lastChangeAt(job) ?? 0) >= windowStartMs;
}

function itsTurn(entries: readonly JobEntry[], turn: number): readonly JobEntry[] {
  const start = entries.length <= MAX_SINGLE_REQUESTS ? 0 : (turn * MAX_SINGLE_REQUESTS) % entries.length;
  return [...entries.slice(start), ...entries.slice(0, start)].slice(0, MAX_SINGLE_REQUESTS);
}

/** False where the job cannot be had for a reason of its own. */
async function lookAtJob(
  { client, store, signal, purpose }: Pick<LookOptions, 'client' | 'store' | 'signal' | 'purpose'>,
  jobId: string,
): Promise<boolean> {
  const known = (): Job | undefined => store.account(client.account.id)?.entries.get(jobId)?.job;
  const asked = known();
  try {
    const job = await client.getJob(jobId, signal, purpose);
    // What was learned of the job in the meantime (it was replayed) is newer.
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
