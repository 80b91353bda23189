/** The statuses of the published reference, in the order in which people want to see them. */
export const JOB_STATUSES = ['RUNNING', 'QUEUED', 'ERROR', 'FAILED', 'CANCELLED', 'COMPLETED'] as const;
export type KnownStatus = (typeof JOB_STATUSES)[number];

/** UNKNOWN stands for any status that the API may add; the job's `statusText` then says which. */
export type JobStatus = KnownStatus | 'UNKNOWN';

export type Hue = 'blue' | 'green' | 'yellow' | 'red' | 'grey';

export type Outcome = 'completed' | 'failed' | 'cancelled';

/** The dates of a job that can be the end of a run. */
export const END_DATES = ['completedAt', 'failedAt', 'cancelledAt', 'abandonedAt'] as const;
export type EndDate = (typeof END_DATES)[number];

interface StatusFacts {
  /** `other` is a status that the reference does not name: taken as unfinished, because no end may be invented. */
  readonly stage: 'queued' | 'running' | 'other' | 'ended';
  /** How the job ended; undefined before its end. */
  readonly outcome: Outcome | undefined;
  /** The dates that may be the end of the present run: the first one that is set counts. */
  readonly endDates: readonly EndDate[];
  /** Whether impact.com may start the job again on its own for a while. */
  readonly isRetried: boolean;
  /** Whether a replay may work: never, only if the job says so, or unless the job denies it. */
  readonly replay: 'never' | 'ifAllowed' | 'unlessDenied';
  /** The name of the drawing in media/rings, where nothing more is known of the job. */
  readonly ring: string;
  /** The name of VS Code's icon, for places that take no drawings. */
  readonly codicon: string;
  readonly hue: Hue;
}

/** Everything that a status means. Its words are in the user's language, so they are with the other words. */
export const STATUSES: Readonly<Record<JobStatus, StatusFacts>> = {
  RUNNING: {
    stage: 'running',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'never',
    ring: 'indeterminate',
    codicon: 'sync',
    hue: 'blue',
  },
  QUEUED: {
    stage: 'queued',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'never',
    ring: 'queued',
    codicon: 'clock',
    hue: 'grey',
  },
  ERROR: {
    stage: 'ended',
    outcome: 'failed',
    endDates: ['failedAt', 'abandonedAt'],
    isRetried: true,
    replay: 'unlessDenied',
    ring: 'error',
    codicon: 'warning',
    hue: 'yellow',
  },
  FAILED: {
    stage: 'ended',
    outcome: 'failed',
    endDates: ['failedAt', 'abandonedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'failed',
    codicon: 'error',
    hue: 'red',
  },
  CANCELLED: {
    stage: 'ended',
    outcome: 'cancelled',
    endDates: ['cancelledAt', 'abandonedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'cancelled',
    codicon: 'circle-slash',
    hue: 'grey',
  },
  COMPLETED: {
    stage: 'ended',
    outcome: 'completed',
    endDates: ['completedAt'],
    isRetried: false,
    replay: 'unlessDenied',
    ring: 'completed',
    codicon: 'pass',
    hue: 'green',
  },
  UNKNOWN: {
    stage: 'other',
    outcome: undefined,
    endDates: [],
    isRetried: false,
    replay: 'ifAllowed',
    ring: 'unknown',
    codicon: 'question',
    hue: 'grey',
  },
};

export function isJobStatus(value: unknown): value is JobStatus {
  return typeof value === 'string' && Object.hasOwn(STATUSES, value);
}
