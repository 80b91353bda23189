import type { Answer } from '../../../support/internet';
import { Trial } from './trial';

/** Begins one trial in a test, and holds afterwards what has to hold after every trial. To be called inside a `describe`. */
export function trialsForTest(): (answer: Answer) => Promise<Trial> {
  let begun: Trial | undefined;
  afterEach(async () => {
    const trial = begun;
    begun = undefined;
    await trial?.end();
  });
  return async (answer) => {
    if (begun) {
      throw new Error('There is one internet at a time');
    }
    begun = await Trial.begin(answer);
    return begun;
  };
}
