import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { compareFiles } from '../../src/core/compare/compareFiles';
import type { Comparison, ComparisonResult } from '../../src/core/compare/comparison';
import type { Difference } from '../../src/core/compare/differences';
import { eachDifference } from '../../src/core/compare/findDifferences';
import type { TableChoice } from '../../src/core/tables/tableChoice';
import type { TemporaryFolder } from './temporaryFolder';

export interface CompareTexts {
  readonly before: string | Uint8Array;
  readonly after: string | Uint8Array;
  /** The extension of both files, or one each. */
  readonly extension?: string | readonly [before: string, after: string];
  readonly rowsInMemory?: number | undefined;
  readonly choice?: TableChoice;
  readonly withTotals?: boolean;
  /** Whether to list all rows that differ. */
  readonly withList?: boolean;
}

/** Compares two files with these contents. */
export async function compareTexts(
  folder: TemporaryFolder,
  { before, after, extension = 'csv', rowsInMemory, choice = {}, withTotals = false, withList = false }: CompareTexts,
): Promise<ComparisonResult> {
  const [first, second] = typeof extension === 'string' ? [extension, extension] : extension;
  return compareFiles({
    before: { path: folder.write(`before.${first}`, before), choice },
    after: { path: folder.write(`after.${second}`, after), choice },
    scratchFolder: folder.path(),
    untitled: 'Column {0}',
    withTotals,
    listFolder: withList ? mkdtempSync(path.join(folder.path(), 'list-')) : undefined,
    ...(rowsInMemory !== undefined && { rowsInMemory }),
  });
}

/** All rows that differ, in the order of the list. */
export async function listOf({ differences }: Comparison): Promise<readonly Difference[]> {
  if (differences === undefined) {
    throw new Error('There is no list');
  }
  const rows: Difference[] = [];
  for await (const [, row] of eachDifference(differences)) {
    rows.push(row);
  }
  return rows;
}

/** Throws if the files are the same. */
export async function compareRowsOf(folder: TemporaryFolder, texts: CompareTexts): Promise<Comparison> {
  const result = await compareTexts(folder, texts);
  if (result === 'same') {
    throw new Error('The files are the same');
  }
  return result;
}
