const FIRST = 0xe001;
const STEP_PERCENT = 5;
const STEPS = 100 / STEP_PERCENT + 1;
const STATES = [
  'completed',
  'downloaded',
  'queued',
  'indeterminate',
  'stalled',
  'failed',
  'error',
  'retrying',
  'cancelled',
  'unknown',
];

/** The character of a drawing in media/rings/rings.ttf: one for each step of progress, then one for each state. */
export function ringCharacter(name: string): string {
  const index = /^\d+$/.test(name) ? Number(name) / STEP_PERCENT : STEPS + STATES.indexOf(name);
  return String.fromCodePoint(FIRST + index);
}
