// One download by the engine for npm run bench:download, in a process of its own so that its memory is its own too.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ApiClient } from '../../src/core/api/apiClient';
import { Transport } from '../../src/core/api/transport';
import { systemClock } from '../../src/core/clock';
import { type DownloadedFile, downloadResult } from '../../src/core/download/downloadResult';

export interface EngineTask {
  readonly baseUrl: string;
  readonly folder: string;
  readonly bytes: number;
}

export interface EngineReport {
  readonly seconds: number;
  /** The memory beyond what the process used after the engine was loaded and used once. */
  readonly growthBytes: number;
  readonly loopP99Ms: number;
  /** For all threads, including those of the checksum and the garbage collector. */
  readonly cpuSeconds: number;
  readonly sha256: string;
  readonly path: string;
}

const WARM_UP_BYTES = 1024 * 1024;
const SAMPLE_EVERY_MS = 20;
const RESOLUTION_MS = 1;

async function download({ baseUrl, folder }: EngineTask, bytes: number): Promise<DownloadedFile> {
  const transport = new Transport(systemClock);
  const account = { id: 'bench', kind: 'agency', sid: 'IRbench', name: 'Bench', source: 'stored', baseUrl } as const;
  const client = new ApiClient({ account, transport, clock: systemClock, readToken: () => Promise.resolve('none') });
  return downloadResult({
    client,
    transport,
    clock: systemClock,
    jobId: String(bytes),
    folder,
    nameFile: ({ extension }) => `engine-${bytes}.${extension}`,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

async function measure(task: EngineTask): Promise<EngineReport> {
  await download(task, WARM_UP_BYTES);
  const idleBytes = process.memoryUsage.rss();
  let peakBytes = idleBytes;
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), SAMPLE_EVERY_MS);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const { sha256, path } = await download(task, task.bytes);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  delay.disable();
  clearInterval(sampler);
  return {
    seconds,
    growthBytes: peakBytes - idleBytes,
    loopP99Ms: delay.percentile(99) / 1e6,
    cpuSeconds: (user + system) / 1e6,
    sha256,
    path,
  };
}

process.on('message', (task: EngineTask) => {
  void measure(task).then((report) => process.send?.(report, () => process.disconnect()));
});
