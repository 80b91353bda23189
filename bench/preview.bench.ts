// npm run bench:preview [-- --mib 2048] [--rounds 21]: the first 1,000 rows of a CSV, beside `curl | head -c` of the same bytes.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from '../src/core/api/apiClient';
import { downloadUrl } from '../src/core/api/endpoints';
import { Transport } from '../src/core/api/transport';
import { systemClock } from '../src/core/clock';
import type { Preview } from '../src/core/preview/preview';
import type { PreviewSource } from './preview/source';

const MIB = 1024 * 1024;
const HELD = { timesCurl: 1.3, fetchedBytes: 4 * MIB };
const JOB_ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

const { values } = parseArgs({
  options: { mib: { type: 'string', default: '2048' }, rounds: { type: 'string', default: '21' } },
});
const rounds = Number(values.rounds);

function message<T>(from: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    from.once('message', (value) => resolve(value as T));
    from.once('exit', (code) => reject(new Error(`A process ended with ${code}`)));
  });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

const verdict = (isHeld: boolean): string => (isHeld ? 'held' : 'NOT HELD');
const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;

const source = fork(path.resolve('out/bench/preview/source.mjs'), [String(Number(values.mib) * MIB)]);
try {
  const { baseUrl, sid, token } = await message<PreviewSource>(source);
  const account = { id: 'bench', kind: 'agency', sid, name: 'Bench', source: 'stored', baseUrl } as const;
  const transport = new Transport(systemClock);
  const client = new ApiClient({ account, transport, clock: systemClock, readToken: () => Promise.resolve(token) });
  const byPreview = async (): Promise<Preview> => {
    // As in the extension: what the first preview needs is loaded with it.
    const { previewResult } = await import('../src/core/preview/previewResult');
    return previewResult({
      client,
      transport,
      clock: systemClock,
      jobId: JOB_ID,
      signal: new AbortController().signal,
    });
  };
  /** Wall time of the whole pipe, and what curl says of itself, without its start. */
  const byCurl = (bytes: number): number => {
    const pipe =
      'curl --silent --location --user "$0:$1" --write-out "%{stderr}%{time_total}" "$2" | head -c "$3" | wc -c';
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', pipe, sid, token, downloadUrl(account, JOB_ID).href, String(bytes)],
      { encoding: 'utf8' },
    );
    if (Number(stdout) !== bytes) {
      throw new Error(`curl sent ${stdout.trim()} of ${bytes} bytes: ${stderr}`);
    }
    return Number(stderr.trim().split('\n').at(-1)) * 1000;
  };

  const first = await timed(byPreview);
  const { readBytes } = first.result;
  byCurl(readBytes);
  const previewMs: number[] = [];
  const pipeMs: number[] = [];
  const curlMs: number[] = [];
  const ratios: number[] = [];
  const fetched: number[] = [first.result.fetchedBytes];
  for (let round = 0; round < rounds; round++) {
    const preview = async (): Promise<void> => {
      const { ms, result } = await timed(byPreview);
      previewMs.push(ms);
      fetched.push(result.fetchedBytes);
      if (result.rows.length !== 1000 || result.readBytes !== readBytes) {
        throw new Error(`${result.rows.length} rows of ${result.readBytes} bytes`);
      }
    };
    const curl = async (): Promise<void> => {
      const { ms, result } = await timed(() => byCurl(readBytes));
      pipeMs.push(ms);
      curlMs.push(result);
    };
    for (const run of round % 2 === 0 ? [preview, curl] : [curl, preview]) {
      await run();
    }
    ratios.push((previewMs.at(-1) ?? Number.NaN) / (pipeMs.at(-1) ?? Number.NaN));
  }
  const ratio = median(ratios);
  const mostFetched = Math.max(...fetched);
  console.log(
    `The first 1,000 rows of a CSV of ${values.mib} MiB, which take ${readBytes} bytes; medians of ${rounds} rounds in turn:`,
  );
  console.log(
    `preview ${inMs(median(previewMs))} (its first, with all that it loads, ${inMs(first.ms)}); curl | head -c ${inMs(median(pipeMs))}, of which curl counts ${inMs(median(curlMs))} without its start`,
  );
  console.log(
    `ratio ${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), at most ${HELD.timesCurl}: ${verdict(ratio <= HELD.timesCurl)}; to what curl counts alone ${(median(previewMs) / median(curlMs)).toFixed(2)}`,
  );
  console.log(
    `fetched at most ${mostFetched} bytes, at most ${HELD.fetchedBytes}: ${verdict(mostFetched <= HELD.fetchedBytes)}`,
  );
} finally {
  source.kill();
}
