import type { ColumnProfile } from '../../core/rows/columnProfile';
import { fill } from '../kit/fill';
import { count } from '../kit/language';
import { barInWords } from './distributionWords';
import type { PreviewWords } from './protocol';

/** Fits into a narrow bar. */
const SHORT_CHARS = 3;

export interface DistributionBarsProps {
  readonly profile: ColumnProfile;
  readonly words: PreviewWords;
  /** Shows the rows that a bar stands for. */
  readonly onFilter: (filter: string) => void;
}

/**
 * A picture of a column's values: bars of numbers and dates, shares of texts, and the empty cells. A click shows the
 * rows.
 */
export function DistributionBars({ profile, words, onFilter }: DistributionBarsProps) {
  const { distribution, emptyCount, filledCount } = profile;
  const bar = (name: string, filter: string, className: string, style: Readonly<Record<string, string>>, text = '') => (
    <button
      type="button"
      tabIndex={-1}
      class={className}
      aria-label={name}
      title={name}
      style={style}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={() => onFilter(filter)}
      onKeyDown={onBarKey}
    >
      {text !== '' && <span>{text}</span>}
    </button>
  );
  const most = distribution.kind === 'bins' ? Math.max(1, ...distribution.bars.map((bin) => bin?.count ?? 0)) : 1;
  return (
    <div class="distribution">
      {distribution.kind === 'bins' && (
        <div class="bins" style={{ flexGrow: String(filledCount) }}>
          {distribution.bars.map((bin, place) =>
            bin === undefined ? (
              <span key={place} />
            ) : (
              bar(barInWords(bin, words), bin.filter, 'bin', { '--share': `${(bin.count / most) * 100}%` })
            ),
          )}
        </div>
      )}
      {distribution.kind === 'values' &&
        distribution.bars.map((value) =>
          bar(
            barInWords(value, words),
            value.filter,
            value.from.length <= SHORT_CHARS ? 'value short' : 'value',
            { flexGrow: String(value.count) },
            value.from,
          ),
        )}
      {distribution.kind === 'values' && distribution.otherCount > 0 && (
        <span
          class="others"
          title={fill(words.bar, words.otherValues, count(distribution.otherCount))}
          style={{ flexGrow: String(distribution.otherCount) }}
        />
      )}
      {distribution.kind === 'none' && filledCount > 0 && (
        <span class="varied" style={{ flexGrow: String(filledCount) }}>
          {words.varied}
        </span>
      )}
      {emptyCount > 0 && bar(fill(words.emptyOf, count(emptyCount)), '=', 'empties', { flexGrow: String(emptyCount) })}
    </div>
  );
}

/** The arrow keys go from bar to bar, and Escape back to the cell. The grid moves between cells with the same keys. */
function onBarKey(event: KeyboardEvent): void {
  const bar = event.currentTarget as HTMLElement;
  const bars = [...(bar.closest('.distribution')?.querySelectorAll<HTMLElement>('button') ?? [])];
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const target = step === undefined ? undefined : bars[bars.indexOf(bar) + step];
  if (event.key === 'Escape') {
    bar.closest<HTMLElement>('[role=gridcell]')?.focus();
  }
  target?.focus();
  if (['ArrowLeft', 'ArrowRight', 'Escape', 'Enter', ' '].includes(event.key)) {
    event.stopPropagation();
  }
}

/** Gives the first bar of the cell with the focus the focus. */
export function focusFirstBar(): void {
  document.activeElement?.closest('.line')?.querySelector<HTMLElement>('.distribution button')?.focus();
}
