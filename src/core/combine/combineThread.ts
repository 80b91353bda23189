// The thread that combines results, with a bundle of its own.
import { workerData } from 'node:worker_threads';
import { answer } from '../threads/threadPort';
import type { CombineRequest } from './writeCombinedTable';

async function run(request: CombineRequest): Promise<unknown> {
  const { writeCombinedTable } = await import('./writeCombinedTable');
  return writeCombinedTable(request, new AbortController().signal); // who started the thread ends it
}

answer(run(workerData as CombineRequest));
