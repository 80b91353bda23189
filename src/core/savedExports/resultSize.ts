/** What a result's size says about it. */
export type SizeNote = 'empty' | 'farSmaller';

/** How many times smaller than the last result one is that its user should look at. */
const FAR_SMALLER_TIMES = 10;
/** Below this, a few rows more or fewer are many times the size. */
const MIN_COMPARED_BYTES = 10_000;

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
