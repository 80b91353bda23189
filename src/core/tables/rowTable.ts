/** Collects rows and the columns that turn up in them. Missing cells are empty texts. */
export class RowTable {
  /** The file's own titles. They can repeat or be empty. */
  readonly columns: string[] = [];
  readonly rows: string[][] = [];
  /** Whether there are more rows after the last one that was kept. */
  hasMore = false;
  /** The number of columns that were left out. */
  leftOutColumns = 0;
  private readonly places = new Map<string, number>();
  private keptRows = 0;

  constructor(
    private readonly maxRows: number,
    private readonly maxColumns: number,
  ) {}

  setColumns(names: readonly string[]): void {
    this.columns.push(...names.slice(0, this.maxColumns));
    this.leftOutColumns = Math.max(0, names.length - this.maxColumns);
  }

  add(row: RowContent): void {
    this.hasMore ||= this.keptRows >= this.maxRows;
    if (this.hasMore) {
      return;
    }
    this.keptRows++;
    this.rows.push(row.kind === 'cells' ? this.rowOfCells(row.cells) : this.rowOfFields(row.fields));
  }

  /** Returns the rows since the last call. */
  drain(): string[][] {
    return this.rows.splice(0);
  }

  private rowOfCells(cells: string[]): string[] {
    for (let index = this.columns.length; index < Math.min(cells.length, this.maxColumns); index++) {
      this.columns.push('');
    }
    this.leftOutColumns = Math.max(this.leftOutColumns, cells.length - this.maxColumns);
    return cells.length > this.maxColumns ? cells.slice(0, this.maxColumns) : cells;
  }

  private rowOfFields(fields: Iterable<readonly [name: string, cell: string]>): string[] {
    const row: string[] = [];
    for (const [name, cell] of fields) {
      const place = this.placeOf(name);
      if (place !== undefined) {
        row[place] = cell;
      }
    }
    return Array.from(row, (cell) => cell ?? '');
  }

  private placeOf(name: string): number | undefined {
    const known = this.places.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.columns.length >= this.maxColumns) {
      this.leftOutColumns++;
      return undefined;
    }
    this.places.set(name, this.columns.length);
    return this.columns.push(name) - 1;
  }
}

/** A row as cells in the order of the columns, or as named cells. A new name adds a column. */
export type RowContent =
  | { readonly kind: 'cells'; readonly cells: string[] }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [name: string, cell: string])[] };
