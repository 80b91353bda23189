/**
 * Resolves when `isTrue` returns true. Checks every millisecond, until the test's time limit: a check at each turn of the
 * event loop would keep a processor busy, and whoever is awaited waiting for it.
 */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
