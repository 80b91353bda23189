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
  const { nowMs, rateLimit } = state;
  const waitMs = pollSchedule(state);
  const everyMs = slowedTo(state);
  const isByServer = everyMs !== undefined && paceOfServer(rateLimit, nowMs) >= everyMs;
  const untilMs = (isByServer ? rateLimit?.resetAtMs : undefined) ?? easesAtMs();
  return {
    nextAtMs: waitMs === undefined ? undefined : nowMs + waitMs,
    slow: everyMs === undefined || untilMs <= nowMs ? undefined : { everyMs, untilMs },
  };
}
