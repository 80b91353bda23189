// npm run bench:compare [-- --mib 1024] [--rounds 1] [--folder path]: compares two results row by row,
// beside `sort | comm` of their lines. DuckDB 1.5 takes 0.8 to 1.8 of their time for two files of 130 MB, and would
// have to be installed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CompareReport, CompareTask } from './compare/comparer';
import { writeResults } from './compare/writeResults';
import { benchmark } from './support/benchmark';
import { besideIdle, stallBound, stallWords } from './support/besideIdle';
import { countOption, figure, median, ratio } from './support/figures';
import { BenchChild, runProgram } from './support/processes';

const MIB = 1024 * 1024;
const HELD = { growthBytes: 256 * MIB, stallMs: 50 };
const WARM_UP_BYTES = MIB;
const SORT =
  'export LC_ALL=C; sort -S 256M -T "$2" "$0" > "$2/a" && sort -S 256M -T "$2" "$1" > "$2/b" && ' +
  'comm "$2/a" "$2/b" | awk -F "\\t" \'/^\\t\\t/ { both++; next } /^\\t/ { after++; next } { before++ } END { print before + 0, after + 0, both + 0 }\'';

const inMib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;
const inMs = (ms: number): string => `${ms.toFixed(0)} ms`;

await benchmark(async ({ print, atMost }) => {
  const { values } = parseArgs({
    options: {
      mib: { type: 'string', default: '1024' },
      rounds: { type: 'string', default: '1' },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const bytes = countOption('mib', values.mib) * MIB;
  const rounds = countOption('rounds', values.rounds);
  const folder = mkdtempSync(path.join(values.folder, 'bench-compare-'));
  const file = (name: string): string => path.join(folder, name);
  try {
    await writeResults(file('small-before.csv'), file('small-after.csv'), WARM_UP_BYTES);
    const { rows } = await writeResults(file('before.csv'), file('after.csv'), bytes);
    const task: CompareTask = {
      before: file('before.csv'),
      after: file('after.csv'),
      warmUp: [file('small-before.csv'), file('small-after.csv')],
    };
    const reports: CompareReport[] = [];
    const stallBounds: number[] = [];
    const sortSeconds: number[] = [];
    const sortCpuSeconds: number[] = [];
    const compare = async (): Promise<void> => {
      const comparer = new BenchChild(new URL('./compare/comparer.mjs', import.meta.url));
      const { result: report, idle } = await besideIdle(() => {
        comparer.send(task);
        return comparer.next<CompareReport>();
      });
      if (JSON.stringify(sorted(report.counts)) !== JSON.stringify(sorted(rows))) {
        throw new Error(`The comparison counts ${JSON.stringify(report.counts)} rows, not ${JSON.stringify(rows)}.`);
      }
      reports.push(report);
      print(stallWords(report.stalls, idle));
      stallBounds.push(stallBound(HELD.stallMs, idle));
    };
    const sort = async (): Promise<void> => {
      const { stdout, seconds, cpuSeconds } = await runProgram('sh', '-c', SORT, task.before, task.after, folder);
      // Both files contain the title line.
      const expected = `${rows.removed + rows.changed} ${rows.added + rows.changed} ${rows.unchanged + 1}`;
      if (stdout.trim() !== expected) {
        throw new Error(`sort and comm count ${stdout.trim()} lines, not ${expected}.`);
      }
      sortSeconds.push(seconds);
      sortCpuSeconds.push(cpuSeconds);
    };
    for (let round = 0; round < rounds; round++) {
      for (const run of round % 2 === 0 ? [compare, sort] : [sort, compare]) {
        await run();
      }
    }
    const seconds = median(
      'The comparison',
      reports.map((report) => report.seconds),
    );
    const besideSort = reports.map((report, round) =>
      ratio('The comparison beside sort', report.seconds, sortSeconds[round]),
    );
    const count = Object.values(rows).reduce((sum, number) => sum + number, 0);
    print(
      `Two CSV files of ${values.mib} MiB, ${count} rows: ${JSON.stringify(rows)}; medians of ${rounds} rounds in turn:`,
    );
    print(
      `comparison ${seconds.toFixed(1)} s (CPU ${median(
        'CPU',
        reports.map((report) => report.cpuSeconds),
      ).toFixed(1)} s); ` +
        `sort | comm ${median('sort', sortSeconds).toFixed(1)} s (CPU ${median('CPU', sortCpuSeconds).toFixed(1)} s)`,
    );
    print(`the comparison beside sort | comm: ${median('The comparison beside sort', besideSort).toFixed(2)}`);
    const steps = Math.min(...reports.map(({ progressSteps }) => progressSteps));
    print(`progress steps: ${figure('Progress', steps)}`);
    atMost('memory above idle', Math.max(...reports.map((report) => report.growthBytes)), HELD.growthBytes, inMib);
    atMost(
      "the longest stall of the caller's thread",
      Math.max(...reports.map((report) => report.stalls.longestMs)),
      Math.max(...stallBounds),
      inMs,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function sorted(counts: object): object {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
