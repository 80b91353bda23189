import path from 'node:path';
import { createFile } from '../files/createFile';
import { errorCode } from '../files/fileError';
import { nearestWord } from '../savedExports/nearestWord';
import type { Combine, CombinedFormat } from '../savedExports/savedExport';
import { readTable } from '../tables/readTable';
import { isTableError } from '../tables/tableError';
import type { CombinedTable, CombineSource } from './combinedTable';
import { CombineError } from './combineError';
import { metCurrencies, type OwnColumn, ownColumns } from './ownColumns';
import { NewestRows } from './newestRows';
import { csvWriter, HashedFile, ndjsonWriter, type TableWriter, type TypedCell } from './tableWriter';
import { ColumnScan, type ScannedColumn, type UnitedColumn, UnitedColumns, valueOf } from './unitedColumns';

/** What to combine, and where. A thread gets a copy. */
export interface CombineRequest extends Combine {
  readonly sources: readonly CombineSource[];
  /** The new file to write the table to. */
  readonly file: string;
  /** Where to keep what a key needs meanwhile. */
  readonly scratchFile: string;
}

/** A table that doesn't have its name yet. */
export type WrittenTable = Omit<CombinedTable, 'path'>;

interface Scan {
  readonly source: CombineSource;
  readonly columns: readonly ScannedColumn[];
  readonly rows: number;
  /** The number of the first row in the combined table, before rows are replaced. */
  readonly first: number;
}

/**
 * Writes the rows of several results to a new file, which stays if it fails. Throws CombineError, the file system's
 * errors, and the signal's reason.
 *
 * Reads each result twice, or three times with a key, a block at a time, and keeps no rows. So memory doesn't depend on
 * their size: a scan holds what one result's columns look like, and a key takes one bit a row (see `NewestRows`).
 */
export async function writeCombinedTable(request: CombineRequest, signal: AbortSignal): Promise<WrittenTable> {
  const newest = request.key.length === 0 ? undefined : new NewestRows(request.scratchFile);
  try {
    return await new Combining(request, newest, signal).run();
  } finally {
    newest?.close();
  }
}

class Combining {
  private readonly united = new UnitedColumns();
  private readonly scans = new Map<CombineSource, Scan>();
  private readonly unreadable: string[] = [];
  private rows = 0;
  private written = 0;

  constructor(
    private readonly request: CombineRequest,
    private readonly newest: NewestRows | undefined,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<WrittenTable> {
    const { sources } = this.request;
    for (const source of sources) {
      await this.scan(source);
    }
    if (this.scans.size === 0) {
      throw new CombineError('noTable', 'No result can be read as a table');
    }
    await this.findNewest();
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
      // A link or a folder in a result's place, or a file that can't be opened, takes the table from no other result.
      if (!isTableError(error) && errorCode(error) === '') {
        throw error;
      }
      this.signal.throwIfAborted();
      this.unreadable.push(source.path);
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
  private async findNewest(): Promise<void> {
    const { newest } = this;
    if (newest === undefined) {
      return;
    }
    const keyPlaces = this.request.key.map((title) => {
      const place = this.united.find(title.trim());
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
    await newest.find(this.rows, this.signal);
  }

  private async write(
    own: readonly OwnColumn[],
    columns: readonly UnitedColumn[],
  ): Promise<Pick<WrittenTable, 'bytes' | 'sha256'>> {
    const { format, file: filePath } = this.request;
    const handle = await createFile(filePath);
    try {
      const file = new HashedFile(handle);
      const writer = await writerOf(format, file, [...own.map(({ column }) => column), ...columns]);
      for (const scan of this.scans.values()) {
        await this.writeRows(scan, own, columns, writer);
      }
      await writer.end();
      await handle.sync();
      return { bytes: file.bytes, sha256: file.sha256 };
    } finally {
      await handle.close();
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
    return readTable(file, { signal: this.signal, choice });
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
