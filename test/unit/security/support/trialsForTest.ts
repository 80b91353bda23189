import type { Answer } from '../../../support/internet';
import { Trial } from './trial';

/** Starts one trial in a test, and afterwards checks what must hold after every trial. Call it inside a `describe`. */
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
