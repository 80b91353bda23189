import { type ColumnType, compareKeys, orderOf } from './cellOrder';

/** After this many different values, counting stops. */
const MAX_DISTINCT = 10_000;

/** What the rows that were read show about a column. */
export interface ColumnProfile {
  readonly type: ColumnType;
  readonly emptyCount: number;
  /** The number of different filled values. */
  readonly distinctCount: number;
  /** Whether there are more different values than `distinctCount`. */
  readonly isDistinctCut: boolean;
  /** As written in the file. Undefined for texts, booleans, and empty columns, because their order means little. */
  readonly least: string | undefined;
  readonly greatest: string | undefined;
}

/** Computes the profile of the column at index `place`. A row without such a cell counts as empty. Pure. */
export function columnProfile(rows: readonly (readonly string[])[], place: number): ColumnProfile {
  const cells = rows.map((row) => row[place] ?? '');
  const filled = cells.filter((cell) => cell.trim() !== '');
  const distinct = new Set<string>();
  for (const cell of filled) {
    if (distinct.size >= MAX_DISTINCT) {
      break;
    }
    distinct.add(cell);
  }
  const { type, keyOf } = orderOf(filled);
  const isOrdered = type !== 'text' && type !== 'boolean' && type !== 'empty';
  const best = (direction: 1 | -1): string | undefined =>
    isOrdered
      ? filled.reduce<string | undefined>(
          (found, cell) =>
            found === undefined || compareKeys(keyOf(cell), keyOf(found), direction) < 0 ? cell : found,
          undefined,
        )
      : undefined;
  return {
    type,
    emptyCount: cells.length - filled.length,
    distinctCount: distinct.size,
    isDistinctCut: distinct.size >= MAX_DISTINCT && filled.some((cell) => !distinct.has(cell)),
    least: best(1),
    greatest: best(-1),
  };
}
