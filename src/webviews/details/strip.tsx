import type { LifePhase } from '../../core/jobs/jobLife';

interface StripProps {
  readonly kind: LifePhase['kind'];
  readonly xPx?: number;
  readonly yPx?: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A stretch of time: full where the job was at work, hatched where it waited. The hatching is the chart's. */
export function Strip({ kind, xPx = 0, yPx = 0, widthPx, heightPx }: StripProps) {
  return (
    <rect
      class={`strip ${kind}`}
      x={xPx}
      y={yPx}
      width={widthPx}
      height={heightPx}
      {...(kind === 'run' ? {} : { fill: `url(#${HATCHING})` })}
    />
  );
}

/** The id of the pattern in the page. */
export const HATCHING = 'waiting';
