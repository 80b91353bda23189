// The thread of a comparison and of its list of differences, with a bundle of its own.
import { workerData } from 'node:worker_threads';
import { answer, sendProgress } from '../threads/threadPort';
import { compareFiles } from './compareFiles';
import { exportDifferences } from './exportDifferences';
import { findDifferences } from './findDifferences';
import type { ThreadRequest, ThreadWork } from './threadWork';

function run(work: ThreadRequest): Promise<ThreadWork[keyof ThreadWork]['result']> {
  switch (work.kind) {
    case 'compare':
      return compareFiles(work.request, sendProgress);
    case 'find':
      return findDifferences(work.request);
    case 'export':
      return exportDifferences(work.request);
  }
}

answer(run(workerData as ThreadRequest));
