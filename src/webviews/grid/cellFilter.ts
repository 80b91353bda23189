import { compareKeys } from '../../core/rows/cellOrder';
import type { GridColumn } from './gridColumn';

type Test<Row> = (row: Row) => boolean;

/**
 * Returns the test for the text typed in a column's filter: cells that contain the text, in any case; `!part` for cells
 * without it; `=text` for the whole cell, `=` for empty ones; `>`, `>=`, `<`, `<=` if the column's order can be
 * compared with the typed value, and two of these with `&` between them. Undefined if the text doesn't filter anything.
 * Pure.
 */
export function cellFilter<Row>(typed: string, column: GridColumn<Row>): Test<Row> | undefined {
  const limits = /^\s*([<>].+?)\s*&\s*([<>].+)$/s.exec(typed)?.slice(1) ?? [];
  const isReadable = limits.length > 0 && limits.every((limit) => isLimit(limit, column));
  if (!isReadable) {
    return oneFilter(typed, column);
  }
  const tests = limits.map((limit) => oneFilter(limit, column));
  return (row) => tests.every((test) => test?.(row) === true);
}

function isLimit<Row>(typed: string, { readKey }: GridColumn<Row>): boolean {
  return readKey?.(typed.replace(/^[<>]=?/, '').trim()) !== undefined;
}

function oneFilter<Row>(typed: string, column: GridColumn<Row>): Test<Row> | undefined {
  const [, sign = '', rest = ''] = /^\s*(>=|<=|>|<|=|!)?\s*(.*?)\s*$/s.exec(typed) ?? [];
  const sought = rest.toLowerCase();
  const textOf = (row: Row): string => column.text(row).trim().toLowerCase();
  if (sign === '=') {
    return (row) => textOf(row) === sought;
  }
  if (sought === '') {
    return undefined;
  }
  if (sign === '!') {
    return (row) => !textOf(row).includes(sought);
  }
  const limit = sign === '' ? undefined : column.readKey?.(rest);
  if (limit === undefined) {
    const whole = typed.trim().toLowerCase();
    return (row) => textOf(row).includes(whole);
  }
  return (row) => {
    const key = column.order(row);
    const difference = key === undefined ? Number.NaN : compareKeys(key, limit, 1);
    return LIMITS[sign]?.(difference) ?? false;
  };
}

/** Tests how a row compares with the limit, by the operator before the limit. */
const LIMITS: Readonly<Record<string, (difference: number) => boolean>> = {
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
};
