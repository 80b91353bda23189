import { setTimeout as wait } from 'node:timers/promises';

/** Long, because a busy machine is slow. It only matters for conditions that never become true. */
const WITHIN_MS = 90_000;
const TRY_EVERY_MS = 100;

/** Repeats `check` until it doesn't throw, and returns its result. After `withinMs`, throws its last error. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = WITHIN_MS): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > endMs) {
        throw error;
      }
      await wait(TRY_EVERY_MS);
    }
  }
}
