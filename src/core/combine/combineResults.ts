import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { placeFile, placeOver } from '../download/placeFile';
import { createFile } from '../files/createFile';
import { temporaryPath } from '../files/replaceFile';
import { nearestWord } from '../savedExports/nearestWord';
import type { Combine, CombinedFormat } from '../savedExports/savedExport';
import { readTable } from '../tables/readTable';
import type { TableChoice } from '../tables/tableChoice';
import { isTableError, type TableError } from '../tables/tableError';
import { CombineError } from './combineError';
import { type MetCurrencies, metCurrencies, type OwnColumn, ownColumns } from './ownColumns';
import { isNumberOf, TABLE_ENDINGS, tableFileName } from './tableFileName';
import { NewestRows } from './newestRows';
import { csvWriter, HashedFile, ndjsonWriter, type TableWriter, type TypedCell } from './tableWriter';
import {
  ColumnScan,
  type MixedColumn,
  type ScannedColumn,
  type UnitedColumn,
  UnitedColumns,
  valueOf,
} from './unitedColumns';

/** One of the results to combine. */
export interface CombineSource {
  /** Absolute. */
  readonly path: string;
  readonly client: string;
  /** The days, as `pieceName` writes them. Empty if they aren't known. */
  readonly period: string;
  /** The last of the days, as ISO 8601. Empty if it isn't known. */
  readonly lastDay: string;
  /** The currency of the client's amounts, such as `EUR`. Empty if it isn't known. */
  readonly currency: string;
  /**
   * When the run that requested the result started, or impact.com made a result that existed before, in milliseconds
   * since the epoch. Rows of newer results replace older ones, and of equally new ones, those of later days.
   */
  readonly madeAtMs: number;
  readonly choice?: TableChoice | undefined;
}

export interface CombineOptions extends Combine {
  readonly sources: readonly CombineSource[];
  readonly folder: string;
  /** The name of the file without an extension. */
  readonly name: string;
  /** The file of an earlier run in the folder, to replace it. */
  readonly replaces?: string | undefined;
  readonly signal: AbortSignal;
}

/** A table out of several results, and what to know of it. */
export interface CombinedTable {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly UnitedColumn[];
  /** How many rows a newer row with the same key has replaced. */
  readonly replacedRows: number;
  /** The rows of each source, in order. Undefined for one that couldn't be read. */
  readonly sourceRows: readonly (number | undefined)[];
  readonly mixed: readonly MixedColumn[];
  /** Undefined if the clients have one currency. */
  readonly met: MetCurrencies | undefined;
  readonly unreadable: readonly { readonly path: string; readonly error: TableError }[];
}

/** How many results a table should have. */
export interface TableCounts {
  readonly wished: number;
  /** Those that aren't there, so that the table isn't complete. */
  readonly missing: number;
  /** Those that couldn't be exported again, so that the table has them as they were. */
  readonly earlier: number;
}

interface Scan {
  readonly source: CombineSource;
  readonly columns: readonly ScannedColumn[];
  readonly rows: number;
  /** The number of the first row in the combined table, before rows are replaced. */
  readonly first: number;
}

/**
 * Writes one table out of several results: their titles united by name, with columns in front that say where a row
 * comes from. Leaves out results that can't be read. Throws CombineError, DownloadError of the disk, and the signal's
 * reason.
 *
 * Reads each result twice, or three times with a key, a block at a time, and keeps no rows. So memory doesn't depend on
 * their size: a scan holds what one result's columns look like, and a key takes one bit a row (see `NewestRows`).
 */
export async function combineResults(options: CombineOptions): Promise<CombinedTable> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'impact-jobs-'));
  const newest = options.key.length === 0 ? undefined : new NewestRows(path.join(scratch, 'rows'));
  try {
    return await new Combining(options, newest).run();
  } finally {
    newest?.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

class Combining {
  private readonly united = new UnitedColumns();
  private readonly scans = new Map<CombineSource, Scan>();
  private readonly unreadable: { path: string; error: TableError }[] = [];
  private rows = 0;
  private written = 0;

  constructor(
    private readonly options: CombineOptions,
    private readonly newest: NewestRows | undefined,
  ) {}

  async run(): Promise<CombinedTable> {
    const { sources, signal } = this.options;
    for (const source of sources) {
      await this.scan(source);
    }
    if (this.scans.size === 0) {
      throw new CombineError('noTable', 'No result can be read as a table');
    }
    await this.findNewest(signal);
    const columns = this.united.columns;
    const scans = [...this.scans.values()];
    const own = ownColumns(this.united, scans);
    const file = await this.write(own, columns);
    return {
      ...file,
      rows: this.written,
      columns: [...own.map(({ column }) => column), ...columns],
      replacedRows: this.rows - this.written,
      sourceRows: sources.map((source) => this.scans.get(source)?.rows),
      mixed: this.united.mixed,
      met: metCurrencies(this.united, scans),
      unreadable: this.unreadable,
    };
  }

  /** Learns a result's columns, types, and rows. */
  private async scan(source: CombineSource): Promise<void> {
    const scans: ColumnScan[] = [];
    const titles: string[] = [];
    let rows = 0;
    try {
      for await (const batch of this.batches(source)) {
        for (let at = titles.length; at < batch.columns.length; at++) {
          titles.push(batch.columns[at] ?? '');
          scans.push(new ColumnScan(batch.columns[at] ?? ''));
        }
        batch.rows.forEach((row) => row.forEach((cell, at) => scans[at]?.add(cell)));
        rows += batch.rows.length;
      }
    } catch (error) {
      if (!isTableError(error)) {
        throw error;
      }
      this.unreadable.push({ path: source.path, error });
      return;
    }
    const file = path.basename(source.path);
    const counts = new Map<string, number>();
    const columns = titles.map((title, at): ScannedColumn => {
      const count = (counts.get(title.trim()) ?? 0) + 1;
      counts.set(title.trim(), count);
      const place = this.united.placeOf(title, count);
      const { type, order } = scans[at] ?? new ColumnScan(title);
      if (type !== undefined) {
        this.united.note(place, type, file);
      }
      return { place, type, order };
    });
    this.scans.set(source, { source, columns, rows, first: this.rows });
    this.rows += rows;
  }

  /**
   * Compares rows by their key. A key is a key of one client: other clients have rows of their own. Rows of a result
   * that lacks a column of the key can't be told apart, and all stay.
   */
  private async findNewest(signal: AbortSignal): Promise<void> {
    const { newest } = this;
    if (newest === undefined) {
      return;
    }
    const keyPlaces = this.options.key.map((title) => {
      const place = this.united.find(title);
      if (place === undefined) {
        const suggestion = nearestWord(title, this.united.all);
        throw new CombineError('unknownKey', `No result has a column ${title}`, title, suggestion);
      }
      return place;
    });
    const ranks = rankOf([...this.scans.keys()]);
    for (const { source, columns, first } of this.scans.values()) {
      // The client follows the cells of the key.
      const cells = [...keyPlaces.map(() => ''), source.client];
      const places = keyPlaces.map((place) => columns.findIndex((column) => column.place === place));
      if (places.includes(-1)) {
        continue;
      }
      let number = first;
      for await (const { rows } of this.batches(source)) {
        for (const row of rows) {
          places.forEach((place, at) => (cells[at] = row[place] ?? ''));
          const isKeyed = cells.some((cell, at) => at < places.length && cell !== '');
          if (isKeyed) {
            newest.add(number, ranks.get(source) ?? 0, cells);
          }
          number++;
        }
      }
    }
    await newest.find(this.rows, signal);
  }

  private async write(
    own: readonly OwnColumn[],
    columns: readonly UnitedColumn[],
  ): Promise<Pick<CombinedTable, 'path' | 'bytes' | 'sha256'>> {
    const { folder, name, format, replaces } = this.options;
    const extension = TABLE_ENDINGS[format];
    const fileName = tableFileName(name, format);
    const beside = temporaryPath(path.join(folder, fileName), randomUUID());
    const handle = await createFile(beside);
    try {
      const file = new HashedFile(handle);
      try {
        const writer = await writerOf(format, file, [...own.map(({ column }) => column), ...columns]);
        for (const scan of this.scans.values()) {
          await this.writeRows(scan, own, columns, writer);
        }
        await writer.end();
        await handle.sync();
      } finally {
        await handle.close();
      }
      const digest = { bytes: file.bytes, sha256: file.sha256 };
      const placed =
        replaces !== undefined && isNumberOf(replaces, fileName)
          ? await placeOver(beside, folder, replaces)
          : await placeFile(beside, folder, fileName, extension, digest);
      return { path: placed.path, ...digest };
    } finally {
      await unlink(beside).catch(() => undefined); // it's gone if it got its name
    }
  }

  private async writeRows(
    { source, columns, first, rows }: Scan,
    ownOnes: readonly OwnColumn[],
    united: readonly UnitedColumn[],
    writer: TableWriter,
  ): Promise<void> {
    const empty: TypedCell = { text: '', value: undefined };
    const own = ownOnes.map(({ textOf }): TypedCell => ({ text: textOf(source), value: textOf(source) }));
    let number = first;
    for await (const batch of this.batches(source)) {
      for (const row of batch.rows) {
        if (this.newest?.isOlder(number++) === true) {
          continue;
        }
        const cells = Array.from(united, () => empty);
        columns.forEach(({ place, order }, at) => {
          const text = row[at] ?? '';
          const isText = united[place]?.type === 'text';
          cells[place] = { text, value: isText ? undefined : valueOf(text, order) };
        });
        writer.row([...own, ...cells]);
        this.written++;
      }
      await writer.drain();
    }
    if (this.newest !== undefined && number !== first + rows) {
      throw new CombineError('changing', `${source.path} was changed while it was read`, path.basename(source.path));
    }
  }

  private batches({ path: file, choice }: CombineSource): ReturnType<typeof readTable> {
    return readTable(file, { signal: this.options.signal, choice });
  }
}

/** The place of each source among all, the oldest first. */
function rankOf(sources: readonly CombineSource[]): ReadonlyMap<CombineSource, number> {
  const sorted = [...sources].sort((a, b) => a.madeAtMs - b.madeAtMs || compareTexts(a.lastDay, b.lastDay));
  return new Map(sorted.map((source, rank) => [source, rank]));
}

async function writerOf(
  format: CombinedFormat,
  file: HashedFile,
  columns: readonly UnitedColumn[],
): Promise<TableWriter> {
  switch (format) {
    case 'CSV':
      return csvWriter(file, columns);
    case 'NDJSON':
      return ndjsonWriter(file, columns);
    case 'Parquet': {
      const { parquetWriter } = await import('./parquetWriter');
      return parquetWriter(file, columns);
    }
  }
}

function compareTexts(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
