import type { ColumnTotalChange, Comparison, ComparisonResult } from '../compare/comparison';
import { visibleText } from './visibleText';

const MAX_TOTALS = 60;
const MAX_COLUMNS = 15;
const MAX_ROWS = 5;
const MAX_CELLS = 12;
const MAX_CELL_CHARS = 120;
const MAX_NAMES = 20;
/** Removes what binary fractions add to a difference. */
const DECIMALS = 1e6;

type Total = Omit<ColumnTotalChange, 'isMoney'>;

export interface TotalForAgent extends Total {
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
      /** Nothing is converted: each currency has totals of its own. */
      readonly totals: readonly TotalForAgent[];
      readonly leftOutTotals?: number;
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
    ...limited(totals),
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

/** What one account's two results say. */
export interface AccountTotals {
  readonly account: string;
  /** The currency of the account's amounts if their rows don't name one. Empty if it isn't known. */
  readonly currency: string;
  /** Undefined if there is none. */
  readonly comparison: CompareForAgent | undefined;
}

/** The totals of several accounts together, by column and currency. */
export interface TotalsForAgent {
  readonly totals: readonly TotalForAgent[];
  readonly leftOutTotals?: number;
  /** What the totals don't say, in sentences. Absent if nothing is to be said. */
  readonly notes?: readonly string[];
}

/** Adds up the totals of several accounts. Amounts of different currencies are never added to each other. */
export function sumOfTotals(results: readonly AccountTotals[]): TotalsForAgent {
  const sums = new Map<string, Total>();
  const unnamed = new Set<string>();
  for (const { account, currency: known, comparison } of results) {
    for (const { column, currency = known, before, after } of totalsOf(comparison)) {
      const key = JSON.stringify([column, currency]);
      const sum = sums.get(key);
      sums.set(key, {
        column,
        ...(currency !== '' && { currency }),
        before: (sum?.before ?? 0) + before,
        after: (sum?.after ?? 0) + after,
      });
      if (currency === '') {
        unnamed.add(account);
      }
    }
  }
  const missing = results.filter(({ comparison }) => comparison?.outcome !== 'compared').map(({ account }) => account);
  const notes = [
    ...(unnamed.size > 1
      ? [
          `The currency of ${namesOf([...unnamed])} is not known. Totals without a currency add up their amounts as if it was the same.`,
        ]
      : []),
    ...(missing.length > 0
      ? [`Not in the totals, because there are no two different results: ${namesOf(missing)}.`]
      : []),
  ];
  return { ...limited([...sums.values()]), ...(notes.length > 0 && { notes }) };
}

function totalsOf(comparison: CompareForAgent | undefined): readonly TotalForAgent[] {
  return comparison?.outcome === 'compared' ? comparison.totals : [];
}

function limited(totals: readonly Total[]): Pick<TotalsForAgent, 'totals' | 'leftOutTotals'> {
  return {
    totals: totals.slice(0, MAX_TOTALS).map(withDifference),
    ...(totals.length > MAX_TOTALS && { leftOutTotals: totals.length - MAX_TOTALS }),
  };
}

function withDifference({ column, currency, before, after }: Total): TotalForAgent {
  return {
    column: short(column),
    ...(currency !== undefined && { currency: short(currency) }),
    before: round(before),
    after: round(after),
    difference: round(after - before),
  };
}

function namesOf(accounts: readonly string[]): string {
  const named = accounts.slice(0, MAX_NAMES).map(short).join(', ');
  return accounts.length > MAX_NAMES ? `${named}, and ${accounts.length - MAX_NAMES} more` : named;
}

function round(number: number): number {
  return Math.round(number * DECIMALS) / DECIMALS;
}

function short(text: string): string {
  return visibleText(text, MAX_CELL_CHARS);
}
