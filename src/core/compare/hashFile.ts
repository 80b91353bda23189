import { readTable, type ReadTableOptions } from '../tables/readTable';
import type { TableDescription } from '../tables/tableReader';
import type { ColumnTotals } from './columnTotals';
import { HashedRows } from './hashedRows';
import { JoinTable } from './joinTable';
import { RowHash } from './rowHash';

/** If a key repeats, it usually does so among this many rows, so that a wrong key costs only part of a pass. */
const ROWS_OF_EARLY_CHECK = 500_000;
const MIN_BYTES_OF_ROW = 2;

export interface HashFileRequest {
  readonly file: string;
  readonly fileBytes: number;
  /** The positions of the compared cells in a row. */
  readonly places: readonly number[];
  /** The positions of the key's cells. Undefined: the whole row is the key. */
  readonly keyPlaces: readonly number[] | undefined;
  readonly scratchFile: string;
  /** Gets each row, if totals are wanted. */
  readonly totals: ColumnTotals | undefined;
  readonly options: ReadTableOptions;
}

export interface HashedFile {
  readonly hashes: HashedRows;
  readonly rows: number;
  readonly columns: readonly string[];
  /** The columns without a title that have a cell with text. */
  readonly filledUntitled: ReadonlySet<number>;
  readonly description: TableDescription;
}

/**
 * Reads a whole file and keeps the hashes of its rows. `repeats`: the columns aren't a key, because their values
 * repeat. Throws the errors of `readTable`.
 */
export async function hashFile(request: HashFileRequest): Promise<HashedFile | 'repeats'> {
  const { file, fileBytes, places, keyPlaces, scratchFile, totals, options } = request;
  const hashes = new HashedRows(scratchFile);
  const untitled = new UntitledColumns();
  const early = keyPlaces && new EarlyCheck(Math.min(ROWS_OF_EARLY_CHECK, fileBytes / MIN_BYTES_OF_ROW));
  const rowHash = new RowHash();
  const keyHash = keyPlaces === undefined ? rowHash : new RowHash();
  let columns: readonly string[] = [];
  let number = 0;
  const addRow = (row: readonly string[]): boolean => {
    rowHash.of(row, places);
    totals?.add(columns, row);
    if (keyPlaces !== undefined) {
      keyHash.of(row, keyPlaces);
    }
    hashes.add(keyHash, rowHash, number);
    number++;
    return early?.isNew(keyHash) ?? true;
  };
  const table = readTable(file, options);
  let isKept = false;
  try {
    for (;;) {
      const step = await table.next();
      if (step.done === true) {
        isKept = true;
        return { hashes, rows: number, columns, filledUntitled: untitled.filled, description: step.value };
      }
      columns = step.value.columns;
      untitled.look(step.value.columns, step.value.rows);
      if (!step.value.rows.every(addRow)) {
        await table.return(undefined as never);
        return 'repeats';
      }
    }
  } finally {
    if (!isKept) {
      hashes.close();
    }
  }
}

/** The keys of the first rows. */
class EarlyCheck {
  private readonly table: JoinTable;

  constructor(private rowsLeft: number) {
    this.table = new JoinTable(rowsLeft + 1);
  }

  isNew({ high, low }: RowHash): boolean {
    if (this.rowsLeft-- <= 0) {
      return true;
    }
    const place = this.table.placeOf(high >>> 0, low >>> 0);
    const isNew = this.table.isFree(place);
    if (isNew) {
      this.table.take(place, high, low);
    }
    return isNew;
  }
}

/** Finds which columns without a title have text. Spreadsheets write empty ones at the end of each row. */
class UntitledColumns {
  readonly filled = new Set<number>();
  private empty: readonly number[] = [];
  private known = 0;

  look(columns: readonly string[], rows: readonly (readonly string[])[]): void {
    const found = columns
      .slice(this.known)
      .flatMap((title, index) => (title.trim() === '' ? [this.known + index] : []));
    this.known = columns.length;
    this.empty = [...this.empty, ...found].filter((place) => {
      const isFilled = rows.some((row) => (row[place] ?? '') !== '');
      if (isFilled) {
        this.filled.add(place);
      }
      return !isFilled;
    });
  }
}
