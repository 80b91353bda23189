import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { fromDisk } from '../tables/fromDisk';
import type { TableChoice } from '../tables/tableChoice';
import { isTableError } from '../tables/tableError';
import { CompareError, type Side, SIDES } from './compareError';
import { ColumnTotals } from './columnTotals';
import { type CompareProgress, ProgressCount } from './compareProgress';
import type { ColumnTotalChange, ComparedFile, Comparison, ComparisonResult } from './comparison';
import { DifferenceList } from './differenceList';
import { DifferenceListing } from './differenceListing';
import { MAX_SAMPLES, maxDetailed, readDetails } from './details';
import { hashFile, type HashedFile } from './hashFile';
import { haveSameBytes } from './haveSameBytes';
import { joinRows } from './joinRows';
import { keyCandidates, type KeySample, readKeySample } from './keySearch';
import { type ColumnPair, matchColumns, type MatchedColumns } from './matchColumns';

const ROWS_IN_MEMORY = 1_000_000;
/** Each key that turns out to repeat costs another pass. */
const MAX_KEYS_TRIED = 3;

export interface FileToCompare {
  readonly path: string;
  /** How the user says that the file is read. */
  readonly choice?: TableChoice;
}

export interface CompareRequest {
  readonly before: FileToCompare;
  readonly after: FileToCompare;
  /** A folder for files with hashes of rows. The caller removes it. */
  readonly scratchFolder: string;
  /** Names a column without a title: `Column {0}`. */
  readonly untitled: string;
  /** Whether to add up the columns of numbers, too. */
  readonly withTotals?: boolean;
  /** An empty folder for the list of all rows that differ. Without it, there's no list. The caller removes it. */
  readonly listFolder?: string | undefined;
  /** How many rows of both files together are in memory at a time. */
  readonly rowsInMemory?: number;
}

type Both<T> = Readonly<Record<Side, T>>;

/**
 * Compares two results row by row, whatever their size: both are read several times, and only hashes of their rows are
 * kept. Throws CompareError if they can't be compared, and the file system's error.
 */
export async function compareFiles(
  request: CompareRequest,
  onProgress: (progress: CompareProgress) => void = () => undefined,
): Promise<ComparisonResult> {
  const { before, after } = request;
  const state = await stateOf(request);
  const progress = new ProgressCount(onProgress);
  const allBytes = state.before.size + state.after.size;
  const isSameSize = state.before.size === state.after.size;
  let uncheckedBytes = isSameSize ? allBytes : 0;
  progress.expect(uncheckedBytes);
  const onBytes = (bytes: number): void => {
    uncheckedBytes -= bytes;
    progress.read(bytes);
  };
  if (isSameSize && (await haveSameBytes(before.path, after.path, onBytes))) {
    return 'same';
  }
  // The rest after the first difference isn't checked.
  progress.expect(2 * allBytes - uncheckedBytes);
  const comparison = await new FileComparison(request, state, progress).compare();
  const now = await stateOf(request);
  if (SIDES.some((side) => now[side].size !== state[side].size || now[side].mtimeMs !== state[side].mtimeMs)) {
    throw new CompareError('fileChanged', 'A file changed during the comparison');
  }
  return comparison;
}

/** One comparison: tries one key after the other, until one doesn't repeat. */
class FileComparison {
  private attempts = 0;
  /** What the latest pass over each file has added up. */
  private totals: Partial<Both<ColumnTotals>> = {};

  constructor(
    private readonly request: CompareRequest,
    private readonly sizes: Both<{ readonly size: number }>,
    private readonly progress: ProgressCount,
  ) {}

  async compare(): Promise<Comparison> {
    const samples = await both((side) =>
      this.onSide(side, () => readKeySample(this.request[side].path, this.options(side))),
    );
    let titles = { before: samples.before.columns, after: samples.after.columns };
    const repeating = new Set<string>();
    for (;;) {
      const matched = matchColumns(titles.before, titles.after, this.request.untitled);
      const key = nextKey(samples, matched.common, repeating);
      const hashed = await this.hashBoth(matched, key);
      if (hashed === 'repeats') {
        repeating.add(idOf(key));
        continue;
      }
      try {
        const seen = { before: [...hashed.before.columns], after: [...hashed.after.columns] };
        const all = matchColumns(seen.before, seen.after, this.request.untitled);
        if (all.common.length > matched.common.length) {
          titles = seen; // a column that turned up late is in both files
          continue;
        }
        this.refuse(all, hashed);
        const { listFolder } = this.request;
        const list = listFolder === undefined ? undefined : new DifferenceList();
        const joined = joinRows({
          before: hashed.before.hashes,
          after: hashed.after.hashes,
          isKeyed: key.length > 0,
          rowsInMemory: this.request.rowsInMemory ?? ROWS_IN_MEMORY,
          maxChanged: maxDetailed(matched.common.length),
          maxSamples: MAX_SAMPLES,
          list,
        });
        if (joined !== undefined) {
          const listing =
            listFolder === undefined || list === undefined
              ? undefined
              : new DifferenceListing(listFolder, list.numbers(), filledPairs(all.common, hashed), key);
          const details = await readDetails(
            { before: this.source('before'), after: this.source('after'), common: matched.common, key, listing },
            joined,
          );
          return {
            ...this.about(all, hashed, key),
            ...joined.counts,
            ...details,
            ...(listing && { differences: listing.finish() }),
          };
        }
        repeating.add(idOf(key));
      } finally {
        SIDES.forEach((side) => hashed[side].hashes.close());
      }
    }
  }

  private async hashBoth(matched: MatchedColumns, key: readonly ColumnPair[]): Promise<Both<HashedFile> | 'repeats'> {
    if (++this.attempts > 1) {
      this.progress.expect(this.sizes.before.size + this.sizes.after.size);
    }
    const before = await this.hash('before', matched, key);
    if (before === 'repeats') {
      return before;
    }
    let isKept = false;
    try {
      const after = await this.hash('after', matched, key);
      isKept = after !== 'repeats';
      return after === 'repeats' ? after : { before, after };
    } finally {
      if (!isKept) {
        before.hashes.close();
      }
    }
  }

  private hash(side: Side, { common }: MatchedColumns, key: readonly ColumnPair[]): Promise<HashedFile | 'repeats'> {
    const totals = this.request.withTotals === true ? new ColumnTotals() : undefined;
    this.totals = { ...this.totals, ...(totals && { [side]: totals }) };
    return this.onSide(side, () =>
      hashFile({
        file: this.request[side].path,
        fileBytes: this.sizes[side].size,
        places: common.map((pair) => pair[side]),
        keyPlaces: key.length === 0 ? undefined : key.map((pair) => pair[side]),
        scratchFile: path.join(this.request.scratchFolder, `${side}-${this.attempts}`),
        totals,
        options: this.options(side),
      }),
    );
  }

  /** Throws an error if the comparison couldn't say anything about rows that changed. */
  private refuse(matched: MatchedColumns, hashed: Both<HashedFile>): void {
    for (const side of SIDES) {
      const { tables, table } = hashed[side].description;
      const wanted = this.request[side].choice?.table;
      if (wanted !== undefined && table === wanted && !tables.some((found) => found.path === wanted)) {
        throw new CompareError('noTable', `There's no table ${wanted}`, {
          side,
          names: { [side]: tables.map((found) => found.path) },
        });
      }
    }
    const titles = { before: titledOf(hashed.before), after: titledOf(hashed.after) };
    const isTitled = titles.before.length + titles.after.length > 0;
    const isMatched = matched.common.some((pair) => (hashed.before.columns[pair.before] ?? '').trim() !== '');
    if (isTitled && !isMatched && SIDES.every((side) => hashed[side].columns.length > 0)) {
      throw new CompareError('noCommonColumns', 'The files have no columns in common', { names: titles });
    }
  }

  private about(
    { common, added, removed, repeated }: MatchedColumns,
    hashed: Both<HashedFile>,
    key: readonly ColumnPair[],
  ): Pick<Comparison, Side | 'columns' | 'key' | 'totals'> {
    return {
      before: this.fileOf('before', hashed.before),
      after: this.fileOf('after', hashed.after),
      columns: {
        common: filledPairs(common, hashed).map(({ label }) => label),
        added: added.filter(({ place }) => isThere(hashed.after, place)).map(({ label }) => label),
        removed: removed.filter(({ place }) => isThere(hashed.before, place)).map(({ label }) => label),
        repeated,
      },
      key: key.length === 0 ? { kind: 'rows' } : { kind: 'columns', columns: key.map(({ label }) => label) },
      ...(this.request.withTotals === true && { totals: common.flatMap((pair) => this.totalOf(pair)) }),
    };
  }

  private totalOf(pair: ColumnPair): readonly ColumnTotalChange[] {
    const before = this.totals.before?.of(pair.before);
    const after = this.totals.after?.of(pair.after);
    if (before === undefined || after === undefined || (before.isEmpty && after.isEmpty)) {
      return [];
    }
    return [...new Set([...before.sums.keys(), ...after.sums.keys()])].map((currency) => ({
      column: pair.label,
      ...(currency !== '' && { currency }),
      isMoney: before.isMoney || after.isMoney,
      before: before.sums.get(currency) ?? 0,
      after: after.sums.get(currency) ?? 0,
    }));
  }

  private fileOf(side: Side, { rows, description }: HashedFile): ComparedFile {
    const { format, encoding, dialect, tables, table, notes } = description;
    return { rows, bytes: this.sizes[side].size, format, encoding, dialect, tables, table, notes };
  }

  private source(side: Side) {
    return { file: this.request[side].path, options: this.options(side) };
  }

  private options(side: Side) {
    return { choice: this.request[side].choice, onBytes: (bytes: number) => this.progress.read(bytes) };
  }

  private async onSide<T>(side: Side, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!isTableError(error)) {
        throw error;
      }
      const { kind, subject, line, message } = error;
      throw new CompareError('unreadable', message, { side, reason: { kind, subject, line } });
    }
  }
}

/** The likeliest key that hasn't repeated yet. Empty for whole rows. */
function nextKey(
  samples: Both<KeySample>,
  common: readonly ColumnPair[],
  repeating: ReadonlySet<string>,
): readonly ColumnPair[] {
  const candidates = repeating.size >= MAX_KEYS_TRIED ? [] : keyCandidates(samples.before, samples.after, common);
  return candidates.find((key) => !repeating.has(idOf(key))) ?? [];
}

function idOf(key: readonly ColumnPair[]): string {
  return JSON.stringify(key.map(({ label }) => label));
}

/** Whether a column has a title or, without one, a cell with text. */
function isThere({ columns, filledUntitled }: HashedFile, place: number): boolean {
  return (columns[place] ?? '').trim() !== '' || filledUntitled.has(place);
}

function filledPairs(common: readonly ColumnPair[], hashed: Both<HashedFile>): readonly ColumnPair[] {
  return common.filter((pair) => SIDES.some((side) => isThere(hashed[side], pair[side])));
}

function titledOf({ columns }: HashedFile): readonly string[] {
  return columns.filter((title) => title.trim() !== '');
}

async function stateOf({ before, after }: CompareRequest): Promise<Both<{ size: number; mtimeMs: number }>> {
  const look = ({ path: file }: FileToCompare) => fromDisk(file, () => lstat(file));
  return { before: await look(before), after: await look(after) };
}

async function both<T>(read: (side: Side) => Promise<T>): Promise<Both<T>> {
  return { before: await read('before'), after: await read('after') };
}
