import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { OrderKey } from '../rows/orderKey';
import { csvCell } from '../tables/csvCell';
import type { UnitedColumn } from './unitedColumns';

/** A cell as it was written, and its value in a column that isn't text. */
export interface TypedCell {
  readonly text: string;
  readonly value: OrderKey;
}

/** Writes the rows of a table in one format. */
export interface TableWriter {
  /** A row has a cell for each column. */
  readonly row: (cells: readonly TypedCell[]) => void;
  /** Writes what has been collected, if that's enough for a piece of the file. */
  readonly drain: () => Promise<void>;
  /** Writes the rest. */
  readonly end: () => Promise<void>;
}

/** A new file, with the hash and the length of what was written to it. */
export class HashedFile {
  private readonly hash = createHash('sha256');
  bytes = 0;

  constructor(private readonly handle: FileHandle) {}

  async write(chunk: Uint8Array): Promise<void> {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    await this.handle.writeFile(chunk); // at the current position, all of it
  }

  get sha256(): string {
    return this.hash.copy().digest('hex');
  }
}

const FLUSH_CHARS = 256 * 1024;

/** Collects lines of text and writes them in large pieces. */
class Lines {
  private text = '';

  constructor(private readonly file: HashedFile) {}

  add(line: string): void {
    this.text += `${line}\n`;
  }

  async drain(least = FLUSH_CHARS): Promise<void> {
    if (this.text.length >= least) {
      const chunk = Buffer.from(this.text, 'utf8');
      this.text = '';
      await this.file.write(chunk);
    }
  }
}

/** UTF-8 with commas, and quotes where they're needed. */
export function csvWriter(file: HashedFile, columns: readonly UnitedColumn[]): TableWriter {
  const lines = new Lines(file);
  lines.add(columns.map(({ title }) => csvCell(title)).join(','));
  return {
    row: (cells) => lines.add(cells.map((cell, place) => csvCell(plainText(cell, columns[place]))).join(',')),
    drain: () => lines.drain(),
    end: () => lines.drain(1),
  };
}

/** One object a line, with all titles in each. */
export function ndjsonWriter(file: HashedFile, columns: readonly UnitedColumn[]): TableWriter {
  const lines = new Lines(file);
  const names = columns.map(({ title }) => JSON.stringify(title));
  return {
    row: (cells) => lines.add(`{${cells.map((cell, at) => `${names[at]}:${jsonOf(cell, columns[at])}`).join(',')}}`),
    drain: () => lines.drain(),
    end: () => lines.drain(1),
  };
}

/** As it was written, but numbers without separators that only one of the results has. */
function plainText({ text, value }: TypedCell, column: UnitedColumn | undefined): string {
  const isNumber = column?.type === 'decimal' || column?.type === 'integer';
  return isNumber && value !== undefined && !/^-?\d+(?:\.\d+)?$/.test(text) ? String(value) : text;
}

function jsonOf(cell: TypedCell, column: UnitedColumn | undefined): string {
  const { text, value } = cell;
  if (text.trim() === '') {
    return 'null';
  }
  switch (column?.type) {
    case 'integer':
    case 'decimal':
      return value === undefined ? JSON.stringify(text) : jsonNumber(plainText(cell, column));
    case 'boolean':
      return String(value === 1);
    default:
      return JSON.stringify(text);
  }
}

/** Digits as they're written, because 12.50 is an amount. */
function jsonNumber(text: string): string {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? text : String(Number(text));
}
