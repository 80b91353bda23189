// The thread of a comparison, with a bundle of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { compareFiles, type CompareRequest } from './compareFiles';
import { type ThreadMessage, toPlainError } from './threadMessages';

const post = (message: ThreadMessage): void => parentPort?.postMessage(message);

compareFiles(workerData as CompareRequest, (progress) => post({ kind: 'progress', progress })).then(
  (result) => post({ kind: 'done', result }),
  (error: unknown) => post({ kind: 'failed', error: toPlainError(error) }),
);
