import type { Job } from '../jobs/job';

/** Between the machines of impact.com, where its answer told its time to the second. */
const TOLD_TOLERANCE_MS = 60_000;
/** Between its clock and this machine's, where it did not. */
const UNTOLD_TOLERANCE_MS = 5 * 60_000;

export interface ExportAsked {
  /** By this machine's clock. */
  readonly askedAtMs: number;
  /** How far impact.com's clock is ahead of this machine's; undefined where its answers do not tell. */
  readonly clockAheadMs: number | undefined;
}

/**
 * Whether the job that an export was answered with was created before it was asked for: the same parameters were
 * exported then, here or elsewhere. A job without a date of creation tells nothing.
 */
export function isOlderExport(
  { createdAt }: Pick<Job, 'createdAt'>,
  { askedAtMs, clockAheadMs }: ExportAsked,
): boolean {
  const toleranceMs = clockAheadMs === undefined ? UNTOLD_TOLERANCE_MS : TOLD_TOLERANCE_MS;
  return createdAt !== undefined && createdAt < askedAtMs + (clockAheadMs ?? 0) - toleranceMs;
}
