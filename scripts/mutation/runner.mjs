// @ts-check
// A process that runs unit tests again and again, each time with one mutant switched on.
// Its arguments are the test files. It is told what to run, and answers, in messages.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';

/**
 * What to run: all tests with a record of which mutants each of them reaches, or some tests with one mutant.
 * @typedef {{ kind: 'record' } | RunMutant} Order
 * @typedef {object} RunMutant
 * @property {'run'} kind
 * @property {string} [mutant] none for the code as it is
 * @property {Record<string, number>[]} rounds tests and their limits in ms; each round runs if the one before passes
 * @property {number} [hitLimit] how often the mutant may be reached
 */
/**
 * @typedef {{ kind: 'loaded' } | Recorded | Ran} Answer
 * @typedef {object} Recorded
 * @property {'recorded'} kind
 * @property {Record<string, { ms: number, of?: string, failed?: string }>} tests `of` is what the test's file is named
 *   after: `jobList` for `jobList.test.mjs`
 * @property {Record<string, Record<string, number>>} reached by test, how often it reaches which mutants
 * @property {string[]} outside mutants that code outside of tests reaches
 */
/**
 * @typedef {object} Ran
 * @property {'ran'} kind
 * @property {{ test: string, message: string, isLate: boolean }} [failed]
 * @property {boolean} isBusy whether something of the tests still runs
 */

/** As the mutants' switches know it. */
const SWITCHES = '__stryker__';
const ACTIVE = '__STRYKER_ACTIVE_MUTANT__';
const HOOK_LIMIT_MS = 60_000;
const SETTLE_MS = 10;
/** Above this share of the time, something runs on after the tests. */
const BUSY = 0.5;

/**
 * @type {{ mutantCoverage?: any, activeMutant?: string, currentTestId?: string, hitCount?: number, hitLimit?: number }}
 */
const switches = {};
Object.assign(globalThis, { [SWITCHES]: switches });

/** Selects tests by their exact titles, where mocha expects a pattern. */
class Titles extends RegExp {
  /** @param {Record<string, number>} titles */
  constructor(titles) {
    super('');
    this.titles = titles;
  }

  /**
   * @override
   * @param {string} title
   */
  test(title) {
    return Object.hasOwn(this.titles, title);
  }
}

const mocha = new Mocha({ reporter: /** @type {any} */ (class {}), timeout: HOOK_LIMIT_MS });
mocha.cleanReferencesAfterRun(false);
process.argv.slice(2).forEach((file) => mocha.addFile(file));
mocha.suite.beforeEach(
  /** @this {Mocha.Context} */ function () {
    switches.currentTestId = this.currentTest?.fullTitle() ?? '';
  },
);

/** @param {Mocha.Suite} suite @returns {Mocha.Test[]} */
const testsOf = (suite) => [...suite.tests, ...suite.suites.flatMap(testsOf)];
/** @param {Mocha.Suite} suite @param {boolean} bail */
function setBail(suite, bail) {
  suite.bail(bail);
  suite.suites.forEach((inner) => setBail(inner, bail));
}

/**
 * @param {(runner: Mocha.Runner) => void} listen
 * @returns {Promise<void>}
 */
const runMocha = (listen) => new Promise((resolve) => listen(mocha.run(() => resolve())));

/** @returns {Promise<Recorded>} */
async function record() {
  /** @type {Recorded['tests']} */
  const tests = {};
  /** @type {Map<string, string[]>} the tests that a suite's first hook prepares */
  const prepared = new Map();
  setBail(mocha.suite, false);
  await runMocha((runner) => {
    runner.on('hook', (hook) => {
      if (hook.title.startsWith('"before all"') && hook.parent && !hook.parent.root) {
        switches.currentTestId = `${hook.title} ${hook.fullTitle()}`;
        prepared.set(
          switches.currentTestId,
          testsOf(hook.parent).map((test) => test.fullTitle()),
        );
      }
    });
    runner.on('pass', (test) => {
      tests[test.fullTitle()] = { ms: test.duration ?? 0, of: path.basename(test.file ?? '', '.test.mjs') };
    });
    runner.on('fail', (test, { message }) => (tests[test.fullTitle()] = { ms: 0, failed: String(message) }));
  });
  const { static: outside = {}, perTest: reached = {} } = switches.mutantCoverage ?? {};
  for (const [hook, titles] of prepared) {
    for (const title of titles) {
      reached[title] = { ...reached[hook], ...reached[title] };
    }
    delete reached[hook];
  }
  return { kind: 'recorded', tests, reached, outside: Object.keys(outside) };
}

/** @param {RunMutant} order @returns {Promise<Ran>} */
async function run({ mutant, rounds, hitLimit }) {
  setBail(mocha.suite, true);
  /** @type {Ran['failed']} */
  let failed;
  for (const tests of rounds) {
    mocha.grep(new Titles(tests));
    testsOf(mocha.suite).forEach((test) => test.timeout(tests[test.fullTitle()] ?? HOOK_LIMIT_MS));
    Object.assign(switches, { hitCount: hitLimit && 0, hitLimit, activeMutant: mutant, currentTestId: undefined });
    process.env[ACTIVE] = mutant ?? ''; // for the processes that a test starts
    await runMocha((runner) =>
      runner.on('fail', (test, { message, code }) => {
        const isLate = code === 'ERR_MOCHA_TIMEOUT' || String(message).includes('Hit count limit');
        failed ??= { test: test.fullTitle(), message: String(message), isLate };
      }),
    );
    if (failed) {
      break;
    }
  }
  delete switches.activeMutant;
  const before = performance.eventLoopUtilization();
  await wait(SETTLE_MS);
  const isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
  return { kind: 'ran', ...(failed && { failed }), isBusy };
}

process.on('message', async (/** @type {Order} */ order) => {
  process.send?.(order.kind === 'record' ? await record() : await run(order));
});
// What tests load later is loaded now, so that no mutant in it takes effect only in the first test that loads it.
const outdir = path.resolve('out');
for (const name of readdirSync(outdir).filter((file) => file.endsWith('.mjs'))) {
  await import(pathToFileURL(path.join(outdir, name)).href);
}
await mocha.loadFilesAsync();
process.send?.(/** @type {Answer} */ ({ kind: 'loaded' }));
