import type { WatchState } from '../../../../../src/core/watch/pollSchedule';

/** 14:00 UTC. */
export const NOW = Date.UTC(2026, 10, 23, 14);

/** An account without jobs that was polled just now, in a window that the user looks at. */
export function aWatchState(change: Partial<WatchState> = {}): WatchState {
  return {
    nowMs: NOW,
    lastPollMs: NOW,
    focusedAtMs: undefined,
    failures: 0,
    lastError: undefined,
    blockedUntilMs: 0,
    rateLimit: undefined,
    budget: undefined,
    jobs: [],
    isVisible: true,
    isFocused: true,
    random: 1,
    ...change,
  };
}
