import { OrderFinder, type CellOrder } from '../rows/cellOrder';
import { IdSigns } from '../rows/idColumn';

/** Enough cells to tell how a column writes its numbers. */
const CELLS_OF_SAMPLE = 1_000;
/** Removes what binary fractions add: amounts have fewer decimal places. */
const DECIMALS = 1e6;
/** Titles such as `Currency`, `PayoutCurrency`, and `Currency Code`. */
const CURRENCY_TITLE = /currency(?:[ _.-]?code)?\s*$/i;
/** Titles of amounts, also without decimals: `Payout`, `Sale Amount`, `Client_Cost`. */
const MONEY_TITLE =
  /(?:amount|bonus|commission|cost|earning|earned|fee|paid|payment|payout|price|revenue|sale|spend|value)s?(?![a-z])/i;
/** There are fewer in use. A column with more holds something else. */
const MAX_CURRENCIES = 200;
/** The currency of rows that don't name one. */
const NO_CURRENCY = '';

/**
 * Adds up the columns of numbers of a file, row by row. Columns of IDs, dates, and percentages have no totals. If the
 * file has columns of currencies, each currency has a total of its own.
 */
export class ColumnTotals {
  private readonly columns: ColumnTotal[] = [];
  private readonly currencyPlaces: number[] = [];
  private readonly currencies = new Set<string>();

  add(titles: readonly string[], row: readonly string[]): void {
    for (let place = this.columns.length; place < titles.length; place++) {
      const title = titles[place] ?? '';
      this.columns.push(new ColumnTotal(title));
      if (CURRENCY_TITLE.test(title)) {
        this.currencyPlaces.push(place);
      }
    }
    const currency = this.currencyOf(row);
    this.columns.forEach((column, place) => column.add(row[place] ?? '', currency));
  }

  /** The totals of a column. Undefined if it isn't one of numbers that can be added up. */
  of(place: number): Total | undefined {
    const column = this.columns[place];
    if (column === undefined) {
      return EMPTY;
    }
    return this.currencies.size > MAX_CURRENCIES ? undefined : column.total;
  }

  /** A row can have several: the one of the sale, and the one of the payout. */
  private currencyOf(row: readonly string[]): string {
    if (this.currencyPlaces.length === 0 || this.currencies.size > MAX_CURRENCIES) {
      return NO_CURRENCY;
    }
    const named = this.currencyPlaces.map((place) => (row[place] ?? '').trim()).filter((cell) => cell !== '');
    const currency = [...new Set(named)].join(' / ');
    this.currencies.add(currency);
    return currency;
  }
}

interface Total {
  /** By currency. The one of rows that name none is empty. */
  readonly sums: ReadonlyMap<string, number>;
  /** Whether no cell is filled. Then the column can be one of numbers. */
  readonly isEmpty: boolean;
  readonly isMoney: boolean;
}

const EMPTY: Total = { sums: new Map(), isEmpty: true, isMoney: false };

interface Cell {
  readonly cell: string;
  readonly currency: string;
}

class ColumnTotal {
  private readonly finder = new OrderFinder();
  private readonly ids: IdSigns;
  private sample: Cell[] = [];
  private order: CellOrder | undefined;
  private readonly sums = new Map<string, number>();
  private isOver = false;

  constructor(private readonly title: string) {
    this.ids = new IdSigns(title);
  }

  add(cell: string, currency: string): void {
    if (this.isOver || cell === '') {
      return;
    }
    this.isOver = !this.finder.add(cell);
    this.ids.add(cell.trim());
    if (this.order === undefined) {
      this.sample.push({ cell, currency });
      if (this.sample.length === CELLS_OF_SAMPLE) {
        this.sumSample();
      }
      return;
    }
    const order = this.finder.order;
    // A later cell can show that earlier ones were read wrongly.
    this.isOver ||= order.notation !== undefined && order.notation !== (this.order.notation ?? order.notation);
    this.order = order;
    this.sum({ cell, currency }, order);
  }

  get total(): Total | undefined {
    if (this.order === undefined) {
      this.sumSample();
    }
    const { type } = this.finder.order;
    if (type === 'empty') {
      return EMPTY;
    }
    const isNumber = type === 'decimal' || type === 'money' || (type === 'integer' && !this.ids.isId);
    if (this.isOver || !isNumber) {
      return undefined;
    }
    const written = this.finder.currency ?? NO_CURRENCY;
    const sums = new Map<string, number>();
    for (const [named, sum] of this.sums) {
      const currency = named === NO_CURRENCY ? written : named;
      sums.set(currency, Math.round(((sums.get(currency) ?? 0) + sum) * DECIMALS) / DECIMALS);
    }
    return { sums, isEmpty: false, isMoney: type === 'money' || MONEY_TITLE.test(this.title) };
  }

  private sumSample(): void {
    const order = this.finder.order;
    this.order = order;
    this.sample.forEach((one) => this.sum(one, order));
    this.sample = [];
  }

  private sum({ cell, currency }: Cell, order: CellOrder): void {
    const key = order.keyOf(cell);
    this.sums.set(currency, (this.sums.get(currency) ?? 0) + (typeof key === 'number' ? key : 0));
  }
}
