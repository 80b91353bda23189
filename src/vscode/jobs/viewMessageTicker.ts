import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import { messagesHoldForMs, messageAbove, viewMessage } from './viewState';

export interface ViewMessageTickerOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly clock: Clock;
  /** Called when the message is another than before; the rows are no business of it. */
  readonly show: (message: string | undefined) => void;
  /**
   * Called when a countdown has gone a step on: that of the message, or those that several accounts have in their rows.
   */
  readonly tick?: () => void;
}

/** Keeps the message above the rows: new with the snapshot, and while it counts down, with the time. */
export class ViewMessageTicker {
  private shown: string | undefined;
  private isRunning = false;
  private cancelTimer = (): void => undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: ViewMessageTickerOptions) {
    this.unsubscribe = options.arranged.onDidChange(() => this.render());
    this.render();
  }

  /** Nobody sees a hidden view, so there time makes no difference. */
  setRunning(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.render();
  }

  dispose(): void {
    this.cancelTimer();
    this.unsubscribe();
  }

  private step(): void {
    this.render();
    this.options.tick?.();
  }

  private render(): void {
    const { store, arranged, clock, show } = this.options;
    const nowMs = clock.now();
    const message = messageAbove(arranged, viewMessage(store.snapshot, nowMs));
    if (message !== this.shown) {
      this.shown = message;
      show(message);
    }
    this.cancelTimer();
    const holdsForMs = messagesHoldForMs(store.snapshot, nowMs);
    if (holdsForMs !== undefined && this.isRunning) {
      this.cancelTimer = clock.setTimer(() => this.step(), holdsForMs);
    }
  }
}
