import type { Clock } from '../core/clock';

/**
 * The time of jobs, links, and rate limits. It runs `speed` times as fast as the source clock and can be advanced.
 * Network delays (a stall, a slow drip) are in real time, because the client's timeouts are.
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

  /** Advances the simulated time by `ms` immediately. */
  advance(ms: number): void {
    this.pushedMs += ms;
  }
}
