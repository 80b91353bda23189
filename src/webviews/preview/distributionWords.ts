import type { ColumnProfile } from '../../core/rows/columnProfile';
import type { Bar } from '../../core/rows/distribution';
import { fill } from '../kit/fill';
import { count } from '../kit/language';
import type { PreviewWords } from './protocol';

/** What the picture shows, in words. */
export function distributionInWords(
  { distribution, emptyCount, filledCount }: ColumnProfile,
  words: PreviewWords,
): string {
  const empty = emptyCount === 0 ? words.emptyNone : fill(words.emptyOf, count(emptyCount));
  const parts = {
    bins: () => {
      const bins = distribution.kind === 'bins' ? distribution.bars.filter((bin) => bin !== undefined) : [];
      const [most] = [...bins].sort((a, b) => b.count - a.count);
      return most === undefined ? [] : [fill(words.mostFrequent, barInWords(most, words))];
    },
    values: () => {
      const { bars, otherCount } = distribution.kind === 'values' ? distribution : { bars: [], otherCount: 0 };
      const others = otherCount > 0 ? [fill(words.bar, words.otherValues, count(otherCount))] : [];
      return [...bars.map((value) => barInWords(value, words)), ...others];
    },
    none: () => (filledCount > 0 ? [words.varied] : []),
  }[distribution.kind]();
  return [...parts, empty].join(' · ');
}

/** `PENDING: 40`, or `10 to 20: 40`. */
export function barInWords({ from, to, count: rows }: Bar, words: PreviewWords): string {
  return fill(words.bar, from === to ? from : fill(words.range, from, to), count(rows));
}
