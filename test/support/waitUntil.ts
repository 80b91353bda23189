/** Resolves once `isTrue`, looking again at each turn of the event loop; the test's time limit ends a wait in vain. */
export async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
