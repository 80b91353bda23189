import type { RowFilter } from '../rows/cellFilter';
import type { CellOrder } from '../rows/cellOrder';

export const DIFFERENCE_KINDS = ['changed', 'added', 'removed'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A column that both files have, as the rows that differ fill it. */
export interface DifferenceColumn extends Pick<CellOrder, 'type' | 'notation'> {
  readonly label: string;
  /** Whether rows are matched by this column. */
  readonly isKey: boolean;
}

/** The list of rows that differ, on the disk. */
export interface ListedDifferences {
  /** The folder with the files. The caller removes it. */
  readonly folder: string;
  readonly columns: readonly DifferenceColumn[];
  /** The number of rows in the list. */
  readonly rows: number;
  /** Whether cells were too long for the list. */
  readonly hasCutCells: boolean;
}

/** The position of the column that says what happened to a row, before those of the files. */
export const KIND_PLACE = -1;

/** Which rows that differ are wanted, and in what order. A column's ID is its position. */
export interface DifferenceQuery extends RowFilter {
  readonly kind: DifferenceKind | undefined;
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
}

/** A row that differs. Cells are in the order of the columns. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Undefined if the row was added. */
  readonly before?: readonly string[];
  /** Undefined if the row was removed. */
  readonly after?: readonly string[];
  /** The positions of the cells that changed. */
  readonly changed: readonly number[];
}

/** `1.50 → 2.50`. Empty values are named by `empty`. */
function changeText(before: string, after: string, empty: string): string {
  return `${before || empty} → ${after || empty}`;
}

/** How the cells of a list are written. */
export interface DifferenceWords {
  readonly kinds: Readonly<Record<DifferenceKind, string>>;
  readonly emptyCell: string;
}

/** The text of a cell as it's shown, searched, and copied: both values of one that changed. Pure. */
export function differenceText(
  { kind, before, after, changed }: Difference,
  place: number,
  { kinds, emptyCell }: DifferenceWords,
): string {
  if (place === KIND_PLACE) {
    return kinds[kind];
  }
  return changed.includes(place)
    ? changeText(before?.[place] ?? '', after?.[place] ?? '', emptyCell)
    : ((after ?? before)?.[place] ?? '');
}
