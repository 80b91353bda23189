// One combined table for npm run bench:combine, in a process of its own so that its memory and its delays are its own
// too.
import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { CombinedTable } from '../../src/core/combine/combinedTable';
import { combineResults } from '../../src/core/combine/combineResults';
import type { CombinedFormat } from '../../src/core/savedExports/savedExport';
import { StallMeter, type Stalls } from '../support/stallMeter';

export interface CombineTask {
  readonly files: readonly string[];
  readonly folder: string;
  readonly format: CombinedFormat;
  readonly key: readonly string[];
}

export interface CombineReport {
  readonly seconds: number;
  /** The most memory at any time, beyond what the process used after a small table. */
  readonly growthBytes: number;
  /** 99 % of the event loop's delays are shorter. */
  readonly delayMs: number;
  readonly stalls: Stalls;
  readonly rows: number;
  readonly replacedRows: number;
}

const KIB = 1024;
const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

function combine({ files, folder, format, key }: CombineTask): Promise<CombinedTable> {
  return combineResults({
    sources: files.map((file, index) => ({
      path: file,
      client: `Client ${index}`,
      period: '2026-10',
      lastDay: '2026-10-31',
      currency: index % 2 === 0 ? 'USD' : 'EUR',
      madeAtMs: 1,
    })),
    folder,
    name: `table ${format}`,
    format,
    key,
    thread: new URL('./thread.mjs', import.meta.url),
    signal: new AbortController().signal,
  });
}

async function measure(task: CombineTask): Promise<CombineReport> {
  const [first = ''] = task.files;
  const warmUp = await combine({ ...task, files: [first] });
  await rm(warmUp.path);
  const idleBytes = process.memoryUsage.rss();
  const meter = new StallMeter();
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const startedAt = performance.now();
  const { rows, replacedRows } = await combine(task);
  const seconds = (performance.now() - startedAt) / 1000;
  delays.disable();
  const stalls = meter.end();
  return {
    seconds,
    growthBytes: process.resourceUsage().maxRSS * KIB - idleBytes,
    delayMs: delays.percentile(99) / NS_PER_MS - RESOLUTION_MS,
    stalls,
    rows,
    replacedRows,
  };
}

process.on('message', (task: CombineTask) => {
  void measure(task).then((report) => process.send?.(report, () => process.disconnect()));
});
