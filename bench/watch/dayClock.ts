import type { Clock } from '../../src/core/clock';

interface Timer {
  dueAtMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** The time of a simulated day. Stands still while anything is in progress, and jumps from one timer to the next. */
export class DayClock implements Clock {
  private readonly timers = new Set<Timer>();
  private order = 0;

  /** `quiet` resolves when everything that a timer has started has ended. */
  constructor(
    private timeMs: number,
    private readonly quiet: () => Promise<void>,
  ) {}

  now(): number {
    return this.timeMs;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    // Like Node's timers: whole milliseconds, at least one.
    const timer = { dueAtMs: this.timeMs + Math.max(1, Math.trunc(delayMs)), order: this.order++, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  async runUntil(endMs: number): Promise<void> {
    await this.quiet();
    for (let timer = this.next(); timer !== undefined && timer.dueAtMs <= endMs; timer = this.next()) {
      this.timers.delete(timer);
      this.timeMs = Math.max(this.timeMs, timer.dueAtMs);
      timer.callback();
      await this.quiet();
    }
    this.timeMs = Math.max(this.timeMs, endMs);
  }

  /** The machine sleeps: the time changes, but each timer still has as long to go as before. */
  sleepUntil(endMs: number): void {
    const sleptMs = endMs - this.timeMs;
    this.timeMs = endMs;
    this.timers.forEach((timer) => (timer.dueAtMs += sleptMs));
  }

  private next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (
        first === undefined ||
        timer.dueAtMs < first.dueAtMs ||
        (timer.dueAtMs === first.dueAtMs && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}
