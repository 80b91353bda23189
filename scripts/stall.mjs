// @ts-check
import { statSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;

/**
 * Calls `onStall` when nothing has been added to a file for too long, however long the whole takes.
 * @param {string} file can be missing at first
 * @param {() => number} limitMs how long nothing may be added, for now
 * @param {() => void} onStall
 * @returns {() => void} ends the watch
 */
export function watchForStall(file, limitMs, onStall) {
  let size = -1;
  let waitedMs = 0;
  const timer = setInterval(() => {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // Counts checks, not time, because while a machine sleeps or is busy, the tests don't run either.
    waitedMs = now === size ? waitedMs + LOOK_EVERY_MS : 0;
    size = now;
    if (waitedMs > limitMs()) {
      clearInterval(timer);
      onStall();
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
