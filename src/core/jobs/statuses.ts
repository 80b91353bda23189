/** The statuses of the API reference, in the order of their groups. */
export const JOB_STATUSES = ['RUNNING', 'QUEUED', 'ERROR', 'FAILED', 'CANCELLED', 'COMPLETED'] as const;
export type KnownStatus = (typeof JOB_STATUSES)[number];

/** UNKNOWN is any status that the API reference doesn't name. The job's `statusText` says which. */
export type JobStatus = KnownStatus | 'UNKNOWN';

export type Tone = 'running' | 'completed' | 'warning' | 'failed' | 'neutral';

export type Outcome = 'completed' | 'failed' | 'cancelled';

/** The dates of a job that can be the end of a run. */
export const END_DATES = ['completedAt', 'failedAt', 'cancelledAt', 'abandonedAt'] as const;
export type EndDate = (typeof END_DATES)[number];

interface StatusFacts {
  /** `other` is a status that the API reference doesn't name. It counts as unfinished, because no end is made up. */
  readonly stage: 'queued' | 'running' | 'other' | 'ended';
  /** How the job ended. Undefined before its end. */
  readonly outcome: Outcome | undefined;
  /** The dates that can be the end of the current run. The first one that is set counts. */
  readonly endDates: readonly EndDate[];
  /** Whether impact.com might retry the job for a while. */
  readonly isRetried: boolean;
  /** When a replay can work: never, only if the job says so, or unless the job says no. */
  readonly replay: 'never' | 'ifAllowed' | 'unlessDenied';
  /** The drawing in media/rings, used if nothing else about the job is known. */
  readonly ring: string;
  /** The VS Code icon, for places that can't show a drawing. */
  readonly codicon: string;
  readonly tone: Tone;
}

/** Everything that a status means. Its name for people is in `jobWords.ts`. */
export const STATUSES: Readonly<Record<JobStatus, StatusFacts>> = {
  RUNNING: {
    stage: 'running',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'never',
    ring: 'indeterminate',
    codicon: 'sync',
    tone: 'running',
  },
  QUEUED: {
    stage: 'queued',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'never',
    ring: 'queued',
    codicon: 'clock',
    tone: 'neutral',
  },
  ERROR: {
    stage: 'ended',
    outcome: 'failed',
    endDates: ['failedAt', 'abandonedAt'],
    isRetried: true,
    replay: 'unlessDenied',
    ring: 'error',
    codicon: 'warning',
    tone: 'warning',
  },
  FAILED: {
    stage: 'ended',
    outcome: 'failed',
    endDates: ['failedAt', 'abandonedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'failed',
    codicon: 'error',
    tone: 'failed',
  },
  CANCELLED: {
    stage: 'ended',
    outcome: 'cancelled',
    endDates: ['cancelledAt', 'abandonedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'cancelled',
    codicon: 'circle-slash',
    tone: 'neutral',
  },
  COMPLETED: {
    stage: 'ended',
    outcome: 'completed',
    endDates: ['completedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'completed',
    codicon: 'pass',
    tone: 'completed',
  },
  UNKNOWN: {
    stage: 'other',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'ifAllowed',
    ring: 'unknown',
    codicon: 'question',
    tone: 'neutral',
  },
};

export function isJobStatus(value: unknown): value is JobStatus {
  return typeof value === 'string' && Object.hasOwn(STATUSES, value);
}

/** Other words for COMPLETED. In a job they count only with a result, because no end is made up. */
export const DONE_WORDS = ['COMPLETE', 'DONE', 'SUCCESS', 'SUCCEEDED', 'SUCCESSFUL', 'FINISHED'] as const;

/** Whether a status, as sent, says that a job is done: COMPLETED, or another word for it. */
export function saysDone(statusText: string): boolean {
  const word = statusText.trim().toUpperCase();
  return word === 'COMPLETED' || DONE_WORDS.some((other) => other === word);
}
