import type { Clock } from '../clock';

/**
 * How long a value that another window should change has stayed the same, by this window's own clock: times in files
 * can be those of a clock that was set. To be checked every few seconds while a change is due.
 */
export class Standstill<T> {
  private value: T | undefined;
  private sinceMs = Number.POSITIVE_INFINITY;
  private checkedAtMs = Number.NEGATIVE_INFINITY;

  /** A check later than `oversleptMs` means that the machine slept, and the other window too. The time starts again. */
  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly oversleptMs: number,
  ) {}

  /** How long all checks have seen this value, in ms. */
  lengthMs(value: T): number {
    const nowMs = this.clock.now();
    const sinceCheckMs = nowMs - this.checkedAtMs;
    if (this.value !== value || sinceCheckMs < 0 || sinceCheckMs > this.oversleptMs) {
      this.value = value;
      this.sinceMs = nowMs;
    }
    this.checkedAtMs = nowMs;
    return nowMs - this.sinceMs;
  }
}
