/** About 10 ms of work for rows of the table. */
const SLICE = 500;

/**
 * Maps items, and lets other work run after each 500 of them, because thousands take longer than a window may stand
 * still. Few items are mapped at once. Undefined if `isCurrent` has become false meanwhile.
 */
export async function inSlices<T, R>(
  items: readonly T[],
  map: (item: T) => R | undefined,
  isCurrent: () => boolean,
): Promise<readonly R[] | undefined> {
  const mapped: R[] = [];
  for (let start = 0; start < items.length; start += SLICE) {
    if (start > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isCurrent()) {
        return undefined;
      }
    }
    mapped.push(...items.slice(start, start + SLICE).flatMap((item) => map(item) ?? []));
  }
  return mapped;
}
