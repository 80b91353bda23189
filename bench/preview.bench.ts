// npm run bench:preview [-- --mib 2048] [--rounds 21]: compares the first 1,000 rows of a CSV with
// `curl | head -c` of the same bytes.
import { parseArgs } from 'node:util';
import { ApiClient } from '../src/core/api/apiClient';
import { downloadUrl } from '../src/core/api/endpoints';
import { Transport } from '../src/core/api/transport';
import { systemClock } from '../src/core/clock';
import type { Preview } from '../src/core/preview/preview';
import type { PreviewSource } from './preview/source';
import { benchmark } from './support/benchmark';
import { countOption, figure, median, ratio, timed } from './support/figures';
import { BenchChild, runProgram } from './support/processes';

const MIB = 1024 * 1024;
const HELD = { timesCurl: 1.3, fetchedBytes: 4 * MIB };
const JOB_ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const ROWS = 1000;
const PIPE = 'curl --silent --location --user "$0:$1" --write-out "%{stderr}%{time_total}" "$2" | head -c "$3" | wc -c';

const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;
const inBytes = (bytes: number): string => `${bytes} bytes`;

await benchmark(async ({ print, atMost }) => {
  const { values } = parseArgs({
    options: { mib: { type: 'string', default: '2048' }, rounds: { type: 'string', default: '21' } },
  });
  const rounds = countOption('rounds', values.rounds);
  const source = new BenchChild(new URL('./preview/source.mjs', import.meta.url), [
    String(countOption('mib', values.mib) * MIB),
  ]);
  try {
    const { baseUrl, sid, token } = await source.next<PreviewSource>();
    const account = { id: 'bench', kind: 'agency', sid, name: 'Bench', source: 'stored', baseUrl } as const;
    const transport = new Transport(systemClock);
    const client = new ApiClient({ account, transport, clock: systemClock, readToken: () => Promise.resolve(token) });
    const byPreview = async (): Promise<Preview> => {
      // Loads the code for the first preview in advance, as the extension does.
      const { previewResult } = await import('../src/core/preview/previewResult');
      const { signal } = new AbortController();
      return previewResult({ client, transport, clock: systemClock, jobId: JOB_ID, signal });
    };
    /** The time of the whole pipe, and the time that curl reports without its start, both in ms. */
    const byCurl = async (bytes: number): Promise<{ readonly pipeMs: number; readonly curlMs: number }> => {
      const url = downloadUrl(account, JOB_ID).href;
      const { stdout, stderr, seconds } = await runProgram('sh', '-c', PIPE, sid, token, url, String(bytes));
      if (Number(stdout) !== bytes) {
        throw new Error(`curl sent ${stdout.trim()} of ${bytes} bytes: ${stderr.trim()}`);
      }
      return { pipeMs: seconds * 1000, curlMs: figure("curl's time", stderr.trim().split('\n').at(-1)) * 1000 };
    };

    const first = await timed(byPreview);
    const { readBytes } = first.result;
    await byCurl(readBytes);
    const previewMs: number[] = [];
    const pipeMs: number[] = [];
    const curlMs: number[] = [];
    const fetched: number[] = [first.result.fetchedBytes];
    const preview = async (): Promise<void> => {
      const { ms, result } = await timed(byPreview);
      previewMs.push(ms);
      fetched.push(result.fetchedBytes);
      if (result.rows.length !== ROWS || result.readBytes !== readBytes) {
        throw new Error(`The preview read ${result.rows.length} rows of ${result.readBytes} bytes.`);
      }
    };
    const curl = async (): Promise<void> => {
      const round = await byCurl(readBytes);
      pipeMs.push(round.pipeMs);
      curlMs.push(round.curlMs);
    };
    for (let round = 0; round < rounds; round++) {
      for (const run of round % 2 === 0 ? [preview, curl] : [curl, preview]) {
        await run();
      }
    }
    const ratios = previewMs.map((ms, round) => ratio('The preview beside the pipe', ms, pipeMs[round]));
    const [previewMedian, pipeMedian, curlMedian] = [previewMs, pipeMs, curlMs].map((ms) => median('A preview', ms));
    print(
      `The first ${ROWS} rows of a CSV of ${values.mib} MiB, which take ${readBytes} bytes; medians of ${rounds} rounds in turn:`,
    );
    print(
      `preview ${inMs(figure('The preview', previewMedian))} (its first, with all that it loads, ${inMs(first.ms)}); curl | head -c ${inMs(figure('The pipe', pipeMedian))}, of which curl counts ${inMs(figure('curl', curlMedian))} without its start`,
    );
    print(
      `rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; to what curl counts alone ${ratio('The preview beside curl', previewMedian, curlMedian).toFixed(2)}`,
    );
    atMost('the preview beside the whole pipe', median('The preview beside the pipe', ratios), HELD.timesCurl);
    atMost('bytes fetched', Math.max(...fetched), HELD.fetchedBytes, inBytes);
  } finally {
    source.end();
  }
});
