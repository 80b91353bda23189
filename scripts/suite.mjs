// @ts-check
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './processes.mjs';
import { readResults } from './results.mjs';
import { root } from './root.mjs';
import { watchForStall } from './stall.mjs';

const MS_PER_SECOND = 1_000;
/** How long nothing may happen between tests, because VS Code starts there. */
const BETWEEN_TESTS_MS = 300_000;
/** Mocha itself ends a test at its limit, unless the test blocks the process. */
const BEYOND_LIMIT_MS = 120_000;
/** VS Code's own TypeScript server creates this folder and keeps it. The number is the user's ID. */
const LEFT_BY_VSCODE = /^vscode-typescript\d*$/;

/** @type {Set<string>} */
const scratches = new Set();
process.on('exit', () => scratches.forEach(removeScratch)); // after a signal, nothing else runs

/** @param {string} scratch */
function removeScratch(scratch) {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  scratches.delete(scratch);
}

/**
 * Runs a program whose mocha reports through reporter.cjs, in a temporary folder that has to be empty at the end.
 * However the program ends, the results until then count.
 * @param {string} leg
 * @param {string[]} args for Node
 * @param {Record<string, string>} env
 * @param {{ beyondLimitMs?: number, capture?: boolean }} [options] `beyondLimitMs` is how much longer than mocha's
 *   limit a test may take; `capture` keeps what the program prints instead of showing it
 * @returns {Promise<{ results: import('./results.mjs').Results, problems: string[], output: string }>} `problems` are
 *   failures beside those of tests
 */
export async function runSuite(leg, args, env, { beyondLimitMs = BEYOND_LIMIT_MS, ...options } = {}) {
  // Short, because the path of a socket in it can have at most 107 characters.
  const scratch = mkdtempSync(path.join(tmpdir(), 'ij-'));
  const temporary = path.join(scratch, 't');
  const file = path.join(scratch, 'results');
  scratches.add(scratch);
  mkdirSync(temporary);
  const stalled = new AbortController();
  const limitMs = () => {
    const { current } = readResults(file);
    return current ? current.limitMs + beyondLimitMs : BETWEEN_TESTS_MS;
  };
  const endWatch = watchForStall(file, limitMs, () => stalled.abort());
  try {
    const { code, output } = await run(process.execPath, args, {
      ...options,
      cwd: root,
      abort: stalled.signal,
      env: {
        ...process.env,
        ...env,
        TEST_RESULTS: file,
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
        FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
      },
    });
    const results = readResults(file);
    const problems = [endOf(leg, results, code, stalled.signal.aborted ? limitMs() : undefined)];
    const left = readdirSync(temporary).filter((name) => !LEFT_BY_VSCODE.test(name));
    if (left.length > 0 && results.isOver) {
      problems.push(`The ${leg} tests left this in the temporary folder: ${left.join(', ')}.`);
    }
    return { results, output, problems: problems.filter((problem) => problem !== undefined) };
  } finally {
    endWatch();
    removeScratch(scratch);
  }
}

/**
 * What's wrong with how a leg ended. Undefined if nothing is.
 * @param {string} leg
 * @param {import('./results.mjs').Results} results
 * @param {number} code
 * @param {number | undefined} silentMs how long nothing had happened when it was ended
 */
function endOf(leg, { current, isOver, failed, passed }, code, silentMs) {
  const where = current ? `in "${current.title}"` : `after ${passed + failed} tests, between two`;
  if (silentMs !== undefined) {
    return `The ${leg} tests were ended: nothing happened for ${silentMs / MS_PER_SECOND} s ${where}.`;
  }
  if (!isOver) {
    return `The ${leg} tests ended early ${where} (exit code ${code}).`;
  }
  return code !== 0 && failed === 0 ? `The ${leg} tests ended with exit code ${code}.` : undefined;
}
