import { lstat } from 'node:fs/promises';
import { readTable } from '../tables/readTable';
import type { ChangedRow, ComparedFile, Comparison, ComparisonKey, RowSample } from './comparison';
import { eachRow, type Joined, joinRows, MAX_SAMPLES, sampleOf } from './joinRows';
import { keyCandidates, RowsForKeys } from './keySearch';

/** Some 64 MB; of more rows, one part after the other is compared. */
const ROWS_IN_MEMORY = 2_000_000;

export interface CompareRequest {
  /** Paths of files whose rows can be told apart: CSV, JSON or XML. */
  readonly before: string;
  readonly after: string;
  readonly signal: AbortSignal;
  /** Called each time that a file has been read through. */
  readonly onRead?: () => void;
  /** How many rows of both files together are held at a time. */
  readonly rowsInMemory?: number;
}

/**
 * Compares two results row by row, whatever their size: both are read several times and never kept. Throws TableError where
 * rows cannot be told apart, the file system's error, and the signal's reason.
 */
export async function compareFiles({
  before,
  after,
  signal,
  onRead = () => undefined,
  rowsInMemory = ROWS_IN_MEMORY,
}: CompareRequest): Promise<Comparison> {
  const surveys = { before: await survey(before, signal), after: await survey(after, signal) };
  onRead();
  const names = { before: surveys.before.forKeys.columns, after: surveys.after.forKeys.columns };
  const common = names.before.filter((name) => name !== '' && names.after.includes(name));
  const rows = surveys.before.file.rows + surveys.after.file.rows;
  const candidates = keyCandidates(surveys.before.forKeys, surveys.after.forKeys, common).map(
    (columns): ComparisonKey => ({ kind: 'columns', columns }),
  );
  for (const key of [...candidates, { kind: 'rows' } as const]) {
    const request = { before, after, rows, rowsInMemory, common, key, signal, onRead };
    const joined = await joinRows(request);
    if (joined !== undefined) {
      return {
        before: surveys.before.file,
        after: surveys.after.file,
        columns: {
          common,
          added: names.after.filter((name) => !common.includes(name)),
          removed: names.before.filter((name) => !common.includes(name)),
        },
        key,
        ...joined.counts,
        ...(await details(before, { common, key, signal }, joined)),
      };
    }
  }
  throw new Error('Rows as a whole always tell themselves apart');
}

async function survey(
  path: string,
  signal: AbortSignal,
): Promise<{ readonly file: ComparedFile; readonly forKeys: RowsForKeys }> {
  const forKeys = new RowsForKeys();
  let rows = 0;
  for await (const batch of readTable(path, signal)) {
    rows += batch.rows.length;
    forKeys.add(batch);
  }
  return { file: { rows, bytes: (await lstat(path)).size }, forKeys };
}

/** Reads the earlier file once more, for the cells that were there before. */
async function details(
  before: string,
  request: { readonly common: readonly string[]; readonly key: ComparisonKey; readonly signal: AbortSignal },
  joined: Joined,
): Promise<Pick<Comparison, 'changedColumns' | 'detailedRows' | 'samples'>> {
  const { common, key } = request;
  const keyColumns = key.kind === 'columns' ? key.columns : [];
  const changesByColumn = new Map<string, number>();
  const changed: ChangedRow[] = [];
  const removed: RowSample[] = [];
  if (joined.changed.size > 0 || joined.removed.size > 0) {
    await eachRow(before, request, { part: 0, parts: 1 }, (keyHash, cells) => {
      const now = joined.changed.get(keyHash);
      if (now !== undefined) {
        const differing = common.flatMap((column, index) =>
          cells[index] === now[index] ? [] : [{ column, before: cells[index] ?? '', after: now[index] ?? '' }],
        );
        differing.forEach(({ column }) => changesByColumn.set(column, (changesByColumn.get(column) ?? 0) + 1));
        if (changed.length < MAX_SAMPLES) {
          changed.push({ key: keyColumns.map((column) => cells[common.indexOf(column)] ?? ''), cells: differing });
        }
      } else if (joined.removed.delete(keyHash)) {
        removed.push(sampleOf(common, cells));
      }
    });
  }
  const changedColumns = [...changesByColumn]
    .map(([column, rows]) => ({ column, rows }))
    .sort((a, b) => b.rows - a.rows);
  return { changedColumns, detailedRows: joined.changed.size, samples: { added: joined.added, removed, changed } };
}
