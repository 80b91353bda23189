import type { Clock } from '../../src/core/clock';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. Then it runs due timers in order. */
export class FakeClock implements Clock {
  private readonly timers = new Set<Timer>();
  private order = 0;

  constructor(private time = Date.UTC(2026, 10, 23, 14, 0, 0)) {}

  now(): number {
    return this.time;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const timer = { dueAt: this.time + Math.max(0, delayMs), order: this.order++, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Milliseconds until the next timer. Undefined if there is none. */
  get nextInMs(): number | undefined {
    const next = this.next();
    return next && next.dueAt - this.time;
  }

  /** Whether a timer has exactly this long to go. */
  hasTimerIn(ms: number): boolean {
    return [...this.timers].some(({ dueAt }) => dueAt - this.time === ms);
  }

  get timerCount(): number {
    return this.timers.size;
  }

  /** Advances the time by `ms`. Runs each due timer at its own time, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let timer = this.next(); timer && timer.dueAt <= end; timer = this.next()) {
      this.timers.delete(timer);
      this.time = timer.dueAt;
      timer.callback();
      await settle();
    }
    this.time = end;
    await settle();
  }

  /** Changes the time, as sleep, NTP, or daylight saving does. Timers don't run automatically. */
  jump(ms: number): void {
    this.time += ms;
  }

  /**
   * Changes the time as when the clock is set or the machine sleeps, if timers use another clock: they keep the time
   * they had left.
   */
  set(ms: number): void {
    this.time += ms;
    const timers = [...this.timers];
    this.timers.clear();
    timers.forEach((timer) => this.timers.add(Object.assign(timer, { dueAt: timer.dueAt + ms })));
  }

  private next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (!first || timer.dueAt < first.dueAt || (timer.dueAt === first.dueAt && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }
}

/** Runs everything that is ready: promise chains and I/O callbacks of this turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
