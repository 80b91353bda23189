import { errorCode } from './fileError';

/** On Windows, a file that somebody is reading can't be replaced for a moment: a virus scanner, or another window. */
const PASSING = ['EPERM', 'EBUSY', 'EACCES'];
const PAUSES_MS = [1, 5, 20, 50];

/** Calls `act` again after short pauses if it fails because a file is in use. Throws its last error. */
export function patiently(act: () => void, pause: (ms: number) => void = sleep): void {
  for (const pauseMs of PAUSES_MS) {
    try {
      act();
      return;
    } catch (error) {
      if (!PASSING.includes(errorCode(error) ?? '')) {
        throw error;
      }
      pause(pauseMs);
    }
  }
  act();
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
