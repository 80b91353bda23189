/** More columns than anybody looks at; a broken file can have as many as it has bytes. */
export const MAX_COLUMNS = 500;

/** Rows as they are read, with as many columns as they turn out to have. A cell that a row lacks is an empty text. */
export class RowTable {
  /** What stands above the columns, in the file's own words; they may repeat, or be empty. */
  readonly columns: string[] = [];
  readonly rows: string[][] = [];
  /** There are rows behind the last one that was kept. */
  hasMore = false;
  /** Columns that were left out. */
  leftOutColumns = 0;
  private readonly places = new Map<string, number>();

  constructor(private readonly maxRows: number) {}

  setColumns(names: readonly string[]): void {
    this.columns.push(...names.slice(0, MAX_COLUMNS));
    this.leftOutColumns = Math.max(0, names.length - MAX_COLUMNS);
  }

  /** A row of cells in the order of the columns. */
  addCells(cells: readonly string[]): void {
    if (this.isFull()) {
      return;
    }
    for (let index = this.columns.length; index < Math.min(cells.length, MAX_COLUMNS); index++) {
      this.columns.push('');
    }
    this.leftOutColumns = Math.max(this.leftOutColumns, cells.length - MAX_COLUMNS);
    this.rows.push(cells.slice(0, MAX_COLUMNS));
  }

  /** A row of named cells; a name that was not there yet makes a column. */
  addRecord(fields: Iterable<readonly [name: string, cell: string]>): void {
    if (this.isFull()) {
      return;
    }
    const row: string[] = [];
    for (const [name, cell] of fields) {
      const place = this.placeOf(name);
      if (place !== undefined) {
        row[place] = cell;
      }
    }
    this.rows.push(Array.from(row, (cell) => cell ?? ''));
  }

  private isFull(): boolean {
    this.hasMore ||= this.rows.length >= this.maxRows;
    return this.hasMore;
  }

  private placeOf(name: string): number | undefined {
    const known = this.places.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.columns.length >= MAX_COLUMNS) {
      this.leftOutColumns++;
      return undefined;
    }
    this.places.set(name, this.columns.length);
    return this.columns.push(name) - 1;
  }
}
