import type { JobLife } from '../../core/jobs/jobLife';

/** The empty space to the right of an unfinished job with no expected end, as a share of the time that has passed. */
const ROOM_AHEAD = 0.06;
/** The minimum length, so that a life that has just begun has space to grow. */
const MIN_SPAN_MS = 60_000;

export interface LifeSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** The current time, or the job's latest date if impact.com's clock is ahead. */
  readonly reachedMs: number;
  /** Whether the job is unfinished, so that the life grows with time. */
  readonly isOpen: boolean;
}

/** The period to draw: from the first moment of a life to its end or expected end. */
export function lifeSpan({ phases, curve, nextMs }: JobLife, nowMs: number): LifeSpan {
  const [first, last] = [phases[0], phases.at(-1)];
  const fromMs = first?.fromMs ?? nowMs;
  if (last?.toMs !== undefined) {
    return { fromMs, toMs: last.toMs, reachedMs: last.toMs, isOpen: false };
  }
  const reachedMs = Math.max(nowMs, last?.fromMs ?? nowMs, curve.at(-1)?.atMs ?? nowMs);
  return {
    fromMs,
    reachedMs,
    toMs: Math.max(reachedMs, fromMs + MIN_SPAN_MS, nextMs ?? reachedMs + (reachedMs - fromMs) * ROOM_AHEAD),
    isOpen: true,
  };
}
