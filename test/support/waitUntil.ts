/** Resolves when `isTrue` returns true. Checks at each turn of the event loop, until the test's time limit. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
