import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

/** Starts another window's process; resolves to it and the first that it says. */
export async function startChild(
  task: 'lead' | 'spend',
  folder: string,
): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
  const child = fork(path.resolve('out/unit/core/share/support/window.child.mjs'), [task, folder]);
  return new Promise((resolve, reject) => {
    child.once('message', (said) => resolve({ child, said }));
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });
}
