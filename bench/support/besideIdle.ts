import { BenchChild } from './processes';
import type { Stalls } from './stallMeter';

/** Runs `work` beside a process that does nothing. Returns that process's stalls, too. */
export async function besideIdle<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly idle: Stalls }> {
  const idler = new BenchChild(new URL('./support/idler.mjs', import.meta.url));
  try {
    const result = await work();
    const idle = idler.next<Stalls>();
    idler.send({});
    return { result, idle: await idle };
  } finally {
    idler.end();
  }
}

/** In words: how long the machine kept a process that measures itself from running, and one that does nothing. */
export function machineWords(own: Stalls, idle: Stalls): string {
  const inMs = (ms: number): string => `${ms.toFixed(0)} ms`;
  return `with waits for a processor ${inMs(own.longestOnMachineMs)}; an idle process beside it ${inMs(idle.longestOnMachineMs)}`;
}
