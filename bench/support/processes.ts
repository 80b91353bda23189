import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { figure, timed } from './figures';

/** A child process that a benchmark measures or sends messages to. */
export class BenchChild {
  private readonly child: ChildProcess;

  constructor(file: string | URL, args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env) {
    this.child = fork(file, args, { env });
  }

  /** The next message. Rejects if the process ends before. */
  next<T>(): Promise<T> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const ended = (how: string): void => reject(new Error(`${child.spawnargs[1]} ${how} before it sent a message.`));
      child.once('message', (value) => resolve(value as T));
      child.once('error', (error) => ended(`failed (${error.message})`));
      child.once('exit', (code, signal) => ended(`ended with ${signal ?? code}`));
    });
  }

  send(message: object): void {
    this.child.send(message);
  }

  end(): void {
    this.child.kill();
  }
}

export interface ProgramRun {
  readonly stdout: string;
  readonly stderr: string;
  /** The time from its start to its end. */
  readonly seconds: number;
  /** The user and system time of the program and its children. */
  readonly cpuSeconds: number;
}

/** The shell runs the program, because only a shell reports what a child used. */
const SCRIPT = '"$@"; code=$?; times >&3; exit $code';

/** Runs a program. Throws if it's missing, fails, or prints nothing. */
export async function runProgram(program: string, ...args: readonly string[]): Promise<ProgramRun> {
  const { ms, result } = await timed(() =>
    spawnSync('/bin/sh', ['-c', SCRIPT, 'sh', program, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    }),
  );
  const { status, signal, stdout, stderr, output, error } = result;
  if (status === 127) {
    throw new Error(`${program} is missing: install it to compare with it.`);
  }
  if (status !== 0) {
    throw new Error(`${program} ended with ${signal ?? status}: ${error?.message ?? stderr.trim()}`);
  }
  if (stdout.trim() === '') {
    throw new Error(`${program} wrote nothing. ${stderr.trim()}`);
  }
  return { stdout, stderr, seconds: ms / 1000, cpuSeconds: cpuSecondsIn(program, output[3] ?? '') };
}

/** The second line of `times` is for the shell's children: `0m1.250s 0m0.500s`. */
function cpuSecondsIn(program: string, times: string): number {
  const spans = times.split('\n')[1]?.trim().split(/\s+/) ?? [];
  const [user, system] = spans.map((span) => {
    const [, minutes, seconds] = /^(\d+)m([\d.,]+)s$/.exec(span) ?? [];
    return 60 * figure(`The CPU time of ${program}`, minutes) + Number(seconds?.replace(',', '.'));
  });
  return figure(`The CPU time of ${program}`, user) + figure(`The CPU time of ${program}`, system);
}
