import { median, ratio } from '../support/figures';

export const GIGABIT_BYTES_PER_MS = 125_000;
/** The share of the link's speed that curl has to reach. Headers and connecting take the rest. */
const LEAST_SHARE = 0.97;

/** Throws if curl itself doesn't use the full link, because then its time says nothing about the link. */
export function requireFullLink(name: string, bytes: number, curlSeconds: readonly number[]): void {
  const bytesPerMs = ratio(
    `The rate of curl over ${name}`,
    bytes,
    1000 * median(`curl's time over ${name}`, curlSeconds),
  );
  if (bytesPerMs < LEAST_SHARE * GIGABIT_BYTES_PER_MS) {
    const rateOf = (perMs: number): string => `${(perMs / 1000).toFixed(0)} MB/s`;
    throw new Error(
      `curl itself came to ${rateOf(bytesPerMs)} over ${name}, which lets ${rateOf(GIGABIT_BYTES_PER_MS)} through: this machine is too busy to measure it.`,
    );
  }
}
