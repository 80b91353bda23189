// @ts-check
import { start } from './processes.mjs';

const LOOPS = 2;

/** Ends on its own if the process that started it is killed. */
const BUSY = 'const parent = process.ppid; while (process.ppid === parent);';

/** Keeps two cores busy until this process ends. */
export function startLoad() {
  for (let index = 0; index < LOOPS; index += 1) {
    start(process.execPath, ['-e', BUSY], { stdio: 'ignore' });
  }
}
