import type { CellPosition } from './selection';

/**
 * A position, and the ID of the row that was there when the position got the focus. The ID is undefined in the head.
 */
export interface RowPosition extends CellPosition {
  readonly id?: string | undefined;
}

/** Where the row is now, or the same position if the row is gone. Pure. */
export function positionOfRow<Row>(
  focus: RowPosition,
  rows: readonly Row[],
  rowId: (row: Row) => string,
): CellPosition {
  const there = rows[focus.row];
  if (focus.id === undefined || (there !== undefined && rowId(there) === focus.id)) {
    return focus;
  }
  const index = rows.findIndex((row) => rowId(row) === focus.id);
  return index < 0 ? focus : { row: index, column: focus.column };
}
