import type { JobLife } from '../../core/jobs/jobLife';
import { pageLanguage } from '../kit/language';
import { curvePaths } from './curvePath';
import { lifeSpan } from './lifeSpan';
import type { DetailsWords } from './protocol';
import { HATCHING, Strip } from './strip';
import { markLabels, timeScale } from './timeScale';

const LEFT_PX = 40;
const RIGHT_PX = 8;
const TOP_PX = 20;
const PLOT_PX = 96;
const STRIP_PX = 8;
const STRIP_GAP_PX = 8;
const LABELS_PX = 20;
const MARK_GAP_PX = 84;
/** Draws shorter periods as a line, because they would be invisible. */
const MIN_STRIP_PX = 2;
/** Draws samples that are closer than this as a line, without points. */
const MIN_POINT_GAP_PX = 7;
/** The space that a line's label needs. */
const LABEL_PX = 90;

interface ChartProps {
  readonly life: JobLife;
  readonly nowMs: number;
  readonly widthPx: number;
  readonly label: string;
  readonly words: DetailsWords;
}

/**
 * Draws the job's life to scale: progress over time, and below it a strip of what the job did. The texts are beside it.
 */
export function Chart({ life, nowMs, widthPx, label, words }: ChartProps) {
  const { fromMs, toMs, reachedMs, isOpen } = lifeSpan(life, nowMs);
  const plotWidthPx = Math.max(0, widthPx - LEFT_PX - RIGHT_PX);
  const scale = timeScale(fromMs, toMs, plotWidthPx, MARK_GAP_PX);
  const x = (atMs: number): number => LEFT_PX + scale.x(atMs);
  const hasCurve = life.curve.length > 0;
  const bottomPx = hasCurve ? TOP_PX + PLOT_PX : TOP_PX;
  const y = (percent: number): number => bottomPx - (percent / 100) * PLOT_PX;
  const stripPx = bottomPx + (hasCurve ? STRIP_GAP_PX : 0);
  const heightPx = stripPx + STRIP_PX + LABELS_PX;
  const paths = curvePaths(life.curve, x, y, bottomPx);
  const last = life.curve.at(-1);
  const run = life.phases.find(({ kind }) => kind === 'run');
  const isRunning = run !== undefined && run.toMs === undefined;
  const nextLabel = isRunning ? words.expectedEnd : words.nextTry;
  const points = life.curve.filter(({ isSeen }) => isSeen);
  const arePointsApart = points.length * MIN_POINT_GAP_PX < plotWidthPx;

  return (
    <svg
      class="chart"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern id={HATCHING} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatch" d="M0 0V6" />
        </pattern>
      </defs>
      {hasCurve &&
        [0, 50, 100].map((percent) => (
          <g key={percent}>
            <path class="grid" d={`M${LEFT_PX} ${Math.round(y(percent)) + 0.5}H${LEFT_PX + plotWidthPx}`} />
            <text class="mark" x={LEFT_PX - 8} y={y(percent) + 4} text-anchor="end">
              {new Intl.NumberFormat(pageLanguage, { style: 'percent' }).format(percent / 100)}
            </text>
          </g>
        ))}
      {markLabels(scale.marksMs, (elapsedMs) => x(fromMs + elapsedMs), widthPx, pageLanguage).map(
        ({ atMs, anchor, text }) => (
          <g key={atMs}>
            {hasCurve && atMs > 0 && (
              <path class="grid" d={`M${Math.round(x(fromMs + atMs)) + 0.5} ${TOP_PX}V${bottomPx}`} />
            )}
            <text class="mark" x={x(fromMs + atMs)} y={heightPx - 4} text-anchor={anchor}>
              {text}
            </text>
          </g>
        ),
      )}
      <path class="area" d={paths.area} />
      <path class="unseen" d={paths.unseen} />
      {isRunning && last !== undefined && (
        <path class="unseen" d={`M${x(last.atMs)} ${y(last.percent)}H${x(reachedMs)}`} />
      )}
      {isRunning && last !== undefined && life.nextMs !== undefined && (
        <path class="expected" d={`M${x(reachedMs)} ${y(last.percent)}L${x(life.nextMs)} ${y(100)}`} />
      )}
      <path class="seen" d={paths.seen} />
      {arePointsApart &&
        points.map(({ atMs, percent }) => <circle key={atMs} class="point" cx={x(atMs)} cy={y(percent)} r="2.25" />)}
      {life.phases.map(({ kind, fromMs: startMs, toMs: endMs = reachedMs }) => (
        <Strip
          key={kind}
          kind={kind}
          xPx={x(startMs)}
          yPx={stripPx}
          widthPx={Math.max(MIN_STRIP_PX, x(endMs) - x(startMs))}
          heightPx={STRIP_PX}
        />
      ))}
      {isOpen && <Line atPx={x(reachedMs)} widthPx={widthPx} toPx={stripPx + STRIP_PX} label={words.now} kind="now" />}
      {isOpen && life.nextMs !== undefined && (
        <Line
          atPx={x(life.nextMs)}
          widthPx={widthPx}
          toPx={stripPx + STRIP_PX}
          label={x(life.nextMs) - x(reachedMs) < LABEL_PX ? '' : nextLabel}
          kind="next"
        />
      )}
    </svg>
  );
}

/** A line through the whole drawing that marks a moment. */
function Line({
  atPx,
  widthPx,
  toPx,
  label,
  kind,
}: {
  readonly atPx: number;
  readonly widthPx: number;
  readonly toPx: number;
  readonly label: string;
  readonly kind: 'now' | 'next';
}) {
  const isAtEnd = atPx > widthPx - LABEL_PX;
  const linePx = Math.round(atPx) - 0.5;
  return (
    <g class={`line ${kind}`}>
      <path d={`M${linePx} ${TOP_PX - 6}V${toPx}`} />
      <text x={linePx} y={TOP_PX - 9} text-anchor={isAtEnd ? 'end' : 'middle'}>
        {label}
      </text>
    </g>
  );
}
