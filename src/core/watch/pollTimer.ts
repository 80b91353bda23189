import type { Clock } from '../clock';

/** The longest timer. Timers stop while the machine sleeps and don't notice a changed clock. */
const MAX_TIMER_MS = 60_000;
/** How soon to check again if a poll is due but it's another window's turn. */
const RECHECK_MS = 5_000;

export interface PollTimerOptions {
  readonly clock: Clock;
  /** The time until the next poll, in ms. Undefined: none. Called again and again. */
  readonly waitMs: () => number | undefined;
  /** Whether it's this window's turn. Called right before a poll. */
  readonly mayPoll: () => boolean;
  readonly poll: () => void;
}

/** The only timer of a poller. Polls if a poll is due and it's this window's turn. */
export class PollTimer {
  private cancel = (): void => undefined;

  constructor(private readonly options: PollTimerOptions) {}

  /** Sets the timer again, by the current `waitMs`. */
  plan(): void {
    this.stop();
    const wait = this.options.waitMs();
    if (wait !== undefined) {
      this.set(Math.min(wait, MAX_TIMER_MS));
    }
  }

  stop(): void {
    this.cancel();
  }

  private set(afterMs: number): void {
    this.cancel = this.options.clock.setTimer(() => this.ring(), afterMs);
  }

  private ring(): void {
    const { waitMs, mayPoll, poll } = this.options;
    if ((waitMs() ?? Infinity) > 0) {
      this.plan();
    } else if (mayPoll()) {
      poll();
    } else {
      this.set(RECHECK_MS);
    }
  }
}
