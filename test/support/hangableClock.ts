import type { Clock } from '../../src/core/clock';

/** The clock of a process that can hang: nothing runs meanwhile, and what became due runs afterwards. */
export class HangableClock implements Clock {
  private isHanging = false;
  private readonly late = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const run = (): void => {
      if (this.isHanging) {
        this.late.add(callback);
      } else {
        callback();
      }
    };
    const cancel = this.clock.setTimer(run, delayMs);
    return () => {
      cancel();
      this.late.delete(callback);
    };
  }

  hang(): void {
    this.isHanging = true;
  }

  goOn(): void {
    this.isHanging = false;
    const due = [...this.late];
    this.late.clear();
    due.forEach((callback) => callback());
  }
}
