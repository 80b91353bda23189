import type { ColumnTotalChange, Comparison, ComparisonResult } from '../compare/comparison';
import { visibleText } from './visibleText';

const MAX_TOTALS = 20;
const MAX_COLUMNS = 15;
const MAX_ROWS = 5;
const MAX_CELLS = 12;
const MAX_CELL_CHARS = 120;
/** Removes what binary fractions add to a difference. */
const DECIMALS = 1e6;

export interface TotalForAgent extends ColumnTotalChange {
  readonly difference: number;
}

/** Two results as a language model gets them: the counts, the totals, and a few rows. */
export type CompareForAgent =
  | { readonly outcome: 'same' }
  | {
      readonly outcome: 'compared';
      readonly rows: { readonly before: number; readonly after: number };
      /** The columns that identify a row. Empty if none do: then a changed row counts as one removed and one added. */
      readonly key: readonly string[];
      readonly added: number;
      readonly removed: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly totals: readonly TotalForAgent[];
      readonly changedColumns: Comparison['changedColumns'];
      readonly changedRows: readonly Comparison['samples']['changed'][number][];
      readonly onlyBefore?: readonly string[];
      readonly onlyAfter?: readonly string[];
    };

export function compareForAgent(result: ComparisonResult): CompareForAgent {
  if (result === 'same') {
    return { outcome: 'same' };
  }
  const { before, after, key, added, removed, changed, unchanged, totals = [], columns } = result;
  return {
    outcome: 'compared',
    rows: { before: before.rows, after: after.rows },
    key: key.kind === 'columns' ? key.columns.map(short) : [],
    added,
    removed,
    changed,
    unchanged,
    totals: totals.slice(0, MAX_TOTALS).map(withDifference),
    changedColumns: result.changedColumns
      .slice(0, MAX_COLUMNS)
      .map(({ column, rows }) => ({ column: short(column), rows })),
    changedRows: result.samples.changed.slice(0, MAX_ROWS).map((row) => ({
      key: row.key.map(short),
      cells: row.cells.slice(0, MAX_CELLS).map((cell) => ({
        column: short(cell.column),
        before: short(cell.before),
        after: short(cell.after),
      })),
      leftOutCells: row.leftOutCells + Math.max(0, row.cells.length - MAX_CELLS),
    })),
    ...(columns.removed.length > 0 && { onlyBefore: columns.removed.slice(0, MAX_COLUMNS).map(short) }),
    ...(columns.added.length > 0 && { onlyAfter: columns.added.slice(0, MAX_COLUMNS).map(short) }),
  };
}

/** The totals of several comparisons together, by column. */
export function sumOfTotals(comparisons: readonly CompareForAgent[]): readonly TotalForAgent[] {
  const sums = new Map<string, ColumnTotalChange>();
  for (const comparison of comparisons) {
    for (const { column, before, after } of comparison.outcome === 'same' ? [] : comparison.totals) {
      const sum = sums.get(column);
      sums.set(column, { column, before: (sum?.before ?? 0) + before, after: (sum?.after ?? 0) + after });
    }
  }
  return [...sums.values()].map(withDifference);
}

function withDifference({ column, before, after }: ColumnTotalChange): TotalForAgent {
  return { column: short(column), before: round(before), after: round(after), difference: round(after - before) };
}

function round(number: number): number {
  return Math.round(number * DECIMALS) / DECIMALS;
}

function short(text: string): string {
  return visibleText(text, MAX_CELL_CHARS);
}
