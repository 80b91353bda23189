import { ApiError, isApiError } from '../apiError';
import { Emitter } from '../event';
import type { DownloadProgress } from './downloadProgress';
import { PAUSE } from './pause';

/** The maximum number of simultaneous downloads. The others wait. */
const MAX_PARALLEL = 3;

export type TransferStep = { readonly phase: 'queued' } | DownloadProgress;

export interface Transfer {
  readonly key: string;
  readonly step: TransferStep;
}

/** Downloads one file. If aborted with PAUSE, keeps the received bytes. */
export type TransferWork<T> = (signal: AbortSignal, onProgress: (progress: DownloadProgress) => void) => Promise<T>;

interface Pending<T> {
  step: TransferStep;
  readonly abort: AbortController;
  readonly begin: () => void;
  readonly result: Promise<T>;
}

/** The downloads of this window, in the order in which they were requested. Three run at a time. */
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

  /** Calls the listener with the key of a transfer that was added, made progress, or ended. */
  onDidChange(listener: (key: string) => void): () => void {
    return this.changed.on(listener);
  }

  /** Runs the work when its turn comes. If the key is already in progress, joins that transfer. */
  start(key: string, work: TransferWork<T>): Promise<T> {
    const known = this.pending.get(key);
    if (known !== undefined) {
      return known.result;
    }
    const abort = new AbortController();
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve, reject) => {
      begin = resolve;
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error), { once: true });
    });
    const result = this.run(key, turn, work, abort.signal);
    this.pending.set(key, { step: { phase: 'queued' }, abort, begin, result });
    this.changed.fire(key);
    this.next();
    return result;
  }

  /** Ends a running transfer and keeps its bytes. Removes a waiting one from the queue. */
  pause(key: string): void {
    this.pending.get(key)?.abort.abort(PAUSE);
  }

  /** Ends a transfer and deletes its bytes. */
  cancel(key: string): void {
    this.pending.get(key)?.abort.abort();
  }

  private async run(key: string, turn: Promise<void>, work: TransferWork<T>, signal: AbortSignal): Promise<T> {
    let hasBegun = false;
    try {
      await turn;
      hasBegun = true;
      return await work(signal, (progress) => this.move(key, progress));
    } catch (error) {
      throw signal.aborted
        ? new ApiError('aborted', 'The download was stopped', { cause: signal.reason as unknown })
        : error;
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

/** Whether a transfer ended because it was paused, so that it can be resumed. */
export function isPause(error: unknown): boolean {
  return isApiError(error) && error.kind === 'aborted' && error.cause === PAUSE;
}
