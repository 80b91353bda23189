import type { AccountKind } from './account';
import { countRows } from './jobResult';
import type { JobScript, NewJob, Outcome } from './jobScript';
import { jobStateAt } from './jobState';
import type { JobState } from './jobState';
import { PROGRESS_CURVES } from './progressCurve';
import { uuidFrom } from './random';
import type { StoredJob } from './storedJob';

const DEFAULTS = {
  type: 'ApiReport',
  programId: '3629',
  queueMs: 3_000,
  runMs: 30_000,
  progressEveryMs: 2_000,
  replayable: true,
} as const;

/** The jobs of all accounts. Stores scripts, because a job's state follows from its script and the time. */
export class JobStore {
  private readonly jobs = new Map<string, StoredJob>();
  private created = 0;

  constructor(
    private readonly seed: number,
    private readonly now: () => number,
  ) {}

  add(accountSid: string, job: NewJob): StoredJob {
    const { id: givenId, createdAgoMs, ...script } = job;
    const id = givenId ?? uuidFrom(this.seed, accountSid, 'job', this.created++);
    const createdAtMs = script.createdAtMs ?? this.now() - (createdAgoMs ?? 0);
    return this.put({
      id,
      accountSid,
      script: {
        ...DEFAULTS,
        curve: PROGRESS_CURVES.steady,
        outcome: { status: 'COMPLETED' },
        ...script,
        createdAtMs,
      },
      queuedAtMs: createdAtMs,
      revision: 0,
      origin: { id, createdAtMs },
      earlier: {},
    });
  }

  /** The job, if it has been created by now. */
  find(accountSid: string, id: string): StoredJob | undefined {
    const job = this.jobs.get(id);
    return job?.accountSid === accountSid && job.script.createdAtMs <= this.now() ? job : undefined;
  }

  /** The account's jobs created so far, newest first. */
  list(accountSid: string): StoredJob[] {
    const now = this.now();
    return [...this.jobs.values()]
      .filter((job) => job.accountSid === accountSid && job.script.createdAtMs <= now)
      .sort((a, b) => b.script.createdAtMs - a.script.createdAtMs || (a.id < b.id ? -1 : 1));
  }

  stateOf(job: StoredJob): JobState {
    return jobStateAt(job, this.now());
  }

  /** The job, in any account, even if its creation is in the future. */
  get(id: string): StoredJob {
    const job = this.jobs.get(id);
    if (!job) {
      throw new Error(`The simulator has no job ${id}`);
    }
    return job;
  }

  has(id: string): boolean {
    return this.jobs.has(id);
  }

  update(id: string, change: Partial<JobScript>): StoredJob {
    const job = this.get(id);
    return this.put({ ...job, script: { ...job.script, ...change } });
  }

  /** Ends the job now, whatever its script says. */
  finish(id: string, outcome: Exclude<Outcome, { status: 'RUNNING' }>): StoredJob {
    const job = this.get(id);
    const waitedMs = this.now() - job.queuedAtMs;
    const queueMs = Math.min(job.script.queueMs, waitedMs);
    return this.update(id, { queueMs, runMs: waitedMs - queueMs, outcome });
  }

  remove(id: string): void {
    this.jobs.delete(id);
  }

  /**
   * For an Agency, creates a new job and keeps the old one. For a Brand or Partner, queues the same job again and keeps
   * its old dates.
   */
  replay(job: StoredJob, kind: AccountKind): StoredJob {
    const script: JobScript = { ...job.script, outcome: { status: 'COMPLETED' }, ...job.script.replay };
    if (kind !== 'agency') {
      const earlier = { ...job.earlier, ...this.stateOf(job) };
      return this.put({ ...job, script, queuedAtMs: this.now(), revision: job.revision + 1, earlier });
    }
    const id = uuidFrom(this.seed, job.accountSid, 'job', this.created++);
    const createdAtMs = this.now();
    return this.put({
      ...job,
      id,
      script: { ...script, createdAtMs },
      queuedAtMs: createdAtMs,
      revision: job.revision + 1,
      earlier: {},
    });
  }

  private put(run: Omit<StoredJob, 'records'>): StoredJob {
    const job = { ...run, records: run.script.records ?? countRows(run) };
    this.jobs.set(job.id, job);
    return job;
  }
}
