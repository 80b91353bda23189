/** What a result's size says about it. */
export type SizeNote = 'empty' | 'farSmaller';

/** How many times smaller than the last result one is that its user should look at. */
const FAR_SMALLER_TIMES = 10;
/** Below this, a few rows more or fewer are many times the size. */
const MIN_COMPARED_BYTES = 10_000;

/** A result without rows is smaller: it has only titles. */
const MAX_COUNTED_BYTES = 64 * 1024;

/** Counts the rows of a file that is small enough to have none. Undefined for a larger one, and for no table. */
export async function countFewRows(filePath: string, sizeBytes: number): Promise<number | undefined> {
  if (sizeBytes === 0 || sizeBytes > MAX_COUNTED_BYTES) {
    return undefined;
  }
  const { countRows } = await import('../tables/readTable');
  return countRows(filePath).catch(() => undefined);
}

/**
 * Whether a result of an export is empty, or far smaller than the last one. Numbers that are missing look like good
 * ones until somebody notices. `rows` is without the header, and undefined if rows can't be told apart.
 */
export function sizeNoteOf(
  { bytes, rows }: { readonly bytes: number; readonly rows: number | undefined },
  lastBytes: number | undefined,
): SizeNote | undefined {
  if (bytes === 0 || rows === 0) {
    return 'empty';
  }
  const isComparable = lastBytes !== undefined && lastBytes >= MIN_COMPARED_BYTES;
  return isComparable && bytes * FAR_SMALLER_TIMES <= lastBytes ? 'farSmaller' : undefined;
}
