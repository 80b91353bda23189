const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The intervals between two marks, all in round numbers. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];

const CHAR_PX = 6.5;
const WIDE_CHAR_PX = 12;
const LABEL_GAP_PX = 6;

/** Converts times to positions on a line of a given width. */
export interface TimeScale {
  readonly x: (atMs: number) => number;
  /** The times of the marks, in ms after the start. The first one is 0. */
  readonly marksMs: readonly number[];
}

/**
 * Creates a scale with at least `minGapPx` between two marks. If the period has no length, everything is at the left.
 */
export function timeScale(fromMs: number, toMs: number, widthPx: number, minGapPx: number): TimeScale {
  const lengthMs = Math.max(0, toMs - fromMs);
  const perMs = lengthMs === 0 ? 0 : widthPx / lengthMs;
  const stepMs = STEPS_MS.find((step) => step * perMs >= minGapPx);
  const count = stepMs === undefined || perMs === 0 ? 0 : Math.floor(lengthMs / stepMs);
  return {
    x: (atMs) => Math.min(widthPx, Math.max(0, (atMs - fromMs) * perMs)),
    marksMs: Array.from({ length: count + 1 }, (_, index) => index * (stepMs ?? 0)),
  };
}

export interface MarkLabel {
  readonly atMs: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Empty if there's no room beside the label before. */
  readonly text: string;
}

/**
 * Aligns the first label to start at its mark, and one at the right edge to end there, so that neither is cut off. `x`
 * returns the position of a time after the start, in a drawing of this width.
 */
export function markLabels(
  marksMs: readonly number[],
  x: (elapsedMs: number) => number,
  widthPx: number,
  language: string | undefined,
): readonly MarkLabel[] {
  let takenPx = -Infinity;
  return marksMs.map((atMs) => {
    const text = markLabel(atMs, language);
    const textPx = widthOf(text);
    const atPx = x(atMs);
    const atEnd = atPx + textPx / 2 > widthPx ? 'end' : 'middle';
    const anchor = atMs === 0 ? 'start' : atEnd;
    const startPx = atPx - { start: 0, middle: textPx / 2, end: textPx }[anchor];
    if (startPx < takenPx) {
      return { atMs, anchor, text: '' };
    }
    takenPx = startPx + textPx + LABEL_GAP_PX;
    return { atMs, anchor, text };
  });
}

/** Rather too wide than too narrow. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char > '\u2E80' ? WIDE_CHAR_PX : CHAR_PX), 0);
}

/** `0`, `45 sec`, `1 hr 30 min`: a mark's time after the start. */
export function markLabel(elapsedMs: number, language: string | undefined): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(elapsedMs / DAY_MS), 'day'],
    [Math.floor((elapsedMs % DAY_MS) / HOUR_MS), 'hour'],
    [Math.floor((elapsedMs % HOUR_MS) / MINUTE_MS), 'minute'],
    [Math.floor((elapsedMs % MINUTE_MS) / SECOND_MS), 'second'],
  ];
  const known = parts.filter(([value]) => value > 0);
  return known.length === 0
    ? new Intl.NumberFormat(language).format(0)
    : known
        .map(([value, unit]) =>
          new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
        )
        .join(' ');
}
