import type { Clock } from '../clock';

/** Timers stand still while the machine sleeps, and know nothing of a clock that is set: none is trusted for longer. */
const MAX_TIMER_MS = 60_000;
/** A look that is due and another window's turn should soon be done. */
const RECHECK_MS = 5_000;

export interface PollTimerOptions {
  readonly clock: Clock;
  /** How long from now; undefined: not at all. Asked again and again. */
  readonly waitMs: () => number | undefined;
  /** Whether it is this window's turn; asked right before. */
  readonly mayLook: () => boolean;
  readonly look: () => void;
}

/** The one timer of a poller: looks when it is due and this window's turn. */
export class PollTimer {
  private cancel = (): void => undefined;

  constructor(private readonly options: PollTimerOptions) {}

  /** Plans anew, for what `waitMs` says by now. */
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
    const { waitMs, mayLook, look } = this.options;
    if ((waitMs() ?? Infinity) > 0) {
      this.plan();
    } else if (mayLook()) {
      look();
    } else {
      this.set(RECHECK_MS);
    }
  }
}
