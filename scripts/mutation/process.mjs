// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, stop } from '../processes.mjs';

/** @typedef {import('./runner.mjs').Order} Order */
/** @typedef {import('./runner.mjs').Answer} Answer */

const RUNNER = fileURLToPath(new URL('runner.mjs', import.meta.url));
const LOAD_LIMIT_MS = 300_000;

/** @type {Set<string>} */
const scratches = new Set();
process.on('exit', () => scratches.forEach((scratch) => rmSync(scratch, { recursive: true, force: true })));

/** A process that runs tests, with a temporary folder of its own. */
export class TestProcess {
  #scratch = mkdtempSync(path.join(tmpdir(), 'ij-'));
  #child;
  #isOver = false;

  /** @param {string} testRoot where tests run @param {string[]} files tests */
  constructor(testRoot, files) {
    scratches.add(this.#scratch);
    this.#child = start(process.execPath, [RUNNER, ...files], {
      cwd: testRoot,
      // What tests print, and what a mutant breaks, says nothing.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TMPDIR: this.#scratch, TEMP: this.#scratch, TMP: this.#scratch },
    });
    this.#child.once('exit', () => (this.#isOver = true));
  }

  /** Loads the tests. */
  async load() {
    if ((await this.#answer(LOAD_LIMIT_MS)) === undefined) {
      throw new Error('The tests could not be loaded.');
    }
    return this;
  }

  /**
   * @param {Order} order
   * @param {number} limitMs
   * @returns {Promise<Answer | undefined>} none if the process crashes or does not answer
   */
  async ask(order, limitMs) {
    if (this.#isOver) {
      return undefined;
    }
    this.#child.send(order, () => {});
    return this.#answer(limitMs);
  }

  async end() {
    await stop(this.#child);
    rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 5 });
    scratches.delete(this.#scratch);
  }

  /** @param {number} limitMs @returns {Promise<Answer | undefined>} */
  #answer(limitMs) {
    return new Promise((resolve) => {
      /** @param {Answer} [answer] */
      const settle = (answer) => {
        clearTimeout(timer);
        this.#child.off('message', settle).off('exit', none);
        resolve(answer);
      };
      const none = () => settle();
      const timer = setTimeout(none, limitMs);
      this.#child.on('message', settle).once('exit', none);
    });
  }
}
