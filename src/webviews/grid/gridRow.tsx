import type { GridColumn } from './gridColumn';
import type { GridWords } from './protocol';
import { type CellRange, holds, type CellPosition } from './selection';
import type { VisibleRange } from './window';

/** Longer texts are cut, because the rest wouldn't be visible. Copies contain the whole text. */
const MAX_DRAWN_CHARS = 300;
const MAX_TIP_CHARS = 1000;
/** The rows above the data: titles and filters. */
export const HEAD_ROWS = 2;

export interface GridRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly topPx: number;
  readonly title: string;
  /** A class for the row's look. */
  readonly look: string | undefined;
  readonly columns: readonly GridColumn<Row>[];
  readonly sight: VisibleRange;
  readonly active: CellPosition;
  readonly range: CellRange | undefined;
  /** Undefined if the user selects cells, not rows. */
  readonly isPicked: boolean | undefined;
  readonly words: GridWords;
}

export function GridRow<Row>({
  row,
  index,
  topPx,
  title,
  look = '',
  columns,
  sight,
  active,
  range,
  isPicked,
  words,
}: GridRowProps<Row>) {
  const isActive = active.row === index;
  return (
    <div
      class={`line${index % 2 === 1 ? ' odd' : ''}${isPicked === true ? ' picked' : ''} ${look}`}
      role="row"
      aria-rowindex={index + HEAD_ROWS + 1}
      aria-selected={isPicked}
      style={{ top: `${topPx}px` }}
    >
      <div class="row-title" role="rowheader" aria-colindex={1} data-row={index} data-column={-1}>
        {title}
      </div>
      {columns.map((column, place) => {
        const isInSight = place >= sight.from && place < sight.to;
        const isActiveCell = isActive && active.column === place;
        if (!isInSight && !isActiveCell) {
          return null;
        }
        const text = column.text(row);
        const isSelected = isPicked === undefined ? range !== undefined && holds(range, index, place) : undefined;
        return (
          <div
            key={column.id}
            class={`cell${column.isEndAligned === true ? ' end' : ''}${isSelected === true ? ' selected' : ''}`}
            role="gridcell"
            aria-colindex={place + 2}
            aria-selected={isSelected}
            aria-label={text === '' ? words.emptyCell : undefined}
            tabIndex={isActiveCell ? 0 : -1}
            data-row={index}
            data-column={place}
            title={text.slice(0, MAX_TIP_CHARS)}
            style={{ gridColumn: place + 2 }}
          >
            {column.draw === undefined ? onOneLine(text) : column.draw(row)}
          </div>
        );
      })}
    </div>
  );
}

function onOneLine(text: string): string {
  return text.slice(0, MAX_DRAWN_CHARS).replace(/\r\n|\r|\n/g, ' ↵ ');
}
