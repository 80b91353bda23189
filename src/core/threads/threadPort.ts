import { parentPort } from 'node:worker_threads';
import { type ThreadMessage, toPlainError } from './threadMessages';

/** In a thread: sends the result of its work, or why there's none. */
export function answer(work: Promise<unknown>): void {
  work.then(
    (result) => post({ kind: 'done', result }),
    (error: unknown) => post({ kind: 'failed', error: toPlainError(error) }),
  );
}

/** In a thread: sends how far its work is. */
export function sendProgress(progress: unknown): void {
  post({ kind: 'progress', progress });
}

function post(message: ThreadMessage<unknown, unknown>): void {
  parentPort?.postMessage(message);
}
