import { closeSync, openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const SAMPLE_EVERY_MS = 20;
const NS_PER_MS = 1e6;
/** Linux's figures of the process's own thread: nanoseconds on a processor, and waiting for one. */
const SCHEDULER_FILE = '/proc/self/schedstat';

/** What the thread has done between two samples, in ms. */
export interface ThreadTimes {
  /** Outside of the wait for events, which contains times without a processor. */
  readonly activeMs: number;
  /** On a processor. */
  readonly runMs: number;
  /** Ready to run, while other threads had the processors. */
  readonly readyMs: number;
}

export interface Stalls {
  /** The longest stall that the thread itself causes, by its work or by a blocking call. */
  readonly longestMs: number;
  /** The longest stall, together with the time in which a busy machine gave the thread no processor. */
  readonly longestOnMachineMs: number;
}

/**
 * The part of the time that the thread itself was busy or blocked. A wait before the thread handles an event isn't part
 * of `activeMs`, but of `readyMs`, so the difference can be too small; the thread's work is in `runMs` in any case.
 */
export function ownStallMs({ activeMs, runMs, readyMs }: ThreadTimes): number {
  return Math.min(activeMs, Math.max(runMs, activeMs - readyMs));
}

/** Measures how long the thread doesn't wait for events, from its creation on. */
export class StallMeter {
  private longestMs = 0;
  private longestOnMachineMs = 0;
  private loop = performance.eventLoopUtilization();
  private readonly scheduler = new Scheduler();
  private scheduled = this.scheduler.read();
  private readonly sampler = setInterval(() => this.sample(), SAMPLE_EVERY_MS);

  /** Takes the last sample. */
  end(): Stalls {
    this.sample();
    clearInterval(this.sampler);
    this.scheduler.close();
    return { longestMs: this.longestMs, longestOnMachineMs: this.longestOnMachineMs };
  }

  private sample(): void {
    const [loop, scheduled] = [performance.eventLoopUtilization(), this.scheduler.read()];
    const activeMs = loop.active - this.loop.active;
    const runMs = scheduled.runMs - this.scheduled.runMs;
    const readyMs = scheduled.readyMs - this.scheduled.readyMs;
    [this.loop, this.scheduled] = [loop, scheduled];
    this.longestMs = Math.max(this.longestMs, ownStallMs({ activeMs, runMs, readyMs }));
    this.longestOnMachineMs = Math.max(this.longestOnMachineMs, activeMs);
  }
}

/**
 * Reads what the system says of the thread. Opens the file once: on a machine with a busy disk, opening one again and
 * again makes stalls of its own, even of 100 ms.
 */
class Scheduler {
  private readonly file = openIfThere(SCHEDULER_FILE);
  private readonly text = Buffer.alloc(128);

  /** Without such figures, nothing counts as waiting for a busy machine. */
  read(): Pick<ThreadTimes, 'runMs' | 'readyMs'> {
    const length = this.file === undefined ? 0 : readSync(this.file, this.text, 0, this.text.length, 0);
    const [runNs = 0, readyNs = 0] = this.text.toString('latin1', 0, length).split(' ').map(Number);
    return { runMs: runNs / NS_PER_MS, readyMs: readyNs / NS_PER_MS };
  }

  close(): void {
    if (this.file !== undefined) {
      closeSync(this.file);
    }
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
