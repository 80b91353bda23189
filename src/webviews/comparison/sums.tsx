import type { GridColumn } from '../grid/gridColumn';
import { fill } from '../kit/fill';
import { pageLanguage } from '../kit/language';
import { numberReader } from '../../core/rows/numberReader';
import type { ComparisonWords, SumView } from './protocol';

const NAME_PX = 190;
const NUMBER_PX = 150;
const SHORT_PX = 100;
/** The most important sums, above the rows. */
const MAX_SHOWN = 3;
const AMOUNT: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const COUNT: Intl.NumberFormatOptions = { maximumFractionDigits: 6 };
const SIGNED: Intl.NumberFormatOptions = { signDisplay: 'exceptZero' };
const PERCENT: Intl.NumberFormatOptions = { ...SIGNED, style: 'percent', maximumFractionDigits: 1 };

const readNumber = numberReader(pageLanguage);

export function differenceOf({ before, after }: SumView): number {
  return Math.round((after - before) * 1e6) / 1e6;
}

/** The first sums, those of money that changed before all others. */
export function Sums({ sums, words }: { readonly sums: readonly SumView[]; readonly words: ComparisonWords }) {
  const shown = [...sums]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, MAX_SHOWN)
    .filter(({ isMoney }, index) => isMoney || index === 0);
  return shown.length === 0 ? null : (
    <dl class="sums">
      {shown.map((sum) => (
        <div key={`${sum.column} ${sum.currency}`}>
          <dt>{nameOf(sum, words)}</dt>
          <dd>
            {numberOf(sum, sum.before)} <span class="arrow">→</span> {numberOf(sum, sum.after)}{' '}
            <strong>({numberOf(sum, differenceOf(sum), SIGNED)})</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The columns of the table of all sums. */
export function sumColumns({ sums: titles }: ComparisonWords): readonly GridColumn<SumView>[] {
  const number = (
    id: string,
    title: string,
    valueOf: (sum: SumView) => number | undefined,
    inWords: (sum: SumView, value: number) => string,
    widthPx = NUMBER_PX,
  ): GridColumn<SumView> => ({
    id,
    title,
    widthPx,
    isEndAligned: true,
    text: (sum) => {
      const value = valueOf(sum);
      return value === undefined ? '' : inWords(sum, value);
    },
    order: valueOf,
    readKey: readNumber,
  });
  const text = (id: string, title: string, widthPx: number, textOf: (sum: SumView) => string): GridColumn<SumView> => ({
    id,
    title,
    widthPx,
    text: textOf,
    order: (sum) => textOf(sum) || undefined,
  });
  return [
    text('column', titles.column, NAME_PX, ({ column }) => column),
    text('currency', titles.currency, SHORT_PX, ({ currency }) => currency),
    number('before', titles.before, ({ before }) => before, numberOf),
    number('after', titles.after, ({ after }) => after, numberOf),
    number('difference', titles.difference, differenceOf, (sum, value) => numberOf(sum, value, SIGNED)),
    number('percent', titles.percent, shareOf, (_, share) => share.toLocaleString(pageLanguage, PERCENT), SHORT_PX),
  ];
}

export function sumId({ column, currency }: SumView): string {
  return JSON.stringify([column, currency]);
}

function rankOf(sum: SumView): number {
  return Number(!sum.isMoney) * 2 + Number(differenceOf(sum) === 0);
}

function nameOf({ column, currency }: SumView, words: ComparisonWords): string {
  return currency === '' ? column : fill(words.sumOf, column, currency);
}

function numberOf({ isMoney }: SumView, value: number, options: Intl.NumberFormatOptions = {}): string {
  return value.toLocaleString(pageLanguage, { ...(isMoney ? AMOUNT : COUNT), ...options });
}

function shareOf(sum: SumView): number | undefined {
  return sum.before === 0 ? undefined : differenceOf(sum) / Math.abs(sum.before);
}
