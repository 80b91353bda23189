import { compareKeys } from '../../core/rows/cellOrder';
import type { GridColumn } from './gridColumn';

type Test<Row> = (row: Row) => boolean;

/**
 * What is typed into a column's filter: a part of the text, in any case; `!part` for the cells without it; `=text` for
 * the whole cell, `=` for empty ones; `>`, `>=`, `<`, `<=` where the column has an order that the rest can be read in.
 * Undefined where nothing is asked for. Pure.
 */
export function cellFilter<Row>(typed: string, column: GridColumn<Row>): Test<Row> | undefined {
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

/** What a row's distance from the limit must be, by the sign before the limit. */
const LIMITS: Readonly<Record<string, (difference: number) => boolean>> = {
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
};
