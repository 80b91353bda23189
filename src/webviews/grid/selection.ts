/** The position of a cell. Negative rows are in the head. */
export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

export const TITLE_ROW = -2;
export const FILTER_ROW = -1;

/** A rectangle of cells, including its edges. */
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

/** How a click or key selects rows: only this one, toggling this one, or all rows up to this one. */
export type Picking = 'only' | 'toggle' | 'extend';

/** The IDs of the selected rows after a click on the row at `index`. `anchor` is where the last range started. Pure. */
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
  /** The number of rows in a page. */
  readonly pageRows: number;
}

/**
 * The position that a key moves to from another one. Undefined for a key that doesn't move. `isFar` is whether Ctrl or
 * Cmd is pressed. Pure.
 */
export function movedBy(
  key: string,
  isFar: boolean,
  { row, column }: CellPosition,
  { rows, columns, pageRows }: Extent,
): CellPosition | undefined {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  // Skips the filters between titles and rows, because they use the arrow keys themselves.
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

/** The nearest position that exists. Without rows, that's in the head. */
export function within({ row, column }: CellPosition, rows: number, columns: number): CellPosition {
  return {
    row: row < 0 || rows === 0 ? TITLE_ROW : Math.min(row, rows - 1),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}
