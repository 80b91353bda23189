import type { Clock } from '../clock';

/** The time in which the server wants to hear nothing. Where the clock is set back, the block keeps its length and begins anew. */
export class RequestBlock {
  private sinceMs = 0;
  private endMs = 0;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds since the epoch; in the past when nothing is blocked. */
  get untilMs(): number {
    const nowMs = this.clock.now();
    if (nowMs < this.sinceMs) {
      this.endMs = nowMs + this.endMs - this.sinceMs;
      this.sinceMs = nowMs;
    }
    return this.endMs;
  }

  /** Of several answers that come at once, the longest wait counts. */
  blockUntil(timeMs: number): void {
    this.endMs = Math.max(this.untilMs, timeMs);
    this.sinceMs = this.clock.now();
  }
}
