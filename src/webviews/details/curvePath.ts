import type { LifePoint } from '../../core/jobs/jobLife';

export interface CurvePaths {
  /** The curve between two samples. */
  readonly seen: string;
  /** The curve between points that follow only from dates, without samples. */
  readonly unseen: string;
  /** The area below the curve, down to the bottom line. */
  readonly area: string;
}

/**
 * SVG paths of a percentage over time. `x` and `y` return the position of a time and a percentage; `bottomPx` is the
 * position of 0 percent.
 */
export function curvePaths(
  curve: readonly LifePoint[],
  x: (atMs: number) => number,
  y: (percent: number) => number,
  bottomPx: number,
): CurvePaths {
  const points = curve.map((point) => ({
    isSeen: point.isSeen,
    at: `${rounded(x(point.atMs))} ${rounded(y(point.percent))}`,
  }));
  const [seen, unseen]: [string[], string[]] = [[], []];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before !== undefined) {
      (before.isSeen && point.isSeen ? seen : unseen).push(`M${before.at}L${point.at}`);
    }
  });
  const [first, last] = [curve[0], curve.at(-1)];
  const area =
    first === undefined || last === undefined
      ? ''
      : `M${rounded(x(first.atMs))} ${rounded(bottomPx)}L${points.map(({ at }) => at).join('L')}L${rounded(x(last.atMs))} ${rounded(bottomPx)}Z`;
  return { seen: joined(seen), unseen: joined(unseen), area };
}

/** Joins consecutive lines into one path, so that dashes and corners are drawn across them. */
function joined(lines: readonly string[]): string {
  return lines.reduce((path, line) => {
    const [start = '', end = ''] = line.slice(1).split('L');
    return path.endsWith(start) && path !== '' ? `${path}L${end}` : path + line;
  }, '');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
