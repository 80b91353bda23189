import type { GridColumn } from './gridColumn';
import type { GridProps } from './gridProps';
import { type CellPosition, type CellRange, movedBy, type Picking, rangeOf, TITLE_ROW, within } from './selection';

const RESIZE_STEP_PX = 16;

/** What a grid shows, and what its keys can do with it. */
export interface GridKeys<Row> extends Pick<GridProps<Row>, 'columns' | 'rows' | 'rowId' | 'arrangement'> {
  readonly picked: GridProps<Row>['picked'] | undefined;
  readonly onCopy: GridProps<Row>['onCopy'] | undefined;
  readonly onRowKey: GridProps<Row>['onRowKey'] | undefined;
  readonly active: CellPosition;
  readonly range: CellRange | undefined;
  /** The number of rows in a page. */
  readonly pageRows: number;
  readonly arrange: GridProps<Row>['onArrange'];
  readonly goTo: (target: CellPosition) => void;
  readonly choose: (target: CellPosition, how: Picking, isWholeRow?: boolean) => void;
  readonly select: (range: CellRange | undefined) => void;
  readonly resize: (column: GridColumn<Row>, byPx: number) => void;
  /** Does what a click on a title does. */
  readonly sortBy: (title: CellPosition) => void;
  /** Shows a whole cell. */
  readonly read: (row: Row, column: GridColumn<Row>) => void;
  readonly open: (row: Row, column: GridColumn<Row>) => void;
  /** Undefined if rows have no menu. */
  readonly openMenu: (() => void) | undefined;
  readonly moveAnchor: (target: CellPosition) => void;
}

/** What a key does in a grid. Undefined for keys that the grid leaves to others. */
export function actionOfKey<Row>(event: KeyboardEvent, keys: GridKeys<Row>): (() => void) | undefined {
  if (event.target instanceof HTMLInputElement) {
    return actionInFilter(event.key, keys);
  }
  const row = keys.rows[keys.active.row];
  return (
    (keys.active.row === TITLE_ROW ? actionOnTitle(event, keys) : undefined) ??
    (row === undefined ? undefined : actionOnRow(event, row, keys)) ??
    actionOfSelection(event, keys) ??
    actionOfMove(event, keys)
  );
}

function actionInFilter<Row>(
  key: string,
  { columns, rows, active, arrangement, arrange, goTo }: GridKeys<Row>,
): (() => void) | undefined {
  switch (key) {
    case 'Escape':
      return () =>
        arrange({ ...arrangement, filters: { ...arrangement.filters, [columns[active.column]?.id ?? '']: '' } });
    case 'ArrowUp':
      return () => goTo({ row: TITLE_ROW, column: active.column });
    case 'ArrowDown':
    case 'Enter':
      return () => goTo(within({ row: 0, column: active.column }, rows.length, columns.length));
    default:
      return undefined;
  }
}

function actionOnTitle<Row>(
  { key, shiftKey }: KeyboardEvent,
  { columns, active, sortBy, resize }: GridKeys<Row>,
): (() => void) | undefined {
  const column = columns[active.column];
  if (column === undefined) {
    return undefined;
  }
  if (key === 'Enter' || key === ' ') {
    return () => sortBy(active);
  }
  return shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')
    ? () => resize(column, key === 'ArrowLeft' ? -RESIZE_STEP_PX : RESIZE_STEP_PX)
    : undefined;
}

function actionOnRow<Row>(
  event: KeyboardEvent,
  row: Row,
  { columns, active, range, picked, onCopy, onRowKey, choose, read, open, openMenu }: GridKeys<Row>,
): (() => void) | undefined {
  const { key, shiftKey } = event;
  const column = columns[active.column];
  if (isCommand(event) && key.toLowerCase() === 'c') {
    return onCopy && (() => onCopy(range ?? rangeOf(active, active)));
  }
  if (key === ' ' && (picked !== undefined || shiftKey)) {
    return () => choose(active, picked === undefined || shiftKey ? 'only' : 'toggle', true);
  }
  if (key === 'Enter' && column !== undefined) {
    return () => (event.altKey ? read(row, column) : open(row, column));
  }
  if (openMenu !== undefined && (key === 'ContextMenu' || (key === 'F10' && shiftKey))) {
    return openMenu;
  }
  return onRowKey?.(event, row);
}

function actionOfSelection<Row>(
  event: KeyboardEvent,
  { columns, rows, rowId, picked, range, select }: GridKeys<Row>,
): (() => void) | undefined {
  if (isCommand(event) && event.key.toLowerCase() === 'a') {
    return () =>
      picked === undefined
        ? select({ top: 0, bottom: rows.length - 1, left: 0, right: columns.length - 1 })
        : picked.onPick(new Set(rows.map(rowId)));
  }
  if (event.key !== 'Escape') {
    return undefined;
  }
  if (range !== undefined) {
    return () => select(undefined);
  }
  return picked !== undefined && picked.ids.size > 0 ? () => picked.onPick(new Set()) : undefined;
}

function actionOfMove<Row>(
  event: KeyboardEvent,
  { columns, rows, active, picked, pageRows, goTo, choose, moveAnchor }: GridKeys<Row>,
): (() => void) | undefined {
  const target = movedBy(event.key, isCommand(event), active, { rows: rows.length, columns: columns.length, pageRows });
  return (
    target &&
    (() => {
      goTo(target);
      if (target.row >= 0 && (event.shiftKey || picked === undefined)) {
        choose(target, event.shiftKey ? 'extend' : 'only');
      } else {
        moveAnchor(target);
      }
    })
  );
}

function isCommand({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey;
}
