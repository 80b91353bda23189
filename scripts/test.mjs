// @ts-check
// npm test [-- [checks] [unit] [faults] [integration] [e2e] [--grep text] [--host oldest|newest|all] [--vsix]]
// Installs what is missing, checks, builds, runs the suites, and ends with one line: "N passed, N failed".
// Without --host and --grep, the integration suite and the heart of the end-to-end suite run in the oldest VS Code too.
// --vsix runs the integration suite against the packaged extension; the end-to-end suite always does.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exclusively } from './exclusive.mjs';
import { ensureHost } from './host/fetch.mjs';
import { HOSTS, hostVersion } from './host/versions.mjs';
import { ensureInstalled } from './install.mjs';
import { vsixPath } from './manifest.mjs';
import { endTogether, run } from './processes.mjs';
import { root } from './root.mjs';
import { canServeBrowser, testHost } from './testHost.mjs';

const MS_PER_MINUTE = 60_000;
const LIMITS_MS = {
  unit: 3 * MS_PER_MINUTE,
  faults: 3 * MS_PER_MINUTE,
  integration: 10 * MS_PER_MINUTE,
  e2e: 30 * MS_PER_MINUTE,
};
const UNIT_TEST_LIMIT_MS = 10_000;
const FAULT_TEST_LIMIT_MS = 20_000;
const E2E_TEST_LIMIT_MS = 60_000;
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
const TSC = 'node_modules/typescript/bin/tsc';
/** What the end-to-end suite does in the oldest VS Code too: the main job, from the first look to the file. */
const HEART = 'Watching jobs';
const ALL_LEGS = ['checks', 'unit', 'faults', 'integration', 'e2e'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, host: { type: 'string' }, vsix: { type: 'boolean', default: false } },
});
const legs = new Set(positionals.length > 0 ? positionals : ALL_LEGS);
const hosts =
  options.host === 'all' ? Object.keys(HOSTS) : [options.host ?? process.env['VSCODE_HOST_VERSION'] ?? 'newest'];
const isInBoth =
  !options.host && !options.grep && !process.env['VSCODE_HOST_VERSION'] && !process.env['VSCODE_EXECUTABLE'];
const total = { passed: 0, failed: 0 };

/**
 * Counts one failure for something that left no test results.
 * @param {string} reason
 */
function fail(reason) {
  console.error(reason);
  total.failed += 1;
}

/**
 * A program of ours that says nothing while all is well.
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
 * Runs a program whose mocha leaves its counts in a file. A host that crashes leaves none, whatever its exit code.
 * @param {keyof typeof LIMITS_MS} leg
 * @param {string} title
 * @param {string[]} args for Node
 * @param {Record<string, string>} [env]
 */
async function runSuite(leg, title, args, env = {}) {
  console.log(`\n${title}`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'impact-jobs-results-'));
  const results = path.join(scratch, 'results.json');
  const { code, timedOut } = await run(process.execPath, args, {
    cwd: root,
    limitMs: LIMITS_MS[leg],
    env: {
      ...process.env,
      ...env,
      TEST_RESULTS: results,
      ...(options.grep && { TEST_GREP: options.grep }),
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    },
  });
  let counts;
  try {
    counts = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    counts = undefined;
  }
  rmSync(scratch, { recursive: true, force: true });
  total.passed += counts?.passed ?? 0;
  total.failed += counts?.failed ?? 0;
  if (timedOut) {
    fail(`The ${leg} tests did not end within ${LIMITS_MS[leg] / MS_PER_MINUTE} minutes.`);
  } else if (!counts) {
    fail(`The ${leg} tests ended without a result (exit code ${code}).`);
  } else if (code !== 0 && counts.failed === 0) {
    fail(`The ${leg} tests ended with exit code ${code}.`);
  }
}

/**
 * @param {string} pattern
 * @param {number} limitMs
 * @param {string} [grep]
 */
function mochaArguments(pattern, limitMs, grep = options.grep) {
  return [
    createRequire(import.meta.url).resolve('mocha/bin/mocha.js'),
    ...['--reporter', path.join(root, 'scripts/reporter.cjs')],
    ...['--timeout', String(limitMs)],
    ...(grep ? ['--grep', grep] : ['--forbid-only']),
    pattern,
  ];
}

/** @param {string} host */
async function runIntegration(host) {
  const { name } = await testHost(host);
  const vsix = options.vsix ? ['--vsix', vsixPath()] : [];
  const args = [path.join(root, 'test/integration/runTests.mjs'), '--host', host, ...vsix];
  await runSuite('integration', `Integration tests in ${name}`, args);
}

/**
 * @param {string} host
 * @param {string} [grep]
 */
async function runEndToEnd(host, grep = options.grep) {
  if (!canServeBrowser) {
    console.log('\nThe end-to-end tests need Linux on x64: left out here.');
    return;
  }
  await ensureHost(host);
  const title = `End-to-end tests in VS Code ${hostVersion(host).vscode}`;
  // --exit: a test that failed before it could close its window must not keep the run from ending.
  const args = [...mochaArguments('out/e2e/**/*.e2e.mjs', E2E_TEST_LIMIT_MS, grep), '--exit'];
  await runSuite('e2e', title, args, { VSCODE_HOST_VERSION: host });
}

async function runLegs() {
  await ensureInstalled();
  console.log(legs.has('checks') ? 'Checking types, checking style, building ...' : 'Building ...');
  const [builtExtension, builtTests] = await Promise.all([
    check('The build', 'esbuild.mjs'),
    check('The build of the tests', 'esbuild.mjs', '--tests'),
    ...(legs.has('checks')
      ? [
          check('The type check', TSC, '--noEmit'),
          check('The type check of the webviews', TSC, '--noEmit', '-p', 'src/webviews'),
          check('The style check', 'node_modules/eslint/bin/eslint.js', '.'),
          check('The format check', PRETTIER, '--check', '--log-level', 'warn', '--cache', '.'),
        ]
      : []),
  ]);
  if (!builtExtension || !builtTests) {
    return;
  }
  if (legs.has('unit')) {
    await runSuite('unit', 'Unit tests', mochaArguments('out/unit/**/*.test.mjs', UNIT_TEST_LIMIT_MS), {
      TEST_REPORTER: options.grep ? 'spec' : 'dot',
    });
  }
  if (legs.has('faults')) {
    await runSuite(
      'faults',
      'Downloads through every fault',
      [...mochaArguments('out/faults/*.test.mjs', FAULT_TEST_LIMIT_MS), '--exit'],
      { TEST_REPORTER: 'quiet' },
    );
  }
  if (legs.has('integration') && !options.vsix) {
    for (const host of isInBoth ? ['newest', 'oldest'] : hosts) {
      await runIntegration(host);
    }
  }
  if (!legs.has('e2e') && !options.vsix) {
    return;
  }
  if (await check('Packaging', 'scripts/package.mjs')) {
    for (const host of hosts) {
      if (legs.has('integration') && options.vsix) {
        await runIntegration(host);
      }
      if (legs.has('e2e')) {
        await runEndToEnd(host);
      }
    }
    if (legs.has('e2e') && isInBoth) {
      await runEndToEnd('oldest', HEART);
    }
  }
}

endTogether();
try {
  const unknown = [...legs].find((leg) => !ALL_LEGS.includes(leg));
  if (unknown) {
    throw new Error(`There are no ${unknown} tests, only ${ALL_LEGS.join(', ')}.`);
  }
  const onWait = () => console.log('Another npm test runs in this folder: waiting for it.');
  await exclusively(`${root}/test`, runLegs, onWait);
} catch (error) {
  fail(String(error));
}
const ranSuites = [...legs].some((leg) => leg !== 'checks');
if (ranSuites && total.passed + total.failed === 0) {
  console.error('No test ran.');
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || (ranSuites && total.passed === 0) ? 1 : 0);
