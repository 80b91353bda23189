import type { ComponentChildren } from 'preact';
import type { Arrangement, GridColumn } from './gridColumn';
import type { GridWords } from './protocol';
import type { CellRange } from './selection';

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
  /**
   * The data for VS Code's menu of a row, or of the selected rows if it's one of them. Where users select cells,
   * `range` is what they selected, or only the cell that the menu is for.
   */
  readonly menuOf?: (row: Row, range: CellRange) => object;
  /** What a key does with a row, if it isn't one of the grid's own keys. */
  readonly onRowKey?: (event: KeyboardEvent, row: Row) => (() => void) | undefined;
  /** IDs of rows that are wanted. Each time they change, the first one in the grid is shown and gets the focus. */
  readonly toShow?: readonly string[];
}
