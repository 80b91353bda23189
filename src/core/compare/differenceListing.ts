import { OrderFinder } from '../rows/cellOrder';
import type { Side } from './compareError';
import { type ListedNumbers, NO_ROW } from './differenceList';
import { DifferenceWriter, type WrittenRow } from './differenceFile';
import type { ListedDifferences } from './differences';
import type { ColumnPair } from './matchColumns';

/** The rows of one file that are wanted, lowest number first, and where they were written. */
class WantedRows {
  readonly numbers: Uint32Array;
  private readonly at: Float64Array;
  private readonly bytes: Uint32Array;
  private taken = 0;

  constructor(listed: Uint32Array) {
    this.numbers = listed
      .filter((number) => number !== NO_ROW)
      .sort()
      .filter((number, index, sorted) => index === 0 || number !== sorted[index - 1]);
    this.at = new Float64Array(this.numbers.length);
    this.bytes = new Uint32Array(this.numbers.length);
  }

  isNext(number: number): boolean {
    return this.numbers[this.taken] === number;
  }

  take({ at, bytes }: WrittenRow): void {
    this.at[this.taken] = at;
    this.bytes[this.taken] = bytes;
    this.taken++;
  }

  placeOf(number: number): WrittenRow | undefined {
    if (number === NO_ROW) {
      return undefined;
    }
    let from = 0;
    for (let to = this.numbers.length; from < to;) {
      const middle = (from + to) >>> 1;
      if ((this.numbers[middle] ?? NO_ROW) < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return { at: this.at[from] ?? 0, bytes: this.bytes[from] ?? 0 };
  }
}

/** Writes the list of the rows that differ while both files are read once more. */
export class DifferenceListing {
  private readonly rows: Readonly<Record<Side, WantedRows>>;
  private readonly writer: DifferenceWriter;
  private readonly finders: readonly OrderFinder[];
  private readonly texts = new Set<number>();

  constructor(
    private readonly folder: string,
    private readonly numbers: ListedNumbers,
    private readonly columns: readonly ColumnPair[],
    private readonly key: readonly ColumnPair[],
  ) {
    this.rows = { before: new WantedRows(numbers.before), after: new WantedRows(numbers.after) };
    this.writer = new DifferenceWriter(folder);
    this.finders = columns.map(() => new OrderFinder());
  }

  /** The numbers of the rows that `take` wants. */
  wanted(side: Side): Uint32Array {
    return this.rows[side].numbers;
  }

  /** Takes a row, lowest number first, and ignores rows that aren't wanted. */
  take(side: Side, number: number, row: readonly string[]): void {
    const rows = this.rows[side];
    if (!rows.isNext(number)) {
      return;
    }
    const cells = this.columns.map((pair) => row[pair[side]] ?? '');
    this.finders.forEach((finder, place) => {
      if (!this.texts.has(place) && !finder.add(cells[place] ?? '')) {
        this.texts.add(place);
      }
    });
    rows.take(this.writer.addRow(cells));
  }

  /** Ends the list after the last row. */
  finish(): ListedDifferences {
    const { folder, columns, key, writer, rows, numbers } = this;
    for (let index = 0; index < numbers.count; index++) {
      writer.addEntry({
        before: rows.before.placeOf(numbers.before[index] ?? NO_ROW),
        after: rows.after.placeOf(numbers.after[index] ?? NO_ROW),
      });
    }
    writer.close();
    return {
      folder,
      columns: columns.map(({ label }, place) => {
        const { type, notation } = this.finders[place]?.order ?? { type: 'text' as const };
        return {
          label,
          type,
          ...(notation && { notation }),
          isKey: key.some((pair) => pair.label === label),
        };
      }),
      rows: numbers.count,
      hasCutCells: writer.hasCutCells,
    };
  }
}
