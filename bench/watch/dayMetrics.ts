const HOUR_MS = 3_600_000;
/** An end is noticed in time within the larger of these two. */
const PROMPT_MS = 5_000;
const PROMPT_SHARE = 0.1;

/** A request and its response. */
export interface Exchange {
  readonly atMs: number;
  readonly accountSid: string;
  /** 0 for no response. */
  readonly status: number;
  readonly bytes: number;
  /** The time until which a 429 allows no requests. */
  readonly blockedUntilMs?: number | undefined;
}

/** The end of a job, and how much later the window that started it noticed. */
export interface Ending {
  readonly jobId: string;
  readonly durationMs: number;
  /** Infinity for never. Without the time in which nobody could notice the end. */
  readonly delayMs: number;
  /** With that time. */
  readonly waitMs: number;
}

type Timed = Pick<Ending, 'durationMs' | 'delayMs'>;

/** A job that was started elsewhere, and how long the view was open before it was in it. */
export interface Discovery {
  readonly delayMs: number;
  /** Whether its account had no jobs in the day before. */
  readonly isOfQuietAccount: boolean;
}

export interface Delays {
  /** As a share of each job's duration. */
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
  /** The share of ends that were noticed within 5 s or a tenth of the job's duration. */
  readonly inTime: number;
}

/** The most requests within any hour. `exchanges` are sorted by time. */
export function worstHour(exchanges: readonly Pick<Exchange, 'atMs'>[]): number {
  let worst = 0;
  let first = 0;
  for (const [index, { atMs }] of exchanges.entries()) {
    while ((exchanges[first]?.atMs ?? atMs) <= atMs - HOUR_MS) {
      first++;
    }
    worst = Math.max(worst, index - first + 1);
  }
  return worst;
}

/** The requests that were sent although a 429 had told the account to wait longer. */
export function requestsInsideBlocks(exchanges: readonly Exchange[]): number {
  const blockedUntilMs = new Map<string, number>();
  let inside = 0;
  for (const { atMs, accountSid, blockedUntilMs: untilMs } of exchanges) {
    const knownMs = blockedUntilMs.get(accountSid) ?? -Infinity;
    inside += atMs < knownMs ? 1 : 0;
    blockedUntilMs.set(accountSid, Math.max(knownMs, untilMs ?? -Infinity));
  }
  return inside;
}

export function delaysOf(endings: readonly Timed[]): Delays {
  const shares = endings.map(({ durationMs, delayMs }) => delayMs / durationMs).sort((a, b) => a - b);
  return {
    median: percentile(shares, 0.5),
    p95: percentile(shares, 0.95),
    worst: percentile(shares, 1),
    inTime: endings.filter(isInTime).length / Math.max(1, endings.length),
  };
}

export function isInTime({ durationMs, delayMs }: Timed): boolean {
  return delayMs <= Math.max(PROMPT_MS, PROMPT_SHARE * durationMs);
}

/** The smallest value that at least `share` of all values don't exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
