import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { runInThread } from '../../../core/compare/compareInThread';
import { DifferenceReader } from '../../../core/compare/differenceFile';
import {
  type Difference,
  type DifferenceQuery,
  differenceText,
  type DifferenceWords,
  type ListedDifferences,
} from '../../../core/compare/differences';
import type { ExportRequest } from '../../../core/compare/exportDifferences';
import { tsvCell } from '../../../core/tables/csvCell';

/** Less than a page shows, so that reading it never takes long. A single row can have more. */
const BYTES_AT_ONCE = 256 * 1024;
const ROWS_AT_ONCE = 200;

export interface DifferencesOfOptions {
  readonly list: ListedDifferences;
  /** The bundle of the thread that searches the list. */
  readonly thread: string;
  readonly language: string;
  readonly words: DifferenceWords;
}

/** The rows that match a query. `positions` is undefined for all rows of the list. */
interface Found {
  readonly queryId: number;
  readonly positions: Uint32Array | undefined;
}

/** A comparison's list of rows that differ: finds, reads, copies, and exports rows, and ends by removing it. */
export class DifferencesOf {
  private found: Found = { queryId: -1, positions: undefined };
  private searching = new AbortController();
  private readonly disposed = new AbortController();
  private opening: Promise<DifferenceReader> | undefined;

  constructor(private readonly options: DifferencesOfOptions) {}

  /** Finds the rows that match, and ends an earlier search. Undefined if another search has started meanwhile. */
  async find(queryId: number, query: DifferenceQuery): Promise<number | undefined> {
    this.searching.abort();
    const { signal } = (this.searching = new AbortController());
    const { list, thread, language, words } = this.options;
    const isAll =
      query.kind === undefined &&
      query.sort === undefined &&
      [query.search, ...Object.values(query.filters)].every((text) => text.trim() === '');
    try {
      const request = { differences: list, query, language, words };
      const positions = isAll
        ? undefined
        : await runInThread('find', request, { thread, signal: AbortSignal.any([signal, this.disposed.signal]) });
      this.found = { queryId, positions };
      return this.count;
    } catch (error) {
      if (signal.aborted || this.disposed.signal.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  /** The number of rows that match. */
  get count(): number {
    return this.found.positions?.length ?? this.options.list.rows;
  }

  /** The rows of the latest query from one index to another, not including it. Fewer if they're large. */
  async rows(queryId: number, from: number, to: number): Promise<readonly Difference[]> {
    const { positions } = this.found;
    const end = Math.min(to, from + ROWS_AT_ONCE, this.count);
    if (queryId !== this.found.queryId || end <= from) {
      return [];
    }
    const wanted = Array.from({ length: end - from }, (_, offset) => positions?.[from + offset] ?? from + offset);
    return (await this.reader()).read(wanted, BYTES_AT_ONCE);
  }

  /** The first rows of the whole list. */
  async firstRows(count: number): Promise<readonly Difference[]> {
    const wanted = Array.from({ length: Math.min(count, this.options.list.rows) }, (_, position) => position);
    return (await this.reader()).read(wanted, BYTES_AT_ONCE);
  }

  /** The text of cells for the clipboard, with tabs between them. */
  async textOf(queryId: number, from: number, to: number, places: readonly number[]): Promise<string> {
    const lines: string[] = [];
    for (let next = from; next < to;) {
      const rows = await this.rows(queryId, next, to);
      if (rows.length === 0) {
        break;
      }
      lines.push(
        ...rows.map((row) => places.map((place) => tsvCell(differenceText(row, place, this.options.words))).join('\t')),
      );
      next += rows.length;
    }
    return lines.join('\n');
  }

  /** Writes the rows that match to a file, as CSV. Throws the file system's error and the signal's reason. */
  async export(file: string, words: ExportRequest['words'], signal: AbortSignal): Promise<void> {
    const { list, thread } = this.options;
    const request = { differences: list, positions: this.found.positions, file, words };
    await runInThread('export', request, { thread, signal: AbortSignal.any([signal, this.disposed.signal]) });
  }

  dispose(): void {
    this.disposed.abort();
    void this.remove();
  }

  /** Removes the list while the window closes, when nobody waits for a promise. */
  end(): void {
    this.disposed.abort();
    rmSync(this.options.list.folder, { recursive: true, force: true });
  }

  /** Errors don't matter: the next comparison removes what is left. */
  private async remove(): Promise<void> {
    const reader = await this.opening?.catch(() => undefined);
    await reader?.close().catch(() => undefined);
    await rm(this.options.list.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private reader(): Promise<DifferenceReader> {
    this.opening ??= DifferenceReader.open(this.options.list.folder);
    return this.opening;
  }
}
