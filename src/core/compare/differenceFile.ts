import { closeSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { PRIVATE_FILE } from '../files/createFile';
import type { Side } from './compareError';
import type { Difference } from './differences';
import { RowHash } from './rowHash';

/** Where a row's cells are in the file of rows, for both sides: the position and the length in bytes. */
const NUMBERS_OF_ENTRY = 4;
const ENTRY_BYTES = NUMBERS_OF_ENTRY * Float64Array.BYTES_PER_ELEMENT;
const NOWHERE = -1;
/** Spreadsheets can't hold longer cells either. */
const MAX_CELL_CHARS = 32_767;
/** Rows with more are cut further, so that one row never stops who reads it. */
const MAX_ROW_CHARS = 200_000;
/** What is kept of each cell, however long the row is. Longer cells are compared by their hashes. */
const SHORT_CELL_CHARS = 100;
const BUFFER_BYTES = 256 * 1024;
/** A gap between two rows that is cheaper to read than to skip. */
const MAX_GAP_BYTES = 64 * 1024;
const MAX_SPAN_BYTES = 1024 * 1024;

/** A cell as it's stored: its text or, if that's long, what fits of it, and the hash and length of the whole. */
type StoredCell = string | readonly [beginning: string, hash: string, chars: number];

/** Where a row is in the file of rows. */
export interface WrittenRow {
  readonly at: number;
  readonly bytes: number;
}

/** Writes the rows that differ: first those of the earlier file, then those of the later one, then the index. */
export class DifferenceWriter {
  private readonly rows: AppendedFile;
  private readonly index: AppendedFile;
  private readonly hash = new RowHash();
  hasCutCells = false;

  constructor(folder: string) {
    this.rows = new AppendedFile(path.join(folder, 'rows'));
    this.index = new AppendedFile(path.join(folder, 'index'));
  }

  /** Returns where the row is. */
  addRow(cells: readonly string[]): WrittenRow {
    const at = this.rows.bytes;
    let charsLeft = MAX_ROW_CHARS;
    const stored = cells.map((cell, place): StoredCell => {
      if (cell.length <= SHORT_CELL_CHARS) {
        charsLeft -= cell.length;
        return cell;
      }
      const beginning = cell.slice(0, Math.max(SHORT_CELL_CHARS, Math.min(MAX_CELL_CHARS, charsLeft)));
      charsLeft -= beginning.length;
      this.hasCutCells ||= beginning.length < cell.length;
      this.hash.of(cells, [place]);
      return [beginning, `${this.hash.high} ${this.hash.low}`, cell.length];
    });
    this.rows.append(Buffer.from(JSON.stringify(stored)));
    return { at, bytes: this.rows.bytes - at };
  }

  addEntry({ before, after }: Readonly<Record<Side, WrittenRow | undefined>>): void {
    const entry = [before?.at ?? NOWHERE, before?.bytes ?? 0, after?.at ?? NOWHERE, after?.bytes ?? 0];
    this.index.append(Buffer.from(new Float64Array(entry).buffer));
  }

  close(): void {
    this.rows.close();
    this.index.close();
  }
}

/** Reads rows that differ by their position in the list. Lets other work run between reads. */
export class DifferenceReader {
  private constructor(
    private readonly rows: FileHandle,
    private readonly index: FileHandle,
  ) {}

  static async open(folder: string): Promise<DifferenceReader> {
    const rows = await open(path.join(folder, 'rows'));
    try {
      return new DifferenceReader(rows, await open(path.join(folder, 'index')));
    } catch (error) {
      await rows.close();
      throw error;
    }
  }

  /** Reads the rows at these positions or, if they have more than `maxBytes`, only the first of them, at least one. */
  async read(positions: readonly number[], maxBytes: number): Promise<readonly Difference[]> {
    const entries = await this.entriesAt(positions);
    let bytes = 0;
    const within = entries.filter(([, beforeBytes, , afterBytes], place) => {
      bytes += beforeBytes + afterBytes;
      return place === 0 || bytes <= maxBytes;
    });
    const before = await this.cellsAt(within.map(([at, size]) => ({ at, size })));
    const after = await this.cellsAt(within.map(([, , at, size]) => ({ at, size })));
    return within.map((_, place) => differenceOf(before[place], after[place]));
  }

  async close(): Promise<void> {
    await Promise.all([this.rows.close(), this.index.close()]);
  }

  private async entriesAt(
    positions: readonly number[],
  ): Promise<readonly (readonly [number, number, number, number])[]> {
    const spans = positions.map((position) => ({ at: position * ENTRY_BYTES, size: ENTRY_BYTES }));
    const pieces = await readSpans(this.index, spans);
    return pieces.map((piece) => {
      const value = (place: number): number => piece.readDoubleLE(place * Float64Array.BYTES_PER_ELEMENT);
      return [value(0), value(1), value(2), value(3)];
    });
  }

  private async cellsAt(spans: readonly Span[]): Promise<readonly (readonly StoredCell[] | undefined)[]> {
    const pieces = await readSpans(
      this.rows,
      spans.filter(({ at }) => at !== NOWHERE),
    );
    let next = 0;
    return spans.map(({ at }) =>
      at === NOWHERE ? undefined : (JSON.parse(pieces[next++]?.toString() ?? '[]') as readonly StoredCell[]),
    );
  }
}

interface Span {
  readonly at: number;
  readonly size: number;
}

/** Reads neighbors in one go. */
async function readSpans(file: FileHandle, spans: readonly Span[]): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  for (let from = 0; from < spans.length;) {
    const { at: start, size } = spans[from] as Span;
    let to = from + 1;
    let end = start + size;
    for (let next = spans[to]; next !== undefined; next = spans[++to]) {
      const isNear = next.at >= start && next.at - end <= MAX_GAP_BYTES;
      if (!isNear || next.at + next.size - start > MAX_SPAN_BYTES) {
        break;
      }
      end = Math.max(end, next.at + next.size);
    }
    const buffer = Buffer.allocUnsafe(end - start);
    await readWhole(file, buffer, start);
    pieces.push(...spans.slice(from, to).map((span) => buffer.subarray(span.at - start, span.at - start + span.size)));
    from = to;
  }
  return pieces;
}

async function readWhole(file: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < buffer.length;) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) {
      throw new Error('The list of differences was changed by another program');
    }
    filled += bytesRead;
  }
}

function differenceOf(before: readonly StoredCell[] | undefined, after: readonly StoredCell[] | undefined): Difference {
  if (before === undefined || after === undefined) {
    return {
      kind: after === undefined ? 'removed' : 'added',
      ...(before && { before: before.map(textOf) }),
      ...(after && { after: after.map(textOf) }),
      changed: [],
    };
  }
  const changed = after.flatMap((cell, place) => (isSame(before[place] ?? '', cell) ? [] : [place]));
  return { kind: 'changed', before: before.map(textOf), after: after.map(textOf), changed };
}

function isSame(a: StoredCell, b: StoredCell): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : a[1] === b[1] && a[2] === b[2];
}

function textOf(cell: StoredCell): string {
  if (typeof cell === 'string') {
    return cell;
  }
  const [beginning, , chars] = cell;
  return beginning.length < chars ? `${beginning}…` : beginning;
}

/** A new file that only grows. Blocks, because only threads of their own write one. */
class AppendedFile {
  private readonly file: number;
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private buffered = 0;
  bytes = 0;

  constructor(filePath: string) {
    this.file = openSync(filePath, 'wx', PRIVATE_FILE);
  }

  append(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.buffered + piece.length > BUFFER_BYTES) {
      this.flush();
    }
    if (piece.length > BUFFER_BYTES) {
      writeWhole(this.file, piece);
    } else {
      piece.copy(this.buffer, this.buffered);
      this.buffered += piece.length;
    }
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    writeWhole(this.file, this.buffer.subarray(0, this.buffered));
    this.buffered = 0;
  }
}

/** A disk that is almost full writes only some of the bytes, and then none. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written);
  }
}
