import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../../src/core/clock';
import type { DownloadProgress } from '../../../src/core/download/downloadProgress';
import type { DownloadedFile } from '../../../src/core/download/downloadResult';
import type { Simulator } from '../../../src/simulator/startSimulator';
import { downloadFrom } from '../../support/downloadFrom';

/** The task of a process. `dieAt` ends it by SIGKILL in the middle of that step. */
export type ChildTask =
  | {
      readonly kind: 'download';
      readonly simulator: Pick<Simulator, 'baseUrl' | 'accounts'>;
      readonly jobId: string;
      readonly folder: string;
      readonly dieAt?: number | 'verifying';
    }
  | { readonly kind: 'fill'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'remove'; readonly path: string };

export interface ChildReport {
  readonly file?: DownloadedFile;
  readonly error?: { readonly name: string; readonly kind?: string; readonly message: string };
  /** The sha-256 of what the disk holds under the file's name. */
  readonly onDisk?: string;
  readonly names?: readonly string[];
}

/**
 * A clock that moves on each look and whose timers never fire: each piece is reported, and nothing is flushed early.
 */
function clockOfLooks(): Clock {
  let time = Date.now();
  return { now: () => (time += 100), setTimer: () => () => undefined };
}

async function perform(task: ChildTask): Promise<ChildReport> {
  switch (task.kind) {
    case 'fill':
      writeFileSync(task.path, Buffer.alloc(task.bytes, 'x'));
      return {};
    case 'remove':
      rmSync(task.path);
      return {};
    case 'download': {
      const { simulator, jobId, folder, dieAt } = task;
      const onProgress = (step: DownloadProgress): void => {
        if (step.phase === dieAt || (step.phase === 'receiving' && step.receivedBytes === dieAt)) {
          process.kill(process.pid, 'SIGKILL');
        }
      };
      const names = (): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
      try {
        const file = await downloadFrom(simulator, { clock: clockOfLooks(), jobId, folder, onProgress });
        return { file, names: names(), onDisk: createHash('sha256').update(readFileSync(file.path)).digest('hex') };
      } catch (error) {
        const { name, message, kind } = error as Error & { kind?: string };
        return { error: { name, message, ...(kind === undefined ? {} : { kind }) }, names: names() };
      }
    }
  }
}

process.on('message', (task: ChildTask) => {
  void perform(task).then((report) => process.send?.(report));
});
