import { type Difference, differenceText, KIND_PLACE } from '../../core/compare/differences';
import { isNumberType } from '../../core/rows/cellOrder';
import type { GridColumn } from '../grid/gridColumn';
import type { ComparisonView, ComparisonWords } from './protocol';
import type { DifferenceRows } from './differenceRows';

const CHAR_PX = 7.2;
const PADDING_PX = 20;
/** The later value of a change is bold, which is wider. */
const BOLD = 1.15;
const MIN_PX = 90;
const MAX_PX = 300;
const KIND_PX = 110;
/** The cell of a row that isn't there yet. */
const LOADING = '…';
const SIGNS = { changed: '±', added: '+', removed: '−' } as const;

/**
 * The columns of the list: what happened to a row, the key, the columns that changed, and then the others. A row is its
 * index, because most of them aren't in the page.
 */
export function comparisonColumns(
  { columns, firstRows }: ComparisonView,
  rowsNow: () => DifferenceRows,
  words: ComparisonWords,
): readonly GridColumn<number>[] {
  const rank = (place: number): number => {
    const { isKey = false, isChanged = false } = columns[place] ?? {};
    return isKey ? 0 : Number(!isChanged) + 1;
  };
  const places = [...columns.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  const kindOf = (index: number): string => {
    const row = rowsNow().get(index);
    return row === undefined ? LOADING : words.kinds[row.kind];
  };
  return [
    {
      id: String(KIND_PLACE),
      title: words.kind,
      widthPx: KIND_PX,
      text: kindOf,
      order: kindOf,
      draw: (index) => {
        const row = rowsNow().get(index);
        return row === undefined ? (
          LOADING
        ) : (
          <>
            <span class="sign" aria-hidden="true">
              {SIGNS[row.kind]}
            </span>
            {words.kinds[row.kind]}
          </>
        );
      },
    },
    ...places.map((place): GridColumn<number> => {
      const { label, type } = columns[place] ?? { label: '', type: 'text' };
      const textOf = (index: number): string => {
        const row = rowsNow().get(index);
        return row === undefined ? LOADING : differenceText(row, place, words);
      };
      const longest = firstRows.reduce(
        (chars, row) =>
          Math.max(chars, differenceText(row, place, words).length * (row.changed.includes(place) ? BOLD : 1)),
        label.length + 2,
      );
      return {
        id: String(place),
        title: label,
        widthPx: Math.round(Math.max(MIN_PX, Math.min(MAX_PX, longest * CHAR_PX + PADDING_PX))),
        isEndAligned: isNumberType(type),
        text: textOf,
        order: textOf,
        draw: (index) => drawCell(rowsNow().get(index), place, words),
      };
    }),
  ];
}

/** Both values of a changed cell, distinguished by more than their color. */
function drawCell(row: Difference | undefined, place: number, words: ComparisonWords) {
  if (row === undefined) {
    return LOADING;
  }
  if (!row.changed.includes(place)) {
    return onOneLine(differenceText(row, place, words));
  }
  const [before = '', after = ''] = [row.before?.[place], row.after?.[place]];
  return (
    <span class="change">
      <del>{onOneLine(before) || words.emptyCell}</del>
      <span class="arrow">{' → '}</span>
      <ins>{onOneLine(after) || words.emptyCell}</ins>
    </span>
  );
}

const MAX_DRAWN_CHARS = 300;

function onOneLine(text: string): string {
  return text.slice(0, MAX_DRAWN_CHARS).replace(/\r\n|\r|\n/g, ' ↵ ');
}
