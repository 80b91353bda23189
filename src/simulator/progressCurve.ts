/**
 * How the percentage grows during a run: points [share of the run time, percent] from [0, 0] to [1, 100], neither value
 * falling, joined by straight lines. A flat part is a stall.
 */
export type ProgressCurve = readonly (readonly [share: number, percent: number])[];

export const PROGRESS_CURVES = {
  steady: [
    [0, 0],
    [1, 100],
  ],
  slowStart: [
    [0, 0],
    [0.3, 4],
    [0.45, 18],
    [0.8, 81],
    [1, 100],
  ],
  slowEnd: [
    [0, 0],
    [0.15, 38],
    [0.4, 77],
    [0.55, 91],
    [0.9, 97],
    [1, 100],
  ],
  stalling: [
    [0, 0],
    [0.12, 21],
    [0.38, 21],
    [0.5, 54],
    [0.62, 55],
    [0.86, 58],
    [1, 100],
  ],
  uneven: [
    [0, 0],
    [0.08, 13],
    [0.2, 17],
    [0.33, 44],
    [0.52, 52],
    [0.6, 78],
    [0.85, 88],
    [1, 100],
  ],
  /** Shows no progress until the end, like the jobs that don't report any. */
  silent: [
    [0, 0],
    [0.98, 0],
    [1, 100],
  ],
} as const satisfies Record<string, ProgressCurve>;

/** The percentage after `share` of the run. */
export function percentAt(curve: ProgressCurve, share: number): number {
  return interpolate(curve, share, 0, 1);
}

/** The share of the run after which `percent` is first reached. The inverse of `percentAt`. */
export function shareAt(curve: ProgressCurve, percent: number): number {
  return interpolate(curve, percent, 1, 0);
}

function interpolate(curve: ProgressCurve, value: number, from: 0 | 1, to: 0 | 1): number {
  let previous = curve[0] ?? [0, 0];
  for (const point of curve) {
    if (point[from] >= value) {
      const span = point[from] - previous[from];
      return span === 0 ? point[to] : previous[to] + ((value - previous[from]) / span) * (point[to] - previous[to]);
    }
    previous = point;
  }
  return previous[to];
}
