// npm run bench:download [-- --mib 512] [--rounds 5] [--folder path]: compares the engine with curl and
// openssl, in alternating rounds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { requireFullLink } from './download/link';
import { besideCurl, besideSameWork, cpuBesidePrograms, type Round, runEngine, runRounds } from './download/rounds';
import type { SourceAddresses } from './download/source';
import { benchmark, type Report } from './support/benchmark';
import { countOption, median } from './support/figures';
import { BenchChild } from './support/processes';

const MIB = 1024 * 1024;
const HELD = { sameWork: 1, linkRate: 0.99, linkCpu: 1.5, growthMib: 64, loopP99Ms: 20 };
const LINKS = {
  http: 'HTTP',
  https: 'HTTPS',
  gigabitHttp: 'HTTP over 1 Gbit/s',
  gigabitHttps: 'HTTPS over 1 Gbit/s',
} as const satisfies Record<keyof SourceAddresses['origins'], string>;
type Link = keyof typeof LINKS;

const inTwoDigits = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(' ');
const inMib = (mib: number): string => `${mib.toFixed(0)} MiB`;
const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;

function tellRounds({ print, atLeast, atMost }: Report, link: Link, rounds: readonly Round[], bytes: number): void {
  const name = LINKS[link];
  const rateOf = (seconds: (round: Round) => number): string =>
    `${(bytes / 1e6 / median(`The rate over ${name}`, rounds.map(seconds))).toFixed(0)} MB/s`;
  const [curl, sameWork, cpu] = [besideCurl, besideSameWork, cpuBesidePrograms].map((of) => rounds.map(of)) as [
    number[],
    number[],
    number[],
  ];
  print(
    `\n${name}: engine ${rateOf(({ engine }) => engine.seconds)}, curl ${rateOf(({ curlSeconds }) => curlSeconds)}, curl then openssl ${rateOf(({ curlSeconds, opensslSeconds }) => curlSeconds + opensslSeconds)}`,
  );
  print(`  rounds beside curl ${inTwoDigits(curl)}; the same work ${inTwoDigits(sameWork)}; CPU ${inTwoDigits(cpu)}`);
  const medianOf = (what: string, values: readonly number[]): number => median(`${what} (${name})`, values);
  if (link === 'http' || link === 'https') {
    print(`  rate beside curl -o alone, which computes no checksum: ${medianOf('rate', curl).toFixed(2)}`);
    print(`  CPU time beside that of curl and openssl: ${medianOf('CPU time', cpu).toFixed(2)}`);
    atLeast('  rate beside curl -o, then openssl dgst -sha256', medianOf('rate', sameWork), HELD.sameWork);
  } else {
    requireFullLink(
      name,
      bytes,
      rounds.map(({ curlSeconds }) => curlSeconds),
    );
    atLeast('  rate beside curl -o alone, which computes no checksum', medianOf('rate', curl), HELD.linkRate);
    atMost('  CPU time beside that of curl and openssl', medianOf('CPU time', cpu), HELD.linkCpu);
  }
}

await benchmark(async (report) => {
  const { values } = parseArgs({
    options: {
      mib: { type: 'string', default: '512' },
      rounds: { type: 'string', default: '5' },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const bytes = countOption('mib', values.mib) * MIB;
  const rounds = countOption('rounds', values.rounds);
  const folder = mkdtempSync(path.join(values.folder, 'impact-jobs-bench-'));
  const source = new BenchChild(new URL('./download/source.mjs', import.meta.url));
  try {
    const { origins, cert } = await source.next<SourceAddresses>();
    const certPath = path.join(folder, 'cert.pem');
    writeFileSync(certPath, cert);
    report.print(
      `${values.mib} MiB into ${folder}, medians of ${rounds} rounds, progress and sha-256 on; ${availableParallelism()} cores, of which the server takes a part:`,
    );
    const all: Round[] = [];
    for (const link of Object.keys(LINKS) as Link[]) {
      const measured = await runRounds({ origin: origins[link], bytes, rounds, folder, certPath });
      tellRounds(report, link, measured, bytes);
      all.push(...measured);
    }
    const small = await runEngine({ baseUrl: origins.http, folder, bytes: bytes / 4 }, certPath);
    const growthMib = (growths: readonly number[]): number => median('Memory', growths) / MIB;
    report.print('');
    report.atMost('memory above idle', growthMib(all.map(({ engine }) => engine.growthBytes)), HELD.growthMib, inMib);
    report.atMost('memory above idle, a quarter of the size', growthMib([small.growthBytes]), HELD.growthMib, inMib);
    const loopP99Ms = median(
      'The event loop',
      all.map(({ engine }) => engine.loopP99Ms),
    );
    report.atMost('event loop delay, p99', loopP99Ms, HELD.loopP99Ms, inMs);
  } finally {
    source.end();
    rmSync(folder, { recursive: true, force: true });
  }
});
