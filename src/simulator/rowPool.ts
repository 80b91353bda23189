import { formatIsoDate } from './isoDate';
import { hashOf, lettersFrom, randomFrom } from './random';
import type { Column, ColumnSet } from './reportColumns';
import type { RowFormat } from './rowFormat';

/** Rows repeat after this many, except for their keys. The rows that people see first are all different. */
export const POOL_ROWS = 1_024;
const KEY_DIGITS = 9;
const LEAST_ADDRESS_BYTES = 40;
const FILLER_BYTES = 4_096;

export interface PoolOptions {
  readonly columnSet: ColumnSet;
  readonly format: RowFormat;
  /** The seed of the rows. The results of a chain of replays share it. */
  readonly seed: number;
  /** How often the job was replayed. Each time, a few rows change, disappear, or are added. */
  readonly revision: number;
  /** The period of the dates in the rows. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Rows of equal length, created when they're first needed. Each row is complete except for the digits of its key. */
export class RowPool {
  readonly rowBytes: number;
  readonly names: readonly string[];
  private readonly keyOffset: number;
  private filler: string | undefined;
  private readonly encoded: readonly (readonly string[])[];
  private buffer: Buffer | undefined;
  private built = 0;

  constructor(private readonly options: PoolOptions) {
    const { columnSet, format } = options;
    this.names = [columnSet.key, ...columnSet.columns.map(({ name }) => name), columnSet.address];
    this.encoded = columnSet.columns.map(({ values }) =>
      values.kind === 'pick' ? values.from.map((value) => format.encode(value)) : [],
    );
    const longest = this.joined(
      '1'.padEnd(KEY_DIGITS + 1, '0'),
      columnSet.columns.map((column, index) => this.longestValue(column, index)),
      '',
    );
    this.rowBytes = Buffer.byteLength(format.separator + longest) + LEAST_ADDRESS_BYTES;
    this.keyOffset = Buffer.byteLength(format.separator + format.rowStart(this.names)) + 1;
  }

  /** Writes the rows `from` (included) to `to` (excluded) of the result to `target`. */
  write(target: Buffer, from: number, to: number): void {
    for (let row = from; row < to;) {
      const poolRow = row % POOL_ROWS;
      const count = Math.min(POOL_ROWS - poolRow, to - row);
      const offset = (row - from) * this.rowBytes;
      this.poolOf(poolRow + count).copy(target, offset, poolRow * this.rowBytes, (poolRow + count) * this.rowBytes);
      for (let index = 0; index < count; index++) {
        writeDigits(target, offset + index * this.rowBytes + this.keyOffset, row + index);
      }
      row += count;
    }
    if (from === 0 && to > 0) {
      target.write(this.options.format.firstSeparator, 0);
    }
  }

  /** The pool with at least the first `rows` rows. */
  private poolOf(rows: number): Buffer {
    const buffer = (this.buffer ??= Buffer.alloc(this.rowBytes * POOL_ROWS));
    for (; this.built < rows; this.built++) {
      buffer.write(this.options.format.separator + this.rowText(this.built), this.built * this.rowBytes);
    }
    return buffer;
  }

  private rowText(row: number): string {
    const { columnSet, format, seed, revision } = this.options;
    const random = randomFrom(hashOf(seed, row));
    const values = columnSet.columns.map((column, index) => this.value(column, index, random));
    // A replay doesn't find some rows and finds others changed. Each revision affects different rows.
    const fate = revision === 0 ? -1 : hashOf(seed, row, 'fate') % 100;
    if (fate >= 0 && fate % 20 === revision % 20) {
      const again = randomFrom(hashOf(seed, row, revision));
      columnSet.columns.forEach((column, index) => {
        if (column.values.kind === 'decimal' || column.name.endsWith('Status')) {
          values[index] = this.value(column, index, again);
        }
      });
    }
    const lead = fate >= 0 && fate % 50 === (revision + 7) % 50 ? 1 + (revision % 9) : 1;
    const key = `${lead}${'0'.repeat(KEY_DIGITS)}`;
    const shortBytes = this.rowBytes - Buffer.byteLength(format.separator + this.joined(key, values, ''));
    return this.joined(key, values, this.address(row, shortBytes));
  }

  private address(row: number, lengthBytes: number): string {
    const start = `https://shop.example/${row % 7}?irclickid=`;
    const at = hashOf(this.options.seed, row, 'filler') % FILLER_BYTES;
    const turns = Math.ceil((at + lengthBytes) / FILLER_BYTES);
    this.filler ??= lettersFrom(FILLER_BYTES, this.options.seed, 'filler');
    return start + this.filler.repeat(turns).slice(at, at + lengthBytes - start.length);
  }

  private joined(key: string, values: readonly string[], address: string): string {
    const { format } = this.options;
    let text = format.rowStart(this.names) + key;
    [...values, address].forEach((value, index) => {
      text += format.between(this.names, index) + value;
    });
    return text + format.rowEnd(this.names);
  }

  private value(column: Column, index: number, random: () => number): string {
    const share = random();
    switch (column.values.kind) {
      case 'pick':
        return this.encoded[index]?.[Math.floor(share * column.values.from.length)] ?? '';
      case 'integer':
        return String(Math.floor(share * share * column.values.max) + 1);
      case 'decimal':
        return (share * share * column.values.max).toFixed(2);
      case 'date':
        return formatIsoDate(this.options.fromMs + share * (this.options.toMs - this.options.fromMs));
    }
  }

  private longestValue(column: Column, index: number): string {
    switch (column.values.kind) {
      case 'pick':
        return (this.encoded[index] ?? []).reduce(
          (longest, value) => (Buffer.byteLength(value) > Buffer.byteLength(longest) ? value : longest),
          '',
        );
      case 'integer':
        return String(column.values.max + 1);
      case 'decimal':
        return column.values.max.toFixed(2);
      case 'date':
        return formatIsoDate(this.options.toMs);
    }
  }
}

function writeDigits(target: Buffer, offset: number, value: number): void {
  let rest = value;
  for (let index = offset + KEY_DIGITS - 1; index >= offset; index--) {
    const tenth = (rest / 10) | 0;
    target[index] = 48 + rest - tenth * 10;
    rest = tenth;
  }
}
