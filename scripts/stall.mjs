// @ts-check
import { statSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;

/**
 * Calls `onStall` once nothing was added to a file for too long, however long it all takes.
 * @param {string} file may be missing yet
 * @param {() => number} limitMs for how long nothing may be added, as things stand
 * @param {() => void} onStall
 * @returns {() => void} ends the watch
 */
export function watchForStall(file, limitMs, onStall) {
  let size = -1;
  let waitedMs = 0;
  const timer = setInterval(() => {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // Counted in looks: while a machine sleeps or has no time for us, it has none for the tests either.
    waitedMs = now === size ? waitedMs + LOOK_EVERY_MS : 0;
    size = now;
    if (waitedMs > limitMs()) {
      clearInterval(timer);
      onStall();
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
