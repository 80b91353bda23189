import type { Job } from '../jobs/job';

/** The difference between impact.com's own machines, if the response states the time to the second. */
const TOLD_TOLERANCE_MS = 60_000;
/** The difference between impact.com's clock and this machine's, if the response doesn't state the time. */
const UNTOLD_TOLERANCE_MS = 5 * 60_000;

export interface ExportAsked {
  /** By this machine's clock. */
  readonly askedAtMs: number;
  /** How far impact.com's clock is ahead of this machine's. Undefined if its responses don't say. */
  readonly clockAheadMs: number | undefined;
}

/**
 * Whether the job in the response was created before the request: somebody exported the same parameters earlier, here
 * or elsewhere. False for a job without a creation date.
 */
export function isOlderExport(
  { createdAt }: Pick<Job, 'createdAt'>,
  { askedAtMs, clockAheadMs }: ExportAsked,
): boolean {
  const toleranceMs = clockAheadMs === undefined ? UNTOLD_TOLERANCE_MS : TOLD_TOLERANCE_MS;
  return createdAt !== undefined && createdAt < askedAtMs + (clockAheadMs ?? 0) - toleranceMs;
}
