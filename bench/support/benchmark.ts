import { figure } from './figures';

/** The exit code if everything ran, but a figure misses its bound. */
const NOT_HELD = 2;
const DID_NOT_RUN = 1;

type Judgment = (name: string, value: unknown, bound: number, inWords?: (value: number) => string) => void;

export interface Report {
  readonly print: (line: string) => void;
  /** Prints a figure with its bound, and whether it meets the bound. */
  readonly atMost: Judgment;
  readonly atLeast: Judgment;
}

/**
 * Runs a benchmark. The process exits with 1 and a sentence if a part didn't run or nothing was compared with a bound,
 * and with 2 if a figure misses its bound.
 */
export async function benchmark(run: (report: Report) => void | Promise<void>): Promise<void> {
  const verdicts: boolean[] = [];
  const judge = (line: string, isHeld: boolean): void => {
    verdicts.push(isHeld);
    console.log(`${line}: ${isHeld ? 'held' : 'NOT HELD'}`);
  };
  const twoDigits = (value: number): string => value.toFixed(2);
  // Stays set until the end, so that unfinished work isn't a success.
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
      throw new Error('No figure was compared with a bound.');
    }
    process.exitCode = verdicts.every(Boolean) ? 0 : NOT_HELD;
  } catch (error) {
    console.error(`The benchmark didn't finish. ${error instanceof Error ? error.message : String(error)}`);
  }
}
