import type { Clock } from '../clock';

/**
 * The time in which the server allows no requests. If the clock is set back, the block starts again with the same
 * length.
 */
export class RequestBlock {
  private sinceMs = 0;
  private endMs = 0;

  constructor(private readonly clock: Clock) {}

  /** The end of the block, in milliseconds since the epoch. In the past if there is no block. */
  get untilMs(): number {
    const nowMs = this.clock.now();
    if (nowMs < this.sinceMs) {
      this.endMs = nowMs + this.endMs - this.sinceMs;
      this.sinceMs = nowMs;
    }
    return this.endMs;
  }

  /** Starts or extends the block. If several responses arrive at once, the longest wait counts. */
  blockUntil(timeMs: number): void {
    this.endMs = Math.max(this.untilMs, timeMs);
    this.sinceMs = this.clock.now();
  }
}
