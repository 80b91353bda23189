import type { CombineSource, MetCurrencies } from './combinedTable';
import type { ScannedColumn, UnitedColumn, UnitedColumns } from './unitedColumns';

/** A column that says where a row comes from, and its text for the rows of a result. */
export interface OwnColumn {
  readonly column: UnitedColumn;
  readonly textOf: (source: CombineSource) => string;
}

interface Scanned {
  readonly source: CombineSource;
  readonly columns: readonly ScannedColumn[];
}

const CLIENT = 'Client';
const PERIOD = 'Period';
const CURRENCY = 'Currency';

/**
 * The columns in front, which no result has: the client, the period, and the currency if the clients have several and
 * not all results say which. Otherwise, amounts of several currencies would look like one.
 */
export function ownColumns(united: UnitedColumns, scans: readonly Scanned[]): readonly OwnColumn[] {
  const own = (wished: string, textOf: OwnColumn['textOf']): OwnColumn => ({
    column: { title: freeTitle(united, wished), type: 'text' },
    textOf,
  });
  return [
    own(CLIENT, ({ client }) => client),
    own(PERIOD, ({ period }) => period),
    ...(currenciesOf(scans).length > 1 && !haveCurrency(united, scans)
      ? [own(CURRENCY, ({ currency }) => currency)]
      : []),
  ];
}

/** Undefined if the clients have one currency, as far as it's known. */
export function metCurrencies(united: UnitedColumns, scans: readonly Scanned[]): MetCurrencies | undefined {
  const currencies = currenciesOf(scans);
  const column = haveCurrency(united, scans) ? CURRENCY : freeTitle(united, CURRENCY);
  return currencies.length > 1 ? { currencies, column } : undefined;
}

function currenciesOf(scans: readonly Scanned[]): readonly string[] {
  return [...new Set(scans.map(({ source }) => source.currency))].filter((currency) => currency !== '').sort();
}

function haveCurrency(united: UnitedColumns, scans: readonly Scanned[]): boolean {
  const known = united.find(CURRENCY);
  return known !== undefined && scans.every(({ columns }) => columns.some(({ place }) => place === known));
}

function freeTitle(united: UnitedColumns, wished: string): string {
  let title = wished;
  for (let number = 2; united.find(title) !== undefined; number++) {
    title = `${wished} ${number}`;
  }
  return title;
}
