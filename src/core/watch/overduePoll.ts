import type { Clock } from '../clock';
import type { PollOutcome } from '../share/pollOutcome';

/** How long a poll by another window can be due. A slow list takes less. */
const PATIENCE_MS = 2 * 60_000;
/** If a check comes this late, the machine slept, and so did the other window. */
const OVERSLEPT_MS = 20_000;

/**
 * Notices that the window that polls shares nothing, although it lives: its disk is full, or it has another version of
 * the extension.
 */
export class OverduePoll {
  private after: PollOutcome | undefined;
  private sinceMs = Number.POSITIVE_INFINITY;
  private checkedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Whether the poll after this outcome is long overdue. Called every few seconds while it's due. */
  isOverdue(after: PollOutcome | undefined): boolean {
    const nowMs = this.clock.now();
    const sinceCheckMs = nowMs - this.checkedAtMs;
    if (this.after !== after || sinceCheckMs < 0 || sinceCheckMs > OVERSLEPT_MS) {
      this.after = after;
      this.sinceMs = nowMs;
    }
    this.checkedAtMs = nowMs;
    return nowMs - this.sinceMs >= PATIENCE_MS;
  }
}
