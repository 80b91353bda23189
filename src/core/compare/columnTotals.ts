import { OrderFinder, type CellOrder } from '../rows/cellOrder';
import { IdSigns } from '../rows/idColumn';

/** Enough cells to tell how a column writes its numbers. */
const CELLS_OF_SAMPLE = 1_000;
/** Removes what binary fractions add: amounts have fewer decimal places. */
const DECIMALS = 1e6;

/** Adds up the columns of numbers of a file, row by row. Columns of IDs, dates, and percentages have no totals. */
export class ColumnTotals {
  private readonly columns: ColumnTotal[] = [];

  add(titles: readonly string[], row: readonly string[]): void {
    for (let place = this.columns.length; place < titles.length; place++) {
      this.columns.push(new ColumnTotal(titles[place] ?? ''));
    }
    this.columns.forEach((column, place) => column.add(row[place] ?? ''));
  }

  /** The total of a column. Undefined if it isn't one of numbers that can be added up. */
  of(place: number): Total | undefined {
    const column = this.columns[place];
    return column === undefined ? EMPTY : column.total;
  }
}

interface Total {
  readonly sum: number;
  /** Whether no cell is filled. Then the column can be one of numbers. */
  readonly isEmpty: boolean;
}

const EMPTY: Total = { sum: 0, isEmpty: true };

class ColumnTotal {
  private readonly finder = new OrderFinder();
  private readonly ids: IdSigns;
  private sample: string[] = [];
  private order: CellOrder | undefined;
  private sum = 0;
  private isOver = false;

  constructor(title: string) {
    this.ids = new IdSigns(title);
  }

  add(cell: string): void {
    if (this.isOver || cell === '') {
      return;
    }
    this.isOver = !this.finder.add(cell);
    this.ids.add(cell.trim());
    if (this.order === undefined) {
      this.sample.push(cell);
      if (this.sample.length === CELLS_OF_SAMPLE) {
        this.sumSample();
      }
      return;
    }
    const order = this.finder.order;
    // A later cell can show that earlier ones were read wrongly.
    this.isOver ||= order.notation !== undefined && order.notation !== (this.order.notation ?? order.notation);
    this.order = order;
    this.sum += numberOf(order, cell);
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
    return this.isOver || !isNumber ? undefined : { sum: Math.round(this.sum * DECIMALS) / DECIMALS, isEmpty: false };
  }

  private sumSample(): void {
    const order = this.finder.order;
    this.order = order;
    this.sum = this.sample.reduce((sum, cell) => sum + numberOf(order, cell), 0);
    this.sample = [];
  }
}

function numberOf(order: CellOrder, cell: string): number {
  const key = order.keyOf(cell);
  return typeof key === 'number' ? key : 0;
}
