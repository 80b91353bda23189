import type { Account } from './account';
import { describeJob, MISSING_DATES } from './describeJob';
import type { JobSpelling } from './describeJob';
import { FaultBoard } from './faultBoard';
import { makeResult } from './jobResult';
import type { JobResult } from './jobResult';
import { JobStore } from './jobStore';
import type { StoredJob } from './storedJob';
import { RateLimits } from './rateLimits';
import { RequestLog } from './requestLog';
import { SignedLinks } from './signedLinks';
import type { SimulatedClock } from './simulatedClock';
import type { ListForm, SimulatorOptions } from './simulatorOptions';

const LINK_LIFETIME_MS = 5 * 60_000;
/** impact.com keeps a result for this long after the job completed. */
const RESULT_KEPT_MS = 90 * 24 * 3_600_000;
/** The number of results whose rows are cached. The rows of others are generated again when needed. */
const READY_RESULTS = 8;

/** Everything in a simulated impact.com except its sockets. */
export class World {
  readonly jobs: JobStore;
  readonly links: SignedLinks;
  readonly rateLimits: RateLimits;
  readonly faults = new FaultBoard();
  readonly log = new RequestLog();
  readonly now: () => number;
  /** With the path of the account that they were described for. */
  private readonly endedJobs = new WeakMap<
    StoredJob,
    { readonly path: string; readonly described: Readonly<Record<string, unknown>> }
  >();
  private readonly results = new Map<string, JobResult>();
  private readonly exports = new Map<string, string>();

  constructor(
    readonly seed: number,
    readonly clock: SimulatedClock,
    readonly accounts: readonly Account[],
    readonly options: SimulatorOptions,
  ) {
    this.now = () => clock.now();
    options.faults?.forEach((fault) => this.faults.set(fault));
    this.jobs = new JobStore(seed, this.now);
    this.links = new SignedLinks(seed, this.now, options.linkLifetimeMs ?? LINK_LIFETIME_MS);
    this.rateLimits = new RateLimits(options.rateLimits ?? {}, this.now);
  }

  /** The job as the API describes it now. Ended jobs are cached, which makes a long list fast. */
  describe(job: StoredJob, account: Account): Readonly<Record<string, unknown>> {
    const known = this.endedJobs.get(job);
    if (known?.path === account.path) {
      return known.described;
    }
    const state = this.jobs.stateOf(job);
    const described = describeJob(job, state, account, this.spellingFor(account));
    if (state.status === 'COMPLETED' || state.status === 'CANCELLED' || state.status === 'FAILED') {
      this.endedJobs.set(job, { path: account.path, described });
    }
    return described;
  }

  listFormFor(account: Account): ListForm {
    return this.options.lists ?? (account.kind === 'agency' ? 'bare' : 'wrapped');
  }

  /** The file of the job's last completed run. If there's none, the status that a download gets. */
  resultOf(job: StoredJob, revisionShift = 0): JobResult | 404 | 410 {
    const script = job.script.result;
    const state = this.jobs.stateOf(job);
    // While a replay with the same ID runs, the previous run's file still exists.
    const isCompleted = state.status === 'COMPLETED';
    const completedAtMs = isCompleted ? state.completedAtMs : job.earlier.completedAtMs;
    if (!script || completedAtMs === undefined) {
      return 404;
    }
    if (script.gone !== undefined || this.now() - completedAtMs > RESULT_KEPT_MS) {
      return script.gone ?? 404;
    }
    return this.remember(job, script, (isCompleted ? job.revision : job.revision - 1) + revisionShift, completedAtMs);
  }

  /** The job's current or future file, whatever its state. */
  expectedResultOf(job: StoredJob): JobResult | undefined {
    return (
      job.script.result &&
      this.remember(job, job.script.result, job.revision, this.jobs.stateOf(job).completedAtMs ?? this.now())
    );
  }

  /** The job that was scheduled with the same parameters before, or a new one. */
  scheduleOnce(parameters: string, schedule: () => StoredJob): StoredJob {
    const known = this.exports.get(parameters);
    if (known !== undefined && this.jobs.has(known)) {
      return this.jobs.get(known);
    }
    const job = schedule();
    this.exports.set(parameters, job.id);
    return job;
  }

  private spellingFor(account: Account): JobSpelling {
    const {
      missingDate = MISSING_DATES[account.kind],
      titleCaseStatus = false,
      dates = 'offset',
      completedAs = 'COMPLETED',
    } = this.options;
    return { missing: missingDate === 'absent' ? undefined : missingDate, titleCaseStatus, dates, completedAs };
  }

  private remember(
    job: StoredJob,
    script: NonNullable<StoredJob['script']['result']>,
    revision: number,
    completedAtMs: number,
  ): JobResult {
    const key = `${job.id}/${revision}/${completedAtMs}/${JSON.stringify([script.bytes, script.rows, script.format, script.fileName])}`;
    const result =
      (script.content === undefined ? this.results.get(key) : undefined) ??
      makeResult(this.seed, job, script, revision, completedAtMs);
    this.results.delete(key);
    this.results.set(key, result);
    const oldest = this.results.size > READY_RESULTS ? this.results.keys().next().value : undefined;
    if (oldest !== undefined) {
      this.results.delete(oldest);
    }
    return result;
  }
}
