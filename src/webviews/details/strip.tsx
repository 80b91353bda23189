import type { LifePhase } from '../../core/jobs/jobLife';

interface StripProps {
  readonly kind: LifePhase['kind'];
  readonly xPx?: number;
  readonly yPx?: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A period of time: filled while the job ran, hatched while it waited. The chart defines the hatching. */
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

/** The ID of the hatching's pattern in the page. */
export const HATCHING = 'waiting';
