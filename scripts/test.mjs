// @ts-check
// npm test [-- [checks] [unit] [faults] [integration] [e2e] [--grep text] [--host oldest|newest|all] [--vsix] [--load]]
// Installs what's missing, checks, builds, runs the suites, and ends with the slowest tests and "N passed, N failed".
// Without --host and --grep, the integration suite and the heart of the end-to-end suite run in the oldest VS Code too.
// --vsix runs the integration suite against the packaged extension; the end-to-end suite always does.
// --load keeps two cores busy meanwhile, because no result may depend on the machine's speed.
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exclusively } from './exclusive.mjs';
import { ensureHost } from './host/fetch.mjs';
import { HOSTS, hostVersion } from './host/versions.mjs';
import { ensureInstalled } from './install.mjs';
import { vsixPath } from './manifest.mjs';
import { runInLanes } from './lanes.mjs';
import { startLoad } from './load.mjs';
import { endTogether, run } from './processes.mjs';
import { failuresAsText, slowestAsTable, timesAsTable } from './results.mjs';
import { root } from './root.mjs';
import { runSuite } from './suite.mjs';
import { canServeBrowser, testHost } from './testHost.mjs';

/** Catches a test that hangs. Far longer than the longest test on a busy machine. */
const TEST_LIMIT_MS = 180_000;
/** A run of at most this many tests prints no table of times, because few tests show their times themselves. */
const SHOWN_ALL = 20;
const MS_PER_SECOND = 1_000;
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
const TSC = 'node_modules/typescript/bin/tsc';
/**
 * The part of the end-to-end suite that also runs in the oldest VS Code: the main task, from the first look to the
 * file.
 */
const HEART = 'Watching jobs';
/** As many as small machines have cores. Three aren't faster, and tests take twice as long. */
const LANES = 2;
/** Small files of the end-to-end suite whose tests wait for impact.com's polls, and so take as long as large ones. */
const WAITING = ['focus.e2e.ts', 'windows.e2e.ts'];
const ALL_LEGS = ['checks', 'unit', 'faults', 'integration', 'e2e'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    host: { type: 'string' },
    vsix: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
  },
});
const LEGS = new Set(positionals.length > 0 ? positionals : ALL_LEGS);
const hosts =
  options.host === 'all' ? Object.keys(HOSTS) : [options.host ?? process.env['VSCODE_HOST_VERSION'] ?? 'newest'];
const isInBoth =
  !options.host && !options.grep && !process.env['VSCODE_HOST_VERSION'] && !process.env['VSCODE_EXECUTABLE'];
const total = { passed: 0, failed: 0 };
/** @type {{ title: string, ms: number }[]} */
const times = [];
/** @type {{ title: string, ms: number, leg: string }[]} */
const tests = [];
/** @type {{ title: string, message: string, leg: string }[]} */
const failures = [];

/**
 * Counts one failure for a part without test results.
 * @param {string} reason
 */
function fail(reason) {
  console.error(reason);
  failures.push({ leg: 'run', title: 'Outside of a test', message: reason });
  total.failed += 1;
}

/**
 * Runs one of our programs that prints nothing if all is well.
 * @param {string} name
 * @param {string[]} args for Node
 * @returns {Promise<boolean>} whether it was
 */
async function check(name, ...args) {
  const { code, output } = await run(process.execPath, args, { cwd: root, capture: true });
  if (code !== 0) {
    fail(`${output}\n${name} failed.`);
  }
  return code === 0;
}

/**
 * Runs a part and records its time for the table at the end.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function timed(title, work) {
  const beganMs = performance.now();
  try {
    return await work();
  } finally {
    times.push({ title, ms: performance.now() - beganMs });
  }
}

/**
 * @callback Task Runs a part of the tests, or the checks.
 * @param {boolean} capture shows what they print when they end, because other tasks run at the same time
 * @returns {Promise<void>}
 */

/**
 * Runs the tests of a leg and counts them.
 * @param {string} leg
 * @param {string} title
 * @param {string[]} args for Node
 * @param {Record<string, string>} [env]
 * @returns {Task}
 */
function legTask(leg, title, args, env = {}) {
  return async (capture) => {
    if (!capture) {
      console.log(`\n${title}`);
    }
    const grep = options.grep && { TEST_GREP: options.grep };
    const { results, problems, output } = await timed(title, () =>
      runSuite(leg, args, { ...env, ...grep }, { capture }),
    );
    if (capture) {
      console.log(`\n${title}\n${output}`);
    }
    total.passed += results.passed;
    total.failed += results.failed;
    tests.push(...results.tests.map((test) => ({ ...test, leg })));
    failures.push(...results.failures.map((failure) => ({ ...failure, leg })));
    problems.forEach(fail);
  };
}

/**
 * @param {string} pattern
 * @param {string} [grep]
 */
function mochaArguments(pattern, grep = options.grep) {
  return [
    createRequire(import.meta.url).resolve('mocha/bin/mocha.js'),
    ...['--reporter', path.join(root, 'scripts/reporter.cjs')],
    ...['--timeout', String(TEST_LIMIT_MS)],
    ...(grep ? ['--grep', grep] : ['--forbid-only']),
    pattern,
  ];
}

/** @param {string} host */
async function integrationTask(host) {
  const { name } = await testHost(host);
  const vsix = options.vsix ? ['--vsix', vsixPath()] : [];
  const args = [path.join(root, 'test/integration/runTests.mjs'), '--host', host, ...vsix];
  return legTask('integration', `Integration tests in ${name}`, args);
}

/** The files of the end-to-end suite, the longest first, so that no long one runs alone at the end. */
function endToEndFiles() {
  const folder = path.join(root, 'test/e2e');
  const lengthOf = (/** @type {string} */ name) =>
    WAITING.includes(name) ? Infinity : statSync(path.join(folder, name)).size;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.e2e.ts'))
    .sort((one, other) => (lengthOf(one) === lengthOf(other) ? 0 : lengthOf(other) - lengthOf(one)))
    .map((name) => name.slice(0, -'.ts'.length));
}

/**
 * @param {string} host
 * @param {string} [grep]
 */
async function endToEndTasks(host, grep = options.grep) {
  if (!canServeBrowser) {
    console.log('\nSkipped the end-to-end tests, which need Linux on x64.');
    return [];
  }
  await ensureHost(host);
  const title = `End-to-end tests in VS Code ${hostVersion(host).vscode}`;
  const env = { VSCODE_HOST_VERSION: host };
  // `--exit`, because a test that failed before closing its window must not keep the run from ending.
  /** @param {string} pattern */
  const args = (pattern) => [...mochaArguments(pattern, grep), '--exit'];
  if (grep) {
    return [legTask('e2e', title, args('out/e2e/**/*.e2e.mjs'), env)];
  }
  return endToEndFiles().map((file) => legTask('e2e', `${title}: ${file}`, args(`out/e2e/${file}.mjs`), env));
}

/** One after the other, because running them in parallel isn't faster, and tests run at the same time. */
async function runChecks() {
  console.log('Checking types, style, and format ...');
  await check('The type check', TSC, '--noEmit');
  await check('The type check of the webviews', TSC, '--noEmit', '-p', 'src/webviews');
  await check('The style check', 'node_modules/eslint/bin/eslint.js', '.');
  await check('The format check', PRETTIER, '--check', '--log-level', 'warn', '--cache', '.');
}

function unitTask() {
  const env = { TEST_REPORTER: options.grep ? 'spec' : 'dot' };
  return legTask('unit', 'Unit tests', mochaArguments('out/unit/**/*.test.mjs'), env);
}

function faultsTask() {
  const args = [...mochaArguments('out/faults/*.test.mjs'), '--exit'];
  return legTask('faults', 'Downloads through every fault', args, { TEST_REPORTER: 'quiet' });
}

/** The longest first, so that no long one runs alone at the end. */
async function allTasks() {
  /** @type {Task[]} */
  const tasks = [];
  if (LEGS.has('unit')) {
    tasks.push(unitTask());
  }
  if (LEGS.has('checks')) {
    tasks.push(() => timed('The checks', runChecks));
  }
  if (LEGS.has('integration')) {
    for (const host of isInBoth ? ['newest', 'oldest'] : hosts) {
      tasks.push(await integrationTask(host));
    }
  }
  if (LEGS.has('e2e')) {
    for (const host of hosts) {
      tasks.push(...(await endToEndTasks(host)));
    }
    if (isInBoth) {
      tasks.push(...(await endToEndTasks('oldest', HEART)));
    }
  }
  if (LEGS.has('faults')) {
    tasks.push(faultsTask());
  }
  return tasks;
}

/**
 * What the tasks read. They run at the same time, so none of them may build it again.
 * @returns {Promise<boolean>} whether it is there
 */
async function build() {
  console.log('Building ...');
  // In this order, because the first empties out/, where packaging puts its readme.
  if (!(await check('The build of the tests', 'esbuild.mjs', '--tests'))) {
    return false;
  }
  const isPackaged = LEGS.has('e2e') || options.vsix;
  return isPackaged ? check('Packaging', 'scripts/package.mjs') : check('The build', 'esbuild.mjs');
}

async function runLegs() {
  await ensureInstalled();
  if (!(await timed('The builds', build))) {
    return;
  }
  const tasks = await allTasks();
  // With --grep, somebody is watching: runs one at a time, and shows its output immediately.
  const lanes = options.grep ? 1 : LANES;
  const capture = lanes > 1 && tasks.length > 1;
  await runInLanes(
    lanes,
    tasks.map((task) => () => task(capture)),
  );
}

endTogether();
const startedMs = performance.now();
try {
  if (options.load) {
    startLoad();
  }
  const unknown = [...LEGS].find((leg) => !ALL_LEGS.includes(leg));
  if (unknown) {
    throw new Error(`${unknown} isn't a kind of test. Choose from ${ALL_LEGS.join(', ')}.`);
  }
  const onWait = () => console.log('Waiting for another npm test in this folder.');
  await exclusively(`${root}/test`, runLegs, onWait);
} catch (error) {
  fail(String(error));
}
const ranSuites = [...LEGS].some((leg) => leg !== 'checks');
if (ranSuites && total.passed + total.failed === 0) {
  console.error('No tests ran.');
}
if (tests.length > SHOWN_ALL) {
  console.log(`\nWhat took ${Math.round((performance.now() - startedMs) / MS_PER_SECOND)} s:\n${timesAsTable(times)}`);
  console.log('\nThe slowest tests:');
  console.log(slowestAsTable(tests));
}
if (failures.length > 0) {
  console.log(`\nWhat failed:\n${failuresAsText(failures)}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || (ranSuites && total.passed === 0) ? 1 : 0);
