// Rounds of one download by the engine, by curl, and the checksum of curl's file, in turn.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { figure, ratio } from '../support/figures';
import { BenchChild, runProgram } from '../support/processes';
import type { EngineReport, EngineTask } from './engine';

export interface Comparison {
  readonly origin: string;
  readonly bytes: number;
  readonly rounds: number;
  readonly folder: string;
  readonly certPath: string;
}

export interface Round {
  readonly engine: EngineReport;
  /** As curl reports them, without its start. */
  readonly curlSeconds: number;
  readonly opensslSeconds: number;
  readonly programsCpuSeconds: number;
}

export async function runEngine(task: EngineTask, certPath: string): Promise<EngineReport> {
  const engine = new BenchChild(new URL('./download/engine.mjs', import.meta.url), [], {
    ...process.env,
    NODE_EXTRA_CA_CERTS: certPath,
  });
  engine.send(task);
  return engine.next<EngineReport>();
}

export async function runRounds(comparison: Comparison): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  while (rounds.length < comparison.rounds) {
    rounds.push(await runRound(comparison, rounds.length % 2 === 0));
  }
  return rounds;
}

/** The ratio of curl's time to the engine's, for one round. */
export function besideCurl({ engine, curlSeconds }: Round): number {
  return ratio('The rate beside curl', curlSeconds, engine.seconds);
}

/** The ratio of the times for equal work: curl and a checksum, compared with the engine. */
export function besideSameWork({ engine, curlSeconds, opensslSeconds }: Round): number {
  return ratio('The rate beside curl and openssl', curlSeconds + opensslSeconds, engine.seconds);
}

export function cpuBesidePrograms({ engine, programsCpuSeconds }: Round): number {
  return ratio('The CPU time beside curl and openssl', engine.cpuSeconds, programsCpuSeconds);
}

async function runRound(comparison: Comparison, isEngineFirst: boolean): Promise<Round> {
  const { origin, bytes, folder, certPath } = comparison;
  const task = { baseUrl: origin, folder, bytes };
  const early = isEngineFirst ? await runEngine(task, certPath) : undefined;
  const programs = await runPrograms(comparison);
  const engine = early ?? (await runEngine(task, certPath));
  rmSync(engine.path);
  if (engine.sha256 !== programs.sha256) {
    throw new Error('curl and the engine downloaded different bytes.');
  }
  return { engine, ...programs };
}

async function runPrograms({
  origin,
  bytes,
  folder,
}: Comparison): Promise<Omit<Round, 'engine'> & { readonly sha256: string }> {
  const file = path.join(folder, 'curl.csv');
  const url = `${origin}/Agencies/IRbench/Jobs/${bytes}/Download`;
  const said = ['--silent', '--show-error', '--fail', '--write-out', '%{time_total}'];
  const curl = await runProgram('curl', ...said, '--insecure', '--location', '--output', file, url);
  const openssl = await runProgram('openssl', 'dgst', '-sha256', file);
  rmSync(file);
  return {
    curlSeconds: figure("curl's time", curl.stdout.trim()),
    opensslSeconds: openssl.seconds,
    programsCpuSeconds: curl.cpuSeconds + openssl.cpuSeconds,
    sha256: openssl.stdout.trim().split(/\s/).at(-1) ?? '',
  };
}
