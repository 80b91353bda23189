// npm run bench:download [-- --mib 1024] [--rounds 5] [--folder path]: the engine beside `curl -o`, in alternated rounds.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineReport, EngineTask } from './download/engine';
import type { SourceAddresses } from './download/source';

const MIB = 1024 * 1024;
const HELD = { http: 0.95, https: 0.8, growthMib: 64, loopP99Ms: 20 };

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '5' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const bytes = Number(values.mib) * MIB;
const rounds = Number(values.rounds);

function child(name: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return fork(path.resolve(`out/bench/download/${name}.mjs`), { env });
}

function message<T>(from: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    from.once('message', (value) => resolve(value as T));
    from.once('exit', (code) => reject(new Error(`A process ended with ${code}`)));
  });
}

async function byEngine(task: EngineTask, certPath: string): Promise<EngineReport> {
  const engine = child('engine', { ...process.env, NODE_EXTRA_CA_CERTS: certPath });
  engine.send(task);
  return message<EngineReport>(engine);
}

/** Seconds as curl counts them: without its start. */
function byCurl(origin: string, file: string): number {
  const args = [
    '--silent',
    '--show-error',
    '--insecure',
    '--location',
    '--output',
    file,
    '--write-out',
    '%{time_total}',
    `${origin}/Agencies/IRbench/Jobs/${bytes}/Download`,
  ];
  const { status, stdout, stderr, error } = spawnSync('curl', args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`curl failed: ${error?.message ?? stderr}`);
  }
  return Number(stdout);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const verdict = (isHeld: boolean): string => (isHeld ? 'held' : 'NOT HELD');
const rateOf = (seconds: number): string => `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;

const scratch = mkdtempSync(path.join(values.folder, 'impact-jobs-bench-'));
const source = child('source');
try {
  const addresses = await message<SourceAddresses>(source);
  const certPath = path.join(scratch, 'cert.pem');
  writeFileSync(certPath, addresses.cert);
  const reports: EngineReport[] = [];
  console.log(
    `${values.mib} MiB into ${scratch}, medians of ${rounds} rounds, progress and sha-256 on; ${availableParallelism()} cores, of which the server takes a part:`,
  );
  for (const scheme of ['http', 'https'] as const) {
    const engineSeconds: number[] = [];
    const curlSeconds: number[] = [];
    const cpuSeconds: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const curlFile = path.join(scratch, 'curl.csv');
      const runs = [
        async (): Promise<void> => {
          const report = await byEngine({ baseUrl: addresses[scheme], folder: scratch, bytes }, certPath);
          engineSeconds.push(report.seconds);
          cpuSeconds.push(report.cpuSeconds);
          reports.push(report);
        },
        (): Promise<void> => Promise.resolve(void curlSeconds.push(byCurl(addresses[scheme], curlFile))),
      ];
      for (const run of round % 2 === 0 ? runs : runs.reverse()) {
        await run();
      }
      const { path: engineFile = '', sha256 } = reports.at(-1) ?? {};
      if (round === 0 && sha256 !== (await sha256Of(curlFile))) {
        throw new Error('curl and the engine hold different bytes');
      }
      [engineFile, curlFile].forEach((file) => rmSync(file));
      ratios.push((curlSeconds.at(-1) ?? Number.NaN) / (engineSeconds.at(-1) ?? Number.NaN));
    }
    const ratio = median(ratios);
    console.log(
      `${scheme.padEnd(5)} engine ${rateOf(median(engineSeconds))} with ${median(cpuSeconds).toFixed(2)} s of CPU, curl ${rateOf(median(curlSeconds))}: ratio ${ratio.toFixed(2)} (${ratios.map((value) => value.toFixed(2)).join(' ')}), at least ${HELD[scheme]}: ${verdict(ratio >= HELD[scheme])}`,
    );
  }
  const small = await byEngine({ baseUrl: addresses.http, folder: scratch, bytes: bytes / 4 }, certPath);
  const growthMib = median(reports.map((report) => report.growthBytes)) / MIB;
  const loopP99Ms = median(reports.map((report) => report.loopP99Ms));
  console.log(
    `memory above idle ${growthMib.toFixed(0)} MiB, for a quarter of the size ${(small.growthBytes / MIB).toFixed(0)} MiB, under ${HELD.growthMib}: ${verdict(Math.max(growthMib, small.growthBytes / MIB) < HELD.growthMib)}`,
  );
  console.log(
    `event loop delay, p99: ${loopP99Ms.toFixed(1)} ms, under ${HELD.loopP99Ms}: ${verdict(loopP99Ms < HELD.loopP99Ms)}`,
  );
} finally {
  source.kill();
  rmSync(scratch, { recursive: true, force: true });
}
