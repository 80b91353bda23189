import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Arrangement, GridColumn } from './gridColumn';
import { CellReader } from './cellReader';
import { GridHead } from './gridHead';
import { actionOfKey, type GridKeys } from './gridKeys';
import type { GridProps } from './gridProps';
import { GridRow, HEAD_ROWS } from './gridRow';
import { positionOfRow, type RowPosition } from './rowPosition';
import {
  type CellRange,
  FILTER_ROW,
  holds,
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
/** VS Code's own menu for webviews copies the browser's selection, which is empty here. */
const NO_MENU = { preventDefaultContextMenuItems: true };

const NOTHING: readonly string[] = [];

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
      const isTitle = target.column < 0;
      const ends = { top: target.row, bottom: target.row };
      const wanted = isTitle
        ? { ...ends, left: 0, right: columns.length - 1 }
        : { ...ends, left: target.column, right: target.column };
      const isSelected = range !== undefined && [wanted.left, wanted.right].every((at) => holds(range, target.row, at));
      menu = menuOf?.(row, isSelected ? range : wanted) ?? {};
      goTo({ row: target.row, column: Math.max(0, target.column) });
      if (picked === undefined ? !isSelected : !picked.ids.has(rowId(row))) {
        choose(target, 'only', isTitle);
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

  /** In a low window, the tools above give way to the rows. */
  const showWhole = (): void => scroller.current?.scrollIntoView({ block: 'nearest' });

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

  const keys: GridKeys<Row> = {
    columns,
    rows,
    rowId,
    arrangement,
    picked,
    onCopy,
    onRowKey,
    active,
    range,
    pageRows: Math.max(1, Math.floor(viewport.heightPx / rowPx) - 1),
    arrange,
    goTo,
    choose,
    select,
    resize: (column, byPx) => resize(column.id, widthOf(column) + byPx),
    sortBy: (place) => cellAt(place)?.click(),
    read: (row, column) => setReadAt({ row, column }),
    open: openAt,
    openMenu: menuOf && openMenu,
    moveAnchor: (target) => setAnchor(withRow(target)),
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = actionOfKey(event, keys);
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation(); // VS Code has its own bindings for these keys
      act();
    }
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
        aria-keyshortcuts={menuOf === undefined ? 'Alt+Enter' : 'Alt+Enter Shift+F10'}
        data-vscode-context={JSON.stringify(NO_MENU)}
        onContextMenu={onContextMenu}
        style={{ '--columns': [titlePx, ...widths].map((widthPx) => `${widthPx}px`).join(' '), '--row': `${rowPx}px` }}
        onKeyDown={onKeyDown}
        onFocusIn={showWhole}
        onWheel={showWhole}
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
