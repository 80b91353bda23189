import { type CellOrder, type ColumnType, compareKeys, orderOf } from './cellOrder';
import { IdSigns } from './idColumn';
import { type Distribution, distributionOf } from './distribution';

/** After this many different values, counting stops. */
const MAX_DISTINCT = 10_000;

/** What the rows that were read show about a column. */
export interface ColumnProfile {
  readonly type: ColumnType;
  readonly emptyCount: number;
  readonly filledCount: number;
  /** The number of different filled values. */
  readonly distinctCount: number;
  /** Whether there are more different values than `distinctCount`. */
  readonly isDistinctCut: boolean;
  /** As written in the file. Undefined for texts, Booleans, and empty columns, because their order means little. */
  readonly least: string | undefined;
  readonly greatest: string | undefined;
  /** The mean of the numbers. Undefined for other columns, and for IDs. */
  readonly mean: number | undefined;
  readonly median: number | undefined;
  readonly distribution: Distribution;
}

const NUMBER_TYPES: readonly ColumnType[] = ['integer', 'decimal', 'percent', 'money'];

/** Computes the profile of the column at index `place`. A row without such a cell counts as empty. Pure. */
export function columnProfile(rows: readonly (readonly string[])[], place: number, title = ''): ColumnProfile {
  const cells = rows.map((row) => row[place] ?? '');
  const filled = cells.filter((cell) => cell.trim() !== '');
  const distinct = new Set<string>();
  for (const cell of filled) {
    if (distinct.size >= MAX_DISTINCT) {
      break;
    }
    distinct.add(cell);
  }
  const order = orderOf(filled);
  const { type, keyOf } = order;
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
    filledCount: filled.length,
    distinctCount: distinct.size,
    isDistinctCut: distinct.size >= MAX_DISTINCT && filled.some((cell) => !distinct.has(cell)),
    least: best(1),
    greatest: best(-1),
    ...(type === 'integer' && holdsIds(title, filled) ? NO_AVERAGES : averages(filled, order)),
    distribution: distributionOf(filled, order),
  };
}

const NO_AVERAGES = { mean: undefined, median: undefined };

function holdsIds(title: string, filled: readonly string[]): boolean {
  const signs = new IdSigns(title);
  filled.forEach((cell) => signs.add(cell.trim()));
  return signs.isId;
}

function averages(filled: readonly string[], { type, keyOf }: CellOrder): Pick<ColumnProfile, 'mean' | 'median'> {
  const numbers = NUMBER_TYPES.includes(type)
    ? filled.map(keyOf).filter((key): key is number => typeof key === 'number')
    : [];
  if (numbers.length === 0 || numbers.length < filled.length) {
    return NO_AVERAGES;
  }
  const sorted = numbers.sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    mean: sorted.reduce((sum, number) => sum + number, 0) / sorted.length,
    median: ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2,
  };
}
