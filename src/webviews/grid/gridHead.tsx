import type { Ref } from 'preact';
import { fill } from '../kit/fill';
import { Icon } from '../kit/icon';
import { nextSort } from './arrangeRows';
import type { Arrangement, GridColumn } from './gridColumn';
import type { GridWords } from './protocol';
import { FILTER_ROW, type CellPosition, TITLE_ROW } from './selection';
import type { VisibleRange } from './window';

export interface GridHeadProps<Row> {
  readonly columns: readonly GridColumn<Row>[];
  readonly sight: VisibleRange;
  readonly arrangement: Arrangement;
  readonly onArrange: (arrangement: Arrangement) => void;
  readonly active: CellPosition;
  readonly onEnter: (place: CellPosition) => void;
  readonly onResize: (columnId: string, widthPx: number) => void;
  readonly widthOf: (column: GridColumn<Row>) => number;
  readonly words: GridWords;
  readonly measured: Ref<HTMLDivElement>;
}

/** The titles, which sort, and below them a filter for each column. Stays in place while the rows scroll. */
export function GridHead<Row>({
  columns,
  sight,
  arrangement,
  onArrange,
  active,
  onEnter,
  onResize,
  widthOf,
  words,
  measured,
}: GridHeadProps<Row>) {
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => (index >= sight.from && index < sight.to) || index === active.column);
  const startResize = (event: PointerEvent, column: GridColumn<Row>): void => {
    const handle = event.currentTarget as HTMLElement;
    const fromPx = event.clientX - widthOf(column);
    event.preventDefault();
    event.stopPropagation();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move: PointerEvent) => onResize(column.id, move.clientX - fromPx);
    handle.onpointerup = () => (handle.onpointermove = null);
  };
  return (
    <div class="head" role="rowgroup" ref={measured}>
      <div class="line titles" role="row" aria-rowindex={1}>
        <div class="corner" role="columnheader" aria-colindex={1}>
          <span class="heard-only">{words.rowTitles}</span>
        </div>
        {shown.map(({ column, index }) => {
          const direction = arrangement.sort?.columnId === column.id ? arrangement.sort.direction : undefined;
          return (
            <div
              key={column.id}
              class={`title${column.isEndAligned === true ? ' end' : ''}${direction === undefined ? '' : ' sorted'}`}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={ariaSort(direction)}
              aria-description={column.description}
              title={column.description ?? column.title}
              tabIndex={active.row === TITLE_ROW && active.column === index ? 0 : -1}
              data-row={TITLE_ROW}
              data-column={index}
              style={{ gridColumn: index + 2 }}
              onClick={() => {
                onEnter({ row: TITLE_ROW, column: index });
                onArrange({ ...arrangement, sort: nextSort(arrangement.sort, column.id) });
              }}
            >
              <span class="name">
                <span class="text">{column.title}</span>
                {direction !== undefined && <Icon name={direction === 1 ? 'up' : 'down'} />}
              </span>
              {column.note !== undefined && <span class="note">{column.note}</span>}
              <span
                class="edge"
                aria-hidden="true"
                onPointerDown={(event) => startResize(event, column)}
                onClick={(event) => event.stopPropagation()}
              />
            </div>
          );
        })}
      </div>
      <div class="line filters" role="row" aria-rowindex={2}>
        <div class="corner" role="gridcell" aria-colindex={1} />
        {shown.map(({ column, index }) => (
          <div
            key={column.id}
            class="filter"
            role="gridcell"
            aria-colindex={index + 2}
            style={{ gridColumn: index + 2 }}
          >
            <input
              type="text"
              class={(arrangement.filters[column.id] ?? '') === '' ? '' : 'in-use'}
              spellcheck={false}
              placeholder={words.filter}
              aria-label={fill(words.filterColumn, column.title)}
              title={words.filterHint}
              value={arrangement.filters[column.id] ?? ''}
              tabIndex={active.column === index ? 0 : -1}
              data-row={FILTER_ROW}
              data-column={index}
              onFocus={() => onEnter({ row: FILTER_ROW, column: index })}
              onInput={(event) =>
                onArrange({
                  ...arrangement,
                  filters: { ...arrangement.filters, [column.id]: event.currentTarget.value },
                })
              }
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function ariaSort(direction: 1 | -1 | undefined): 'none' | 'ascending' | 'descending' {
  if (direction === undefined) {
    return 'none';
  }
  return direction === 1 ? 'ascending' : 'descending';
}
