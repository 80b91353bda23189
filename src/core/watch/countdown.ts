const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** One step of a countdown. */
export interface CountdownStep {
  /**
   * The time to show, in ms: whole minutes, or whole seconds in the last minute, rounded up so that it never promises
   * an end too early.
   */
  readonly shownMs: number;
  /** The time until the next step or the end. */
  readonly holdsForMs: number;
}

/**
 * The step of a countdown with `leftMs` left. Undefined at its end. There is one step a minute, and one a second in the
 * last minute.
 */
export function countdownStep(leftMs: number): CountdownStep | undefined {
  if (leftMs <= 0) {
    return undefined;
  }
  const unitMs = leftMs > MINUTE_MS ? MINUTE_MS : SECOND_MS;
  const shownMs = Math.ceil(leftMs / unitMs) * unitMs;
  return { shownMs, holdsForMs: leftMs - (shownMs - unitMs) };
}
