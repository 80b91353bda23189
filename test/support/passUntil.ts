import type { FakeClock } from './fakeClock';

/** Moves time from timer to timer until `work` has ended, and waits for the disk in between. */
export async function passUntil<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.nextInMs !== undefined) {
      await clock.advance(clock.nextInMs);
    }
  }
  return work;
}
