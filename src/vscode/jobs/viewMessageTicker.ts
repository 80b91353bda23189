import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import { messagesHoldForMs, messageAbove, viewMessage } from './viewState';

export interface ViewMessageTickerOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly clock: Clock;
  /** Called when the message changes. Doesn't update the rows. */
  readonly show: (message: string | undefined) => void;
  /** Called when a countdown reaches its next step, in the message or in the rows of several accounts. */
  readonly tick?: () => void;
}

/** Keeps the message above the rows up to date: with each snapshot and, during a countdown, as time passes. */
export class ViewMessageTicker {
  private shown: string | undefined;
  private isRunning = false;
  private cancelTimer = (): void => undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: ViewMessageTickerOptions) {
    this.unsubscribe = options.arranged.onDidChange(() => this.render());
    this.render();
  }

  /** Stops the countdown while the view is hidden. */
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
