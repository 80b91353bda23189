import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const WRITES = ['writeFileSync', 'utimesSync', 'renameSync', 'linkSync', 'unlinkSync', 'appendFileSync'] as const;
const READS = ['readFileSync', 'statSync', 'existsSync', 'readdirSync', 'openSync'] as const;

export interface FileCalls {
  readonly writes: number;
  readonly reads: number;
}

/** Counts the blocking calls of the file system during `work`. */
export async function countFileCalls(work: () => Promise<void>): Promise<FileCalls> {
  const counts = { writes: 0, reads: 0 };
  const restore: (() => void)[] = [];
  for (const [kind, names] of [['writes', WRITES] as const, ['reads', READS] as const]) {
    for (const name of names) {
      const original = fs[name];
      const call = original as (...args: unknown[]) => unknown;
      const counted = (...args: unknown[]): unknown => {
        counts[kind]++;
        return call(...args);
      };
      Object.assign(fs, { [name]: counted });
      restore.push(() => Object.assign(fs, { [name]: original }));
    }
  }
  syncBuiltinESMExports();
  try {
    await work();
    return { ...counts };
  } finally {
    restore.forEach((undo) => undo());
    syncBuiltinESMExports();
  }
}
