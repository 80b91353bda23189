// npm run bench:combine [-- --mib 1024] [--files 60] [--folder path]: combines many results into one table as the
// extension does, as CSV with a key and as Parquet, beside `cat | sha256sum` of the same files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CombineReport, CombineTask } from './combine/combiner';
import { writeResults } from './compare/writeResults';
import { benchmark } from './support/benchmark';
import { besideIdle, stallBound, stallWords } from './support/besideIdle';
import { countOption, figure } from './support/figures';
import { BenchChild, runProgram } from './support/processes';

const MIB = 1024 * 1024;
const HELD = { growthBytes: 256 * MIB, delayMs: 50, stallMs: 50 };
const CAT = 'folder="$1"; shift; cat "$@" > "$folder/all.csv" && sha256sum "$folder/all.csv"';
const TABLES = [
  { format: 'CSV', key: ['Action_Id'] },
  { format: 'Parquet', key: [] },
] as const;

const inMib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;
const inMs = (ms: number): string => `${ms.toFixed(0)} ms`;

await benchmark(async ({ print, atMost }) => {
  const { values } = parseArgs({
    options: {
      mib: { type: 'string', default: '1024' },
      files: { type: 'string', default: '60' },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const [mib, count] = [countOption('mib', values.mib), countOption('files', values.files)];
  const folder = mkdtempSync(path.join(values.folder, 'bench-combine-'));
  try {
    const files: string[] = [];
    let rows = 0;
    for (let index = 0; index < count; index++) {
      const [file, unused] = [path.join(folder, `result ${index}.csv`), path.join(folder, 'unused.csv')];
      const { rows: written } = await writeResults(file, unused, (mib * MIB) / count);
      rmSync(unused);
      rows += written.unchanged + written.changed + written.removed;
      files.push(file);
    }
    const cat = await runProgram('sh', '-c', CAT, 'cat', folder, ...files);
    rmSync(path.join(folder, 'all.csv'));
    print(`${count} CSV files, ${mib} MiB and ${rows} rows in all; cat and sha256sum take ${cat.seconds.toFixed(1)} s`);
    for (const { format, key } of TABLES) {
      const combiner = new BenchChild(new URL('./combine/combiner.mjs', import.meta.url));
      const task: CombineTask = { files, folder, format, key };
      const { result: report, idle } = await besideIdle(() => {
        combiner.send(task);
        return combiner.next<CombineReport>();
      });
      if (report.rows !== rows || report.replacedRows !== 0) {
        throw new Error(`The ${format} table has ${report.rows} rows, not ${rows}.`);
      }
      const name = `${format}${key.length === 0 ? '' : ` by ${key.join()}`}`;
      const times = figure('The time', report.seconds) / cat.seconds;
      print(`${name}: ${report.seconds.toFixed(1)} s, ${times.toFixed(1)} times cat and sha256sum`);
      atMost(`${name}: memory above idle`, report.growthBytes, HELD.growthBytes, inMib);
      atMost(`${name}: event loop's delay (p99)`, report.delayMs, HELD.delayMs, inMs);
      print(`${name}: ${stallWords(report.stalls, idle)}`);
      const boundMs = stallBound(HELD.stallMs, idle);
      atMost(`${name}: longest stall of the caller's thread`, report.stalls.longestMs, boundMs, inMs);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
