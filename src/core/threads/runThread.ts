import { type ResourceLimits, Worker } from 'node:worker_threads';
import { fromPlainError, type ThreadMessage } from './threadMessages';

export interface RunThreadOptions<Progress> {
  /** The bundle of the thread. */
  readonly thread: string | URL;
  /** What the thread finds in its `workerData`. */
  readonly request: unknown;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly resourceLimits?: ResourceLimits;
}

/** There are no threads here, so nothing has been done. */
export class NoThreadError extends Error {
  override readonly name = 'NoThreadError';
}

/**
 * Starts a thread and waits for its result, so that the caller stays responsive. Throws the thread's errors with their
 * fields, NoThreadError, and the signal's reason. By then, the thread has ended and writes nothing more.
 */
export async function runThread<Result, Progress = never>({
  thread,
  request,
  signal,
  onProgress = () => undefined,
  resourceLimits = {},
}: RunThreadOptions<Progress>): Promise<Result> {
  signal.throwIfAborted();
  const worker = start(thread, request, resourceLimits);
  let onAbort = (): void => undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort);
      worker.on('message', (message: ThreadMessage<Result, Progress>) => {
        if (message.kind === 'progress') {
          onProgress(message.progress);
        } else if (message.kind === 'done') {
          resolve(message.result);
        } else {
          reject(fromPlainError(message.error));
        }
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The thread has ended')));
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function start(thread: string | URL, workerData: unknown, resourceLimits: ResourceLimits): Worker {
  try {
    return new Worker(thread, { workerData, execArgv: [], resourceLimits });
  } catch (error) {
    throw new NoThreadError("Can't start a thread", { cause: error });
  }
}
