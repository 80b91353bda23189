// All figures of benchmarks go through here, so that a part that didn't run ends the benchmark and doesn't count as 0.

/** Returns the number. Throws for anything that isn't a measurement: an empty text, NaN, or a negative number. */
export function figure(name: string, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) {
    throw new Error(`${name} was not measured: got ${JSON.stringify(value) ?? 'nothing'} (${typeof value}).`);
  }
  return number;
}

/** Throws if there are no values, or if one isn't a measurement. */
export function median(name: string, values: readonly unknown[]): number {
  if (values.length === 0) {
    throw new Error(`${name} was not measured: no round has run.`);
  }
  const sorted = values.map((value) => figure(name, value)).sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

/** The ratio of two values. Throws if the second is zero, because then a part didn't run. */
export function ratio(name: string, value: unknown, to: unknown): number {
  const divisor = figure(name, to);
  if (divisor === 0) {
    throw new Error(`${name} was not measured: there is nothing to compare with.`);
  }
  return figure(name, value) / divisor;
}

/** Reads a count from the command line, such as `--rounds 5`. */
export function countOption(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--${name} takes a whole number from 1, not ${JSON.stringify(text)}.`);
  }
  return count;
}

/** Awaits a promise. Returns its result and the time it took, in ms. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}
