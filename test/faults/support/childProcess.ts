import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ChildReport, ChildTask } from './downloadChild';

/** What a process runs in: the beginning of its command line. */
export type Surroundings = readonly string[];

/** Another process with the real engine, which obeys messages until it is closed or dies. */
export class Child {
  private readonly process: ChildProcess;

  constructor(surroundings: Surroundings = []) {
    const [command = '', ...args] = [
      ...surroundings,
      process.execPath,
      path.resolve('out/faults/support/downloadChild.mjs'),
    ];
    this.process = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Undefined when the process died of it. */
  async perform(task: ChildTask): Promise<ChildReport | undefined> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => resolve(undefined);
      this.process.once('exit', onExit);
      this.process.once('error', reject);
      this.process.once('message', (report: ChildReport) => {
        this.process.off('exit', onExit);
        resolve(report);
      });
      this.process.send(task);
    });
  }

  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGKILL');
      await exited;
    }
  }
}

/** A process of its own for `work`, killed after it. */
export async function withChild<T>(surroundings: Surroundings, work: (child: Child) => Promise<T>): Promise<T> {
  const child = new Child(surroundings);
  try {
    return await work(child);
  } finally {
    await child.kill();
  }
}

/** Whether a command line of this kind works on this machine; a string says what it said instead. */
export function tryOut([command = '', ...args]: Surroundings): string | undefined {
  const { status, error, stderr } = spawnSync(command, [...args, 'true'], { encoding: 'utf8' });
  return status === 0
    ? undefined
    : (error?.message ?? (stderr.trim().split('\n').at(-1) || `${command} ended with ${status}`));
}
