// One comparison for npm run bench:compare, in a process of its own so that its memory and its stalls are its own too.
import { performance } from 'node:perf_hooks';
import { compareInThread } from '../../src/core/compare/compareInThread';
import type { ComparisonResult } from '../../src/core/compare/comparison';
import { StallMeter, type Stalls } from '../support/stallMeter';

export interface CompareTask {
  readonly before: string;
  readonly after: string;
  /** Two small files that are compared first, so that all code is loaded. */
  readonly warmUp: readonly [before: string, after: string];
}

export interface CompareReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory at any time, beyond what the process used after a small comparison. */
  readonly growthBytes: number;
  /** The stalls of the process's own thread. */
  readonly stalls: Stalls;
  readonly progressSteps: number;
  readonly counts: {
    readonly unchanged: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  };
}

const KIB = 1024;
const THREAD = new URL('./thread.mjs', import.meta.url);

async function compare(before: string, after: string, onProgress: () => void): Promise<ComparisonResult> {
  const request = { before: { path: before }, after: { path: after }, untitled: 'Column {0}' };
  return compareInThread(request, { thread: THREAD, signal: new AbortController().signal, onProgress });
}

async function measure({ before, after, warmUp }: CompareTask): Promise<CompareReport> {
  await compare(...warmUp, () => undefined);
  const idleBytes = process.memoryUsage.rss();
  let progressSteps = 0;
  const meter = new StallMeter();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const result = await compare(before, after, () => progressSteps++);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const stalls = meter.end();
  if (result === 'same') {
    throw new Error('The comparison found no differences.');
  }
  const { unchanged, added, removed, changed } = result;
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    growthBytes: process.resourceUsage().maxRSS * KIB - idleBytes,
    stalls,
    progressSteps,
    counts: { unchanged, added, removed, changed },
  };
}

process.on('message', (task: CompareTask) => {
  void measure(task).then((report) => process.send?.(report, () => process.disconnect()));
});
