import { BenchChild } from './processes';
import type { Stalls } from './stallMeter';

/** How many processes do nothing meanwhile, to see what the machine does to any process. */
const IDLERS = 3;

/** Runs `work` beside processes that do nothing. Returns their longest stalls, too. */
export async function besideIdle<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly idle: Stalls }> {
  const idlers = Array.from({ length: IDLERS }, () => new BenchChild(new URL('./support/idler.mjs', import.meta.url)));
  try {
    const result = await work();
    const stalls = await Promise.all(
      idlers.map((idler) => {
        const answer = idler.next<Stalls>();
        idler.send({});
        return answer;
      }),
    );
    const longest = (of: (one: Stalls) => number): number => Math.max(...stalls.map(of));
    const idle = {
      longestMs: longest(({ longestMs }) => longestMs),
      longestOnMachineMs: longest(({ longestOnMachineMs }) => longestOnMachineMs),
    };
    return { result, idle };
  } finally {
    idlers.forEach((idler) => idler.end());
  }
}

/** The longest stalls of the process and of the idle ones: with and without waits for a processor. */
export function stallWords(own: Stalls, idle: Stalls): string {
  const words = ({ longestMs, longestOnMachineMs }: Stalls): string =>
    `${longestMs.toFixed(0)} ms (${longestOnMachineMs.toFixed(0)} ms with waits for a processor)`;
  return `longest stall ${words(own)}, of ${IDLERS} idle processes beside it ${words(idle)}`;
}

/** A machine that stalls processes that do nothing says nothing about shorter stalls. */
export function stallBound(heldMs: number, idle: Stalls): number {
  return Math.max(heldMs, idle.longestMs);
}
