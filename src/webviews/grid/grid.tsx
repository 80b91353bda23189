import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Arrangement, GridColumn } from './gridColumn';
import { CellReader } from './cellReader';
import { GridHead } from './gridHead';
import { GridRow, HEAD_ROWS } from './gridRow';
import type { GridWords } from './protocol';
import { positionOfRow, type RowPosition } from './rowPosition';
import {
  type CellRange,
  FILTER_ROW,
  movedBy,
  type Picking,
  pickRows,
  type CellPosition,
  rangeOf,
  TITLE_ROW,
  within,
} from './selection';
import { useViewport } from './useViewport';
import { columnsInSight, rowsInSight, scrolledTo } from './window';

const ROW_PX = 24;
const TITLE_PX = 60;
const MIN_COLUMN_PX = 48;
const NARROWEST_VIEW_PX = 90;
const MAX_COLUMN_PX = 1200;
const RESIZE_STEP_PX = 16;
/** VS Code's own menu for webviews copies the browser's selection, which is empty here. */
const NO_MENU = { preventDefaultContextMenuItems: true };

const NOTHING: readonly string[] = [];

export interface GridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  /** All rows, arranged by `arrangeRows`. */
  readonly rows: readonly Row[];
  readonly arrangement: Arrangement;
  readonly onArrange: (arrangement: Arrangement) => void;
  /** Returns an ID that stays the same when rows are arranged or refreshed. */
  readonly rowId: (row: Row) => string;
  readonly rowTitle: (row: Row, index: number) => string;
  /** A class for the look of a row. */
  readonly rowClass?: (row: Row) => string;
  readonly words: GridWords;
  /** What a grid without rows shows instead of `words.nothingFound`. */
  readonly nothing?: ComponentChildren;
  /** Whether other rows are about to replace these. */
  readonly isBusy?: boolean;
  /** The width of the row titles. */
  readonly titlePx?: number;
  /** The height of a row, for cells that hold more than a line. */
  readonly rowPx?: number;
  /** Set if users select whole rows, by ID. Otherwise, they select cells. */
  readonly picked?: { readonly ids: ReadonlySet<string>; readonly onPick: (ids: ReadonlySet<string>) => void };
  /** Called with the rectangle of selected cells. Undefined if only the focused cell is selected. */
  readonly onSelect?: (range: CellRange | undefined) => void;
  /** Called when the user presses Ctrl+C or Cmd+C on these cells. */
  readonly onCopy?: (range: CellRange) => void;
  /** Called on Enter or a double-click. Without it, these show the whole cell, as Alt+Enter does. */
  readonly onOpen?: (row: Row) => void;
  /** The data for VS Code's menu of a row, or of the selected rows if it's one of them. */
  readonly menuOf?: (row: Row) => object;
  /** What a key does with a row, if it isn't one of the grid's own keys. */
  readonly onRowKey?: (event: KeyboardEvent, row: Row) => (() => void) | undefined;
  /** IDs of rows that are wanted. Each time they change, the first one in the grid is shown and gets the focus. */
  readonly toShow?: readonly string[];
}

/**
 * A table of any length that draws only the visible part. Users can sort, filter, and select with the mouse and the
 * keyboard.
 */
export function Grid<Row>({
  label,
  columns,
  rows,
  arrangement,
  onArrange,
  rowId,
  rowTitle,
  rowClass,
  words,
  nothing,
  isBusy = false,
  titlePx = TITLE_PX,
  rowPx = ROW_PX,
  picked,
  onSelect,
  onCopy,
  onOpen,
  menuOf,
  onRowKey,
  toShow = NOTHING,
}: GridProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scroller, head, titlePx);
  const [focus, setFocus] = useState<RowPosition>({ row: TITLE_ROW, column: 0 });
  /** Where Shift extends a selection from: the last place that was selected without Shift. */
  const [anchor, setAnchor] = useState<RowPosition>({ row: 0, column: 0 });
  const [selection, setSelection] = useState<{ readonly rows: readonly Row[]; readonly range: CellRange }>();
  const [sizes, setSizes] = useState<Readonly<Record<string, number>>>({});
  /** The row and column whose whole cell is shown. */
  const [readAt, setReadAt] = useState<{ readonly row: Row; readonly column: GridColumn<Row> }>();
  const mustFocus = useRef(false);
  const lastRow = useRef(TITLE_ROW);
  /** The row of the first click of a double-click. */
  const clickedId = useRef('');

  // A selection applies to one order of rows: after a search, its places contain other rows.
  const range = selection?.rows === rows ? selection.range : undefined;
  const place = useMemo(() => positionOfRow(focus, rows, rowId), [focus, rows]);
  const active = place.row < 0 ? place : within(place, rows.length, columns.length);
  if (lastRow.current !== active.row) {
    lastRow.current = active.row;
    // A row that moves in the document loses the keyboard focus.
    mustFocus.current ||= scroller.current?.contains(document.activeElement) === true;
  }
  // In a narrow view, a wider column would show only the empty part of cells that are aligned at their end.
  const widestPx = viewport.widthPx > 0 ? Math.max(NARROWEST_VIEW_PX, viewport.widthPx) : Infinity;
  const widthOf = ({ id, widthPx }: GridColumn<Row>): number => sizes[id] ?? Math.min(widthPx, widestPx);
  const widths = columns.map(widthOf);
  const sight = columnsInSight(viewport.scrollLeftPx, viewport.widthPx, widths);
  const { from, to } = rowsInSight(viewport.scrollTopPx, viewport.heightPx, rowPx, rows.length);
  const drawn = Array.from({ length: to - from }, (_, offset) => from + offset);
  if (active.row >= 0 && active.row < rows.length && !drawn.includes(active.row)) {
    drawn.push(active.row); // so that it keeps the focus
  }

  const select = (next: CellRange | undefined): void => {
    setSelection(next && { rows, range: next });
    onSelect?.(next);
  };
  const resize = (columnId: string, widthPx: number): void =>
    setSizes((before) => ({ ...before, [columnId]: Math.max(MIN_COLUMN_PX, Math.min(MAX_COLUMN_PX, widthPx)) }));
  const arrange = (next: Arrangement): void => {
    select(undefined);
    onArrange(next);
  };

  useLayoutEffect(() => {
    if (mustFocus.current) {
      mustFocus.current = false;
      cellAt(active)?.focus({ preventScroll: true });
    }
  });

  const cellAt = ({ row, column }: CellPosition): HTMLElement | null | undefined =>
    scroller.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  const idAt = (index: number): string | undefined => {
    const row = rows[index];
    return row === undefined ? undefined : rowId(row);
  };
  const withRow = (target: CellPosition): RowPosition => ({ ...target, id: idAt(target.row) });

  /** Focuses a cell and scrolls it into view. */
  const goTo = (target: CellPosition): void => {
    const element = scroller.current;
    mustFocus.current = true;
    setFocus(withRow(target));
    if (element !== null) {
      const leftPx = widths.slice(0, target.column).reduce((sum, widthPx) => sum + widthPx, 0);
      element.scrollLeft = scrolledTo(element.scrollLeft, viewport.widthPx, leftPx, widths[target.column] ?? 0);
      if (target.row >= 0) {
        element.scrollTop = scrolledTo(element.scrollTop, viewport.heightPx, target.row * rowPx, rowPx);
      }
    }
  };

  // After the rows that a filter hid are back, which takes another render.
  const wanted = useRef(NOTHING);
  useLayoutEffect(() => {
    const index = wanted.current === toShow ? -1 : rows.findIndex((row) => toShow.includes(rowId(row)));
    if (index >= 0) {
      wanted.current = toShow;
      goTo({ row: index, column: 0 });
    }
  }, [toShow, rows]);

  /** Updates the selection after a click or an arrow key. */
  const choose = (target: CellPosition, how: Picking, isWholeRow = false): void => {
    const lastColumn = columns.length - 1;
    const start =
      how === 'extend'
        ? positionOfRow(anchor, rows, rowId)
        : { row: target.row, column: isWholeRow ? 0 : target.column };
    setAnchor(withRow(start));
    if (picked !== undefined) {
      picked.onPick(pickRows(rows.map(rowId), picked.ids, start.row, target.row, how));
    } else {
      const end = isWholeRow ? { row: target.row, column: lastColumn } : target;
      select(how === 'extend' || isWholeRow ? rangeOf(start, end) : undefined);
    }
  };

  const placeOf = (event: Event): CellPosition | undefined => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    return cell === null ? undefined : { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
  };

  const onMouseDown = (event: MouseEvent): void => {
    const target = placeOf(event);
    if (target === undefined || event.button > 1) {
      return;
    }
    event.preventDefault();
    if (event.detail <= 1) {
      clickedId.current = idAt(target.row) ?? '';
    }
    goTo({ row: target.row, column: Math.max(0, target.column) });
    const single = event.ctrlKey || event.metaKey ? 'toggle' : 'only';
    choose(target, event.shiftKey ? 'extend' : single, target.column < 0);
  };

  /** If rows move between the two clicks, the second click is on another row. */
  const onDblClick = (): void => {
    const row = rows[active.row];
    if (row !== undefined && rowId(row) === clickedId.current) {
      openAt(row, columns[active.column]);
    }
  };

  const openAt = (row: Row, column: GridColumn<Row> | undefined): void => {
    if (onOpen !== undefined) {
      onOpen(row);
    } else if (column !== undefined) {
      setReadAt({ row, column });
    }
  };

  /** Runs before VS Code reads the attribute. The mouse and the keyboard both send this event. */
  const onContextMenu = (event: MouseEvent): void => {
    const target = placeOf(event);
    const row = target && rows[target.row];
    let menu = {};
    if (target !== undefined && row !== undefined) {
      menu = menuOf?.(row) ?? {};
      goTo({ row: target.row, column: Math.max(0, target.column) });
      if (picked?.ids.has(rowId(row)) === false) {
        choose(target, 'only');
      }
    }
    scroller.current?.setAttribute('data-vscode-context', JSON.stringify({ ...NO_MENU, ...menu }));
  };

  /** Not every browser that VS Code runs in turns these keys into the event. */
  const openMenu = (): void => {
    const cell = cellAt(active);
    const { left = 0, bottom = 0 } = cell?.getBoundingClientRect() ?? {};
    cell?.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom }),
    );
  };

  const closeReader = (): void => {
    mustFocus.current = true;
    setReadAt(undefined);
  };

  const onMouseMove = (event: MouseEvent): void => {
    const target = event.buttons === 1 && picked === undefined ? placeOf(event) : undefined;
    if (target !== undefined && target.column >= 0 && (target.row !== active.row || target.column !== active.column)) {
      goTo(target);
      choose(target, 'extend');
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const isInFilter = event.target instanceof HTMLInputElement;
    const isCommand = event.ctrlKey || event.metaKey;
    const act = keyAction(event, isInFilter, isCommand);
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation(); // VS Code has its own bindings for these keys
      act();
    }
  };

  const keyAction = (event: KeyboardEvent, isInFilter: boolean, isCommand: boolean): (() => void) | undefined => {
    const { key, shiftKey } = event;
    if (isInFilter) {
      const target = { ArrowDown: 0, Enter: 0, ArrowUp: TITLE_ROW }[key];
      if (key === 'Escape') {
        return () =>
          arrange({ ...arrangement, filters: { ...arrangement.filters, [columns[active.column]?.id ?? '']: '' } });
      }
      return target === undefined
        ? undefined
        : () =>
            goTo(
              target === 0
                ? within({ row: 0, column: active.column }, rows.length, columns.length)
                : { row: target, column: active.column },
            );
    }
    const column = columns[active.column];
    const row = rows[active.row];
    if (isCommand && key.toLowerCase() === 'a') {
      return () =>
        picked === undefined
          ? select({ top: 0, bottom: rows.length - 1, left: 0, right: columns.length - 1 })
          : picked.onPick(new Set(rows.map(rowId)));
    }
    if (isCommand && key.toLowerCase() === 'c' && row !== undefined) {
      return onCopy && (() => onCopy(range ?? rangeOf(active, active)));
    }
    if (active.row === TITLE_ROW && column !== undefined) {
      if (key === 'Enter' || key === ' ') {
        return () => cellAt(active)?.click();
      }
      if (shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
        return () => resize(column.id, widthOf(column) + (key === 'ArrowLeft' ? -RESIZE_STEP_PX : RESIZE_STEP_PX));
      }
    }
    if (key === ' ' && row !== undefined && (picked !== undefined || shiftKey)) {
      return () => choose(active, picked === undefined || shiftKey ? 'only' : 'toggle', true);
    }
    if (key === 'Enter' && row !== undefined && column !== undefined) {
      return () => (event.altKey ? setReadAt({ row, column }) : openAt(row, column));
    }
    if (row !== undefined && menuOf !== undefined && (key === 'ContextMenu' || (key === 'F10' && shiftKey))) {
      return openMenu;
    }
    const own = row === undefined ? undefined : onRowKey?.(event, row);
    if (own !== undefined) {
      return own;
    }
    if (key === 'Escape' && range !== undefined) {
      return () => select(undefined);
    }
    if (key === 'Escape' && picked !== undefined && picked.ids.size > 0) {
      return () => picked.onPick(new Set());
    }
    const target = movedBy(key, isCommand, active, {
      rows: rows.length,
      columns: columns.length,
      pageRows: Math.max(1, Math.floor(viewport.heightPx / rowPx) - 1),
    });
    return (
      target &&
      (() => {
        goTo(target);
        if (target.row >= 0 && (shiftKey || picked === undefined)) {
          choose(target, shiftKey ? 'extend' : 'only');
        } else {
          setAnchor(withRow(target));
        }
      })
    );
  };

  return (
    <>
      <div
        class="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + HEAD_ROWS}
        aria-colcount={columns.length + 1}
        aria-multiselectable={true}
        aria-busy={isBusy}
        ref={scroller}
        aria-keyshortcuts="Alt+Enter"
        data-vscode-context={JSON.stringify(NO_MENU)}
        onContextMenu={onContextMenu}
        style={{ '--columns': [titlePx, ...widths].map((widthPx) => `${widthPx}px`).join(' '), '--row': `${rowPx}px` }}
        onKeyDown={onKeyDown}
      >
        <GridHead
          columns={columns}
          sight={sight}
          arrangement={arrangement}
          onArrange={arrange}
          active={active}
          onEnter={(target) => (target.row === FILTER_ROW ? setFocus(target) : goTo(target))}
          onResize={resize}
          widthOf={widthOf}
          words={words}
          measured={head}
        />
        <div
          class="body"
          role="rowgroup"
          style={{ height: `${rows.length * rowPx}px` }}
          onMouseDown={onMouseDown}
          onMouseMove={onMouseMove}
          onDblClick={onDblClick}
        >
          {drawn.map((index) => {
            const row = rows[index] as Row;
            const isPicked = picked?.ids.has(rowId(row));
            return (
              <GridRow
                key={rowId(row)}
                row={row}
                index={index}
                topPx={index * rowPx}
                title={rowTitle(row, index)}
                look={rowClass?.(row)}
                columns={columns}
                sight={sight}
                active={active}
                range={range ?? rangeOfFocus(active)}
                isPicked={isPicked}
                words={words}
              />
            );
          })}
        </div>
        {rows.length === 0 && (
          <div class="nothing" role="row">
            <div role="gridcell">{nothing || words.nothingFound}</div>
          </div>
        )}
      </div>
      {readAt !== undefined && (
        <CellReader
          title={readAt.column.title}
          text={readAt.column.text(readAt.row)}
          words={words}
          onClose={closeReader}
        />
      )}
    </>
  );
}

function rangeOfFocus(active: CellPosition): CellRange | undefined {
  return active.row < 0 ? undefined : rangeOf(active, active);
}
