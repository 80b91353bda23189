import { paceOfServer } from './pace';
import { pollSchedule, slowedTo, type WatchState } from './pollSchedule';

/** When an account is polled next, and how much less often than usual. */
export interface WatchPlan {
  /** In milliseconds since the epoch. Undefined if nothing is planned. */
  readonly nextAtMs: number | undefined;
  /** Set while requests run short in this hour. */
  readonly slow: { readonly everyMs: number; readonly untilMs: number } | undefined;
}

/** `easesAtMs` says when enough of the machine's own limit is free again. */
export function watchPlan(state: WatchState, easesAtMs: () => number): WatchPlan {
  const waitMs = pollSchedule(state);
  return {
    nextAtMs: waitMs === undefined ? undefined : state.nowMs + waitMs,
    slow: slowPace(state, easesAtMs),
  };
}

function slowPace(state: WatchState, easesAtMs: () => number): WatchPlan['slow'] {
  const { nowMs, rateLimit } = state;
  const everyMs = slowedTo(state);
  if (everyMs === undefined) {
    return undefined;
  }
  const isByServer = paceOfServer(rateLimit, nowMs) >= everyMs;
  const untilMs = (isByServer ? rateLimit?.resetAtMs : undefined) ?? easesAtMs();
  return untilMs <= nowMs ? undefined : { everyMs, untilMs };
}
