import type { Clock } from '../core/clock';

/**
 * The time that jobs, links and rate limits live by: it runs `speed` times as fast as the clock behind it and can be
 * pushed forward. Delays on the network (a stall, a slow drip) are real time, because the client's time-outs are.
 */
export class SimulatedClock {
  private readonly sourceStartMs: number;
  private pushedMs = 0;

  constructor(
    private readonly source: Pick<Clock, 'now'>,
    private readonly speed: number,
  ) {
    this.sourceStartMs = source.now();
  }

  /** Milliseconds since the Unix epoch. */
  now(): number {
    const sourceElapsedMs = this.source.now() - this.sourceStartMs;
    return Math.floor(this.sourceStartMs + sourceElapsedMs * this.speed + this.pushedMs);
  }

  /** Pushes simulated time forward by `ms`, at once. */
  advance(ms: number): void {
    this.pushedMs += ms;
  }
}
