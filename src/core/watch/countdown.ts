const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** One step of a countdown: what it shows, and how long that holds. */
export interface CountdownStep {
  /** Whole minutes, in the last minute whole seconds, rounded up: it never promises an end that is too early. */
  readonly shownMs: number;
  /** Until the next step, or the end. */
  readonly holdsForMs: number;
}

/** Where a countdown stands with `leftMs` to go; undefined at its end. As few steps as will do: one a minute, in the last minute one a second. */
export function countdownStep(leftMs: number): CountdownStep | undefined {
  if (leftMs <= 0) {
    return undefined;
  }
  const unitMs = leftMs > MINUTE_MS ? MINUTE_MS : SECOND_MS;
  const shownMs = Math.ceil(leftMs / unitMs) * unitMs;
  return { shownMs, holdsForMs: leftMs - (shownMs - unitMs) };
}
