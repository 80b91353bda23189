import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { Machine } from './machine';

/** What happens to the disk that the windows share. */
export type DiskTrouble = 'full' | 'read-only';

export interface DiskReport {
  readonly isFirstLeader: boolean;
  readonly rows: readonly (readonly string[])[];
  readonly endings: readonly number[];
  readonly requests: number;
  /** The rows of a window that opened after the trouble. */
  readonly late: readonly string[];
}

const MINUTE_MS = 60_000;
const [, , folder = '', trouble = ''] = process.argv;

/** Two windows on a disk of their own, which fails while they watch a job. */
async function watchOn(disk: string, happens: DiskTrouble): Promise<DiskReport> {
  const machine = new Machine(disk);
  machine.api.jobs.push(machine.running('a', 10 * MINUTE_MS));
  const [one, other] = [machine.open(), machine.open()];
  await machine.clock.advance(2 * MINUTE_MS);
  const isFirstLeader = one.watch.isLeader;
  if (happens === 'full') {
    fill(path.join(disk, 'filler'));
  } else {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
  }
  const before = machine.api.requests.length;
  await machine.clock.advance(13 * MINUTE_MS);
  const requests = machine.api.requests.length - before;
  const late = machine.open();
  await machine.clock.advance(3 * MINUTE_MS);
  return {
    isFirstLeader,
    rows: [one.rows, other.rows],
    endings: [one, other].map(({ transitions }) => transitions.length),
    requests,
    late: late.rows,
  };
}

function fill(file: string): void {
  for (let size = 1 << 16; size > 0;) {
    try {
      appendFileSync(file, Buffer.alloc(size));
    } catch {
      size >>= 1;
    }
  }
}

if (trouble !== '') {
  process.send?.(await watchOn(folder, trouble as DiskTrouble));
  process.exit();
}
