import { setTimeout as wait } from 'node:timers/promises';

/** Only for what never comes: a busy machine takes its time. */
const WITHIN_MS = 90_000;
const TRY_EVERY_MS = 100;

/** Tries until `check` no longer throws, and returns what it gives; after `withinMs`, throws what it threw last. */
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
