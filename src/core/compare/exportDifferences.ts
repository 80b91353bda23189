import { randomUUID } from 'node:crypto';
import { rename, unlink } from 'node:fs/promises';
import { createFile } from '../files/createFile';
import { temporaryPath } from '../files/replaceFile';
import { csvCell } from '../tables/csvCell';
import type { Difference, DifferenceKind, ListedDifferences } from './differences';
import { eachDifference } from './findDifferences';

const TEXT_AT_ONCE = 256 * 1024;

export interface ExportRequest {
  readonly differences: ListedDifferences;
  /** The positions of the rows in the list, in order. Undefined for all. */
  readonly positions: Uint32Array | undefined;
  readonly file: string;
  readonly words: {
    /** The title of the column that says what happened to a row. */
    readonly kind: string;
    readonly kinds: Readonly<Record<DifferenceKind, string>>;
    /** The titles of a column that changed. `{0}` stands for its name. */
    readonly before: string;
    readonly after: string;
  };
}

/**
 * Writes rows that differ as CSV: what happened to each, and its cells. Columns in which a row changed get two columns,
 * before and after. Replaces an existing file in one step. Throws the file system's error.
 */
export async function exportDifferences({ differences, positions, file, words }: ExportRequest): Promise<undefined> {
  const hasChanged = await changedPlaces(differences, positions);
  const titles = differences.columns.flatMap(({ label }, place) =>
    hasChanged.has(place) ? [words.before, words.after].map((title) => title.replace('{0}', () => label)) : [label],
  );
  const cellsOf = ({ before, after }: Difference): readonly string[] =>
    differences.columns.flatMap((_, place) =>
      hasChanged.has(place) ? [before?.[place] ?? '', after?.[place] ?? ''] : [(after ?? before)?.[place] ?? ''],
    );
  const beside = temporaryPath(file, randomUUID());
  const handle = await createFile(beside);
  try {
    try {
      let text = lineOf([words.kind, ...titles]);
      for await (const [, row] of eachDifference(differences, positions)) {
        text += lineOf([words.kinds[row.kind], ...cellsOf(row)]);
        if (text.length >= TEXT_AT_ONCE) {
          await handle.writeFile(text);
          text = '';
        }
      }
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
}

async function changedPlaces(
  differences: ListedDifferences,
  positions: Uint32Array | undefined,
): Promise<ReadonlySet<number>> {
  const places = new Set<number>();
  for await (const [, { changed }] of eachDifference(differences, positions)) {
    changed.forEach((place) => places.add(place));
  }
  return places;
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}
