// The thread of a comparison and of its list of differences, with a bundle of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { compareFiles } from './compareFiles';
import { exportDifferences } from './exportDifferences';
import { findDifferences } from './findDifferences';
import { type ThreadMessage, type ThreadRequest, type ThreadWork, toPlainError } from './threadMessages';

const post = (message: ThreadMessage): void => parentPort?.postMessage(message);

function run(work: ThreadRequest): Promise<ThreadWork[keyof ThreadWork]['result']> {
  switch (work.kind) {
    case 'compare':
      return compareFiles(work.request, (progress) => post({ kind: 'progress', progress }));
    case 'find':
      return findDifferences(work.request);
    case 'export':
      return exportDifferences(work.request);
  }
}

run(workerData as ThreadRequest).then(
  (result) => post({ kind: 'done', result }),
  (error: unknown) => post({ kind: 'failed', error: toPlainError(error) }),
);
