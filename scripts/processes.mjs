// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

const KILL_AFTER_MS = 3_000;
const CHECK_NPM_EVERY_MS = 500;
const EXIT_BY_SIGNAL = 128;
const isWindows = process.platform === 'win32';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();
let isEnding = false;

/** Whether a signal has told this process to end. */
export const isToEnd = () => isEnding;

/** @param {ChildProcess} child */
const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

/**
 * Signals a process and everything that it started.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup({ pid }, signal) {
  if (pid === undefined) {
    return;
  }
  try {
    if (isWindows) {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // All of them have ended.
  }
}

/**
 * Starts a program in its own process group, which ends with this process.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: !isWindows, ...options });
  running.add(child);
  // Also ends what the program started and left behind.
  const forget = () => {
    signalGroup(child, 'SIGKILL');
    running.delete(child);
  };
  child.once('exit', forget).once('error', () => running.delete(child));
  return child;
}

/**
 * Asks a process group to end, and kills it if it doesn't.
 * @param {ChildProcess} child
 * @returns {Promise<void>}
 */
export function stop(child) {
  return new Promise((resolve) => {
    if (hasEnded(child) || child.pid === undefined) {
      return resolve();
    }
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    signalGroup(child, 'SIGTERM');
  });
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { abort?: AbortSignal, capture?: boolean }} [options]
 *   `abort` ends it before, with all that it started; `capture` keeps what it prints instead of showing it
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { abort, capture = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = capture ? /** @type {const} */ (['ignore', 'pipe', 'pipe']) : undefined;
    const child = start(command, args, { ...options, ...(stdio && { stdio: [...stdio] }) });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    abort?.addEventListener('abort', () => void stop(child));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (isEnding) {
        return; // and nothing that waits for it continues
      }
      const signalNumber = signal ? constants.signals[signal] : 0;
      resolve({ code: code ?? EXIT_BY_SIGNAL + signalNumber, output });
    });
  });
}

/**
 * Lets a signal end this process only after everything that it started has ended. A second signal ends everything
 * immediately.
 * @param {number} [exitCode] instead of the signal's
 */
export function endTogether(exitCode) {
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    const code = exitCode ?? EXIT_BY_SIGNAL + constants.signals[signal];
    if (isEnding) {
      process.exit(code);
    }
    isEnding = true;
    await Promise.all([...running].map(stop));
    process.exit(code);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => end(signal));
  }
  process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));

  // npm passes a signal only to the shell that runs this script.
  const shell = process.ppid;
  if (process.env['npm_lifecycle_event']) {
    const timer = setInterval(() => {
      if (process.ppid !== shell) {
        clearInterval(timer);
        void end('SIGTERM');
      }
    }, CHECK_NPM_EVERY_MS);
    timer.unref();
  }
}
