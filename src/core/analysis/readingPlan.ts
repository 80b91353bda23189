import path from 'node:path';
import { readBlocks } from '../tables/readTable';
import type { TableChoice } from '../tables/tableChoice';
import { BLOCK_BYTES, type TableDescription, TableReader } from '../tables/tableReader';
import { type ColumnReading, ColumnScan } from './columnScan';
import { uniqueNames } from './uniqueNames';

export interface PlannedColumn {
  /** Unique in the file. */
  readonly name: string;
  /** As it is in the file. */
  readonly title: string;
  readonly reading: ColumnReading;
  /** Spaces surround some of the cells. */
  readonly isPadded: boolean;
}

/** All that code must know to read a file as the extension does. */
export interface ReadingPlan extends TableDescription {
  /** For people. */
  readonly title: string;
  readonly path: string;
  /** None if the file is empty. */
  readonly columns: readonly PlannedColumn[];
  /** Titles are missing or repeat, so the code names the columns. */
  readonly hasOwnNames: boolean;
  /** How many lines of a CSV precede its titles, and its rows. */
  readonly linesBeforeTitles: number;
  readonly linesBeforeRows: number;
  /** Only a return ends lines. Some programs read such lines as one. */
  readonly hasLoneReturns: boolean;
  /** How many rows the types were decided from, and whether these are all. */
  readonly rowsRead: number;
  readonly isWhole: boolean;
}

export interface PlanOptions {
  readonly title: string;
  readonly file: string;
  readonly choice: TableChoice;
  readonly signal: AbortSignal;
  /** Types are decided from so much of the file. */
  readonly maxBytes?: number;
}

/** Reading this much takes some seconds. */
const MAX_BYTES = 64 * 1024 * 1024;
const [LINE_FEED, RETURN] = [0x0a, 0x0d];

/**
 * Finds out how a file is read, and what its columns hold, from the file's rows. Throws TableError for a file that
 * can't be read, and the signal's reason.
 */
export async function planReading({
  title,
  file,
  choice,
  signal,
  maxBytes = MAX_BYTES,
}: PlanOptions): Promise<ReadingPlan> {
  const clues = { suggestedName: path.basename(file), contentType: null };
  const reader = new TableReader({ clues, choice, maxRows: Infinity, maxColumns: Infinity });
  const scans: ColumnScan[] = [];
  let rowsRead = 0;
  const scanRows = (): void => {
    const rows = reader.drain();
    rowsRead += rows.length;
    for (let place = scans.length; place < reader.columns.length; place++) {
      scans.push(new ColumnScan(reader.columns[place] ?? ''));
    }
    for (const row of rows) {
      row.forEach((cell, place) => scans[place]?.add(cell));
    }
  };
  const returns = new LoneReturns();
  let bytes = 0;
  let isWhole = true;
  for await (const block of readBlocks(file, signal)) {
    bytes += block.length;
    returns.look(block);
    isWhole = bytes < maxBytes;
    reader.take(block, block.length < BLOCK_BYTES);
    scanRows();
    if (!isWhole || reader.damage !== undefined) {
      break;
    }
  }
  reader.finish(isWhole);
  scanRows();
  if (reader.damage !== undefined && rowsRead === 0) {
    throw reader.damage;
  }
  const description = reader.describe();
  const names = uniqueNames(reader.columns);
  const { dialect, format } = description;
  const titleLine = dialect?.titleLine ?? 0;
  return {
    ...description,
    title,
    path: file,
    columns: names.map((name, place) => ({
      name,
      title: reader.columns[place] ?? '',
      reading: scans[place]?.reading ?? { kind: 'text' },
      isPadded: scans[place]?.isPadded ?? false,
    })),
    hasOwnNames: (format === 'csv' && titleLine === 0) || names.some((name, place) => name !== reader.columns[place]),
    linesBeforeTitles: Math.max(0, titleLine - 1),
    linesBeforeRows: titleLine === 0 ? 0 : titleLine + lineBreaksIn(reader.columns),
    hasLoneReturns: returns.isFound,
    rowsRead,
    isWhole: isWhole && reader.damage === undefined,
  };
}

/** Looks for a return that no line feed follows, in encodings whose characters of ASCII have one byte. */
class LoneReturns {
  isFound = false;
  private endsInReturn = false;

  look(block: Buffer): void {
    this.isFound ||= this.endsInReturn && block[0] !== LINE_FEED;
    this.endsInReturn = block.at(-1) === RETURN;
    for (let at = block.indexOf(RETURN); at >= 0 && !this.isFound; at = block.indexOf(RETURN, at + 1)) {
      const next = block[at + 1];
      this.isFound = next !== undefined && next !== LINE_FEED && next !== 0;
    }
  }
}

/** A title in quotes can go over several lines. */
function lineBreaksIn(titles: readonly string[]): number {
  return titles.reduce((sum, title) => sum + (title.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
