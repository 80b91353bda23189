import { figure } from './figures';

/** Everything ran, but a figure is not what we hold. */
const NOT_HELD = 2;
const DID_NOT_RUN = 1;

type Judgement = (name: string, value: unknown, bound: number, inWords?: (value: number) => string) => void;

export interface Report {
  readonly print: (line: string) => void;
  /** Prints a figure beside the bound that we hold, and whether it is held. */
  readonly atMost: Judgement;
  readonly atLeast: Judgement;
}

/**
 * Runs a benchmark. Its process ends with 1 and a sentence where a part did not run or nothing was compared with what we
 * hold, with 2 where a figure is not held.
 */
export async function benchmark(run: (report: Report) => void | Promise<void>): Promise<void> {
  const verdicts: boolean[] = [];
  const judge = (line: string, isHeld: boolean): void => {
    verdicts.push(isHeld);
    console.log(`${line}: ${isHeld ? 'held' : 'NOT HELD'}`);
  };
  const twoDigits = (value: number): string => value.toFixed(2);
  // Until the end is reached, so that work that is never done is no success.
  process.exitCode = DID_NOT_RUN;
  try {
    await run({
      print: (line) => console.log(line),
      atMost: (name, value, bound, inWords = twoDigits) => {
        const measured = figure(name, value);
        judge(`${name}: ${inWords(measured)}, at most ${inWords(bound)}`, measured <= bound);
      },
      atLeast: (name, value, bound, inWords = twoDigits) => {
        const measured = figure(name, value);
        judge(`${name}: ${inWords(measured)}, at least ${inWords(bound)}`, measured >= bound);
      },
    });
    if (verdicts.length === 0) {
      throw new Error('Nothing was compared with what we hold.');
    }
    process.exitCode = verdicts.every(Boolean) ? 0 : NOT_HELD;
  } catch (error) {
    console.error(`The benchmark did not run to its end. ${error instanceof Error ? error.message : String(error)}`);
  }
}
