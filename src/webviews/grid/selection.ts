/** A cell; the rows before the first are those of the head. */
export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

export const TITLE_ROW = -2;
export const FILTER_ROW = -1;

/** A rectangle of cells, edges included. */
export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function rangeOf(anchor: CellPosition, active: CellPosition): CellRange {
  return {
    top: Math.max(0, Math.min(anchor.row, active.row)),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export function holds({ top, bottom, left, right }: CellRange, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** How a click or key picks rows: that one alone, that one as well (or no longer), or all up to it. */
export type Picking = 'only' | 'toggle' | 'extend';

/**
 * The ids of the rows that are picked after a click on the row at `index`. `anchor` is where the last run began. Pure.
 */
export function pickRows(
  ids: readonly string[],
  picked: ReadonlySet<string>,
  anchor: number,
  index: number,
  how: Picking,
): ReadonlySet<string> {
  const id = ids[index];
  if (id === undefined) {
    return picked;
  }
  if (how === 'extend') {
    return new Set(ids.slice(Math.min(anchor, index), Math.max(anchor, index) + 1));
  }
  if (how === 'only') {
    return new Set([id]);
  }
  const next = new Set(picked);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page holds. */
  readonly pageRows: number;
}

/** Where a key leads from a place, or undefined for a key that leads nowhere. `isFar`: Ctrl or Cmd is held. Pure. */
export function movedBy(
  key: string,
  isFar: boolean,
  { row, column }: CellPosition,
  { rows, columns, pageRows }: Extent,
): CellPosition | undefined {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  // The filters are no place to stop at on the way between titles and rows: they take keys of their own.
  const above = row === 0 ? TITLE_ROW : row - 1;
  const below = row === TITLE_ROW ? 0 : row + 1;
  const targets: Readonly<Record<string, CellPosition>> = {
    ArrowUp: { row: isFar && row > 0 ? 0 : above, column },
    ArrowDown: { row: isFar ? lastRow : below, column },
    ArrowLeft: { row, column: isFar ? 0 : column - 1 },
    ArrowRight: { row, column: isFar ? lastColumn : column + 1 },
    PageUp: { row: Math.max(0, row - pageRows), column },
    PageDown: { row: Math.max(0, row) + pageRows, column },
    Home: isFar ? { row: 0, column: 0 } : { row, column: 0 },
    End: isFar ? { row: lastRow, column: lastColumn } : { row, column: lastColumn },
  };
  const target = targets[key];
  return target && within(target, rows, columns);
}

/** The nearest place that exists; without rows that is in the head. */
export function within({ row, column }: CellPosition, rows: number, columns: number): CellPosition {
  return {
    row: row < 0 || rows === 0 ? TITLE_ROW : Math.min(row, rows - 1),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}
