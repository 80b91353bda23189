import type { JobLife } from '../../core/jobs/jobLife';

/** The room in front of a job at work whose end nobody knows, as a share of what has passed. */
const ROOM_AHEAD = 0.06;
/** A life that has just begun has some length to grow into. */
const MIN_SPAN_MS = 60_000;

export interface LifeSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Now, or what impact.com has told already, whose clock may be ahead. */
  readonly reachedMs: number;
  /** Whether the life goes on, and so grows with the time. */
  readonly isOpen: boolean;
}

/** From the first moment of a life to the last that is drawn: its end, or what is expected of it. */
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
