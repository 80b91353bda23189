// @ts-check
import { existsSync, readFileSync } from 'node:fs';

const MS_PER_SECOND = 1_000;
const SLOWEST = 20;
const MAX_MESSAGE_CHARS = 2_000;

/**
 * @typedef {object} Results
 * @property {number} passed
 * @property {number} failed
 * @property {{ title: string, ms: number }[]} tests
 * @property {{ title: string, message: string }[]} failures
 * @property {{ title: string, limitMs: number } | undefined} current the test or hook in progress
 * @property {boolean} isOver whether mocha has finished
 */

/**
 * Reads what reporter.cjs has written so far. The last line can be incomplete. A line of the kind `shown`, written by a
 * test's hook, says what the window showed at the last failure.
 * @param {string} file
 * @returns {Results}
 */
export function readResults(file) {
  /** @type {Results} */
  const results = { passed: 0, failed: 0, tests: [], failures: [], current: undefined, isOver: false };
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines) {
    const { kind, title, ms, limitMs, message } = JSON.parse(line);
    if (kind === 'passed' || kind === 'failed') {
      results[/** @type {'passed' | 'failed'} */ (kind)] += 1;
      results.tests.push({ title, ms });
    }
    if (kind === 'failed') {
      results.failures.push({ title, message });
    }
    if (kind === 'shown') {
      const last = results.failures.at(-1);
      results.failures.splice(-1, 1, ...(last ? [{ ...last, message: `${last.message}\n${message}` }] : []));
      continue;
    }
    results.current = kind === 'begins' ? { title, limitMs } : undefined;
    results.isOver ||= kind === 'over';
  }
  return results;
}

/** @param {number} ms */
const inSeconds = (ms) => `${(ms / MS_PER_SECOND).toFixed(1).padStart(7)} s`;

/**
 * The parts of a run as lines of a table, in order.
 * @param {readonly { title: string, ms: number }[]} parts
 */
export function timesAsTable(parts) {
  return parts.map(({ title, ms }) => `${inSeconds(ms)}  ${title}`).join('\n');
}

/**
 * The slowest tests as lines of a table, slowest first.
 * @param {readonly { title: string, ms: number, leg: string }[]} tests
 */
export function slowestAsTable(tests) {
  const slowest = [...tests].sort((one, other) => other.ms - one.ms).slice(0, SLOWEST);
  const width = Math.max(0, ...slowest.map(({ leg }) => leg.length));
  return slowest.map(({ leg, title, ms }) => `${inSeconds(ms)}  ${leg.padEnd(width)}  ${title}`).join('\n');
}

/**
 * The tests that failed and why, once more at the end, because a log is often read or cut from there.
 * @param {readonly { title: string, message: string, leg: string }[]} failures
 */
export function failuresAsText(failures) {
  return failures
    .map(
      ({ leg, title, message }) => `  ${leg}  ${title}\n${message.slice(0, MAX_MESSAGE_CHARS).replace(/^/gm, '    ')}`,
    )
    .join('\n');
}
