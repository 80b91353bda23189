import { ApiError } from '../apiError';
import { Emitter } from '../event';
import type { DownloadProgress } from './downloadProgress';
import { PAUSE } from './pause';

/** Downloads at a time; the others wait. */
const MAX_PARALLEL = 3;

export type TransferStep = { readonly phase: 'queued' } | DownloadProgress;

export interface Transfer {
  readonly key: string;
  readonly step: TransferStep;
}

/** Receives one file; what is aborted with PAUSE keeps what it has. */
export type TransferWork<T> = (signal: AbortSignal, onProgress: (progress: DownloadProgress) => void) => Promise<T>;

interface Pending<T> {
  step: TransferStep;
  readonly abort: AbortController;
  readonly begin: () => void;
  readonly result: Promise<T>;
}

/** The downloads of this window, in the order in which they were asked for: three at a time, whoever asked. */
export class TransferQueue<T> {
  private readonly pending = new Map<string, Pending<T>>();
  private readonly changed = new Emitter<string>();
  private running = 0;

  get all(): readonly Transfer[] {
    return [...this.pending].map(([key, { step }]) => ({ key, step }));
  }

  stepOf(key: string): TransferStep | undefined {
    return this.pending.get(key)?.step;
  }

  /** Tells the key of a transfer that was added, has moved on, or is over. */
  onDidChange(listener: (key: string) => void): () => void {
    return this.changed.on(listener);
  }

  /** Does the work when its turn comes. A key that is under way already is joined, not done twice. */
  start(key: string, work: TransferWork<T>): Promise<T> {
    const known = this.pending.get(key);
    if (known !== undefined) {
      return known.result;
    }
    const abort = new AbortController();
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve, reject) => {
      begin = resolve;
      abort.signal.addEventListener('abort', () => reject(new ApiError('aborted', 'The download was cancelled')), {
        once: true,
      });
    });
    const result = this.run(key, turn, work, abort.signal);
    this.pending.set(key, { step: { phase: 'queued' }, abort, begin, result });
    this.changed.fire(key);
    this.next();
    return result;
  }

  /** Ends a transfer that has begun and keeps what has arrived; one that has not begun is taken off the queue. */
  pause(key: string): void {
    this.pending.get(key)?.abort.abort(PAUSE);
  }

  /** Ends a transfer and leaves nothing of it. */
  cancel(key: string): void {
    this.pending.get(key)?.abort.abort();
  }

  private async run(key: string, turn: Promise<void>, work: TransferWork<T>, signal: AbortSignal): Promise<T> {
    let hasBegun = false;
    try {
      await turn;
      hasBegun = true;
      return await work(signal, (progress) => this.move(key, progress));
    } finally {
      this.pending.delete(key);
      this.running -= hasBegun ? 1 : 0;
      this.changed.fire(key);
      this.next();
    }
  }

  private move(key: string, step: TransferStep): void {
    const pending = this.pending.get(key);
    if (pending !== undefined) {
      pending.step = step;
      this.changed.fire(key);
    }
  }

  private next(): void {
    for (const [key, { step, begin, abort }] of this.pending) {
      if (this.running >= MAX_PARALLEL) {
        return;
      }
      if (step.phase === 'queued' && !abort.signal.aborted) {
        this.running++;
        this.move(key, { phase: 'asking' });
        begin();
      }
    }
  }
}
