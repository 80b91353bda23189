import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { failuresAsText, slowestAsTable, timesAsTable } from '../../../scripts/results.mjs';
import type * as suite from '../../../scripts/suite.mjs';
import { temporaryFolder } from '../../support/temporaryFolder';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { runSuite } = (await import(pathToFileURL(path.resolve('scripts/suite.mjs')).href)) as typeof suite;

const mochaPath = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const NO_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 1_000;
const BEYOND_LIMIT_MS = 2_000;
/** Keeps the process from doing anything else, mocha's limit included, and takes no processor time. */
const BLOCK = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
const PASSES = "it('passes', () => {});";
const FAILS = "it('fails', () => { throw new Error('no'); });";

describe('A suite that npm test runs', () => {
  const folder = temporaryFolder();

  /** Runs tests in a process of their own, as `npm test` does, and shows nothing. */
  function runTests(body: string, limitMs = NO_LIMIT_MS): ReturnType<typeof runSuite> {
    const file = folder.write('suite.cjs', `describe('Suite', () => {\n${body}\n});\n`);
    const reporter = path.resolve('scripts/reporter.cjs');
    return runSuite(
      'own',
      [mochaPath, '--reporter', reporter, '--timeout', String(limitMs), file],
      {},
      { beyondLimitMs: BEYOND_LIMIT_MS, capture: true },
    );
  }

  it('counts its tests, with their titles and times', async () => {
    const { results, problems } = await runTests(`${PASSES} ${FAILS} it.skip('waits', () => {});`);
    assert.deepEqual([results.passed, results.failed, results.isOver], [1, 1, true]);
    assert.deepEqual(
      results.tests.map(({ title }) => title),
      ['Suite passes', 'Suite fails'],
    );
    assert.ok(results.tests.every(({ ms }) => ms >= 0));
    const failures = results.failures.map((failure) => ({ ...failure, leg: 'unit' }));
    assert.equal(failuresAsText(failures), '  unit  Suite fails\n    no');
    assert.deepEqual(problems, []);
  });

  it('says what a window showed when its test failed', async () => {
    const { results } = await runTests(`${FAILS} ${PASSES} afterEach(function () {
      const shown = JSON.stringify({ kind: 'shown', message: 'heading "Explorer"' });
      this.currentTest.state === 'failed' &&
        require('node:fs').appendFileSync(process.env.TEST_RESULTS, shown + '\\n');
    });`);
    assert.deepEqual(results.failures, [{ title: 'Suite fails', message: 'no\nheading "Explorer"' }]);
    assert.deepEqual([results.passed, results.failed], [1, 1]);
  });

  it('that stalls in a test is ended, names that test, and keeps its counts', async () => {
    const { results, problems } = await runTests(`${PASSES} ${FAILS} it('blocks', () => { ${BLOCK} });`, TEST_LIMIT_MS);
    assert.deepEqual([results.passed, results.failed], [1, 1]);
    const seconds = (TEST_LIMIT_MS + BEYOND_LIMIT_MS) / 1_000;
    assert.deepEqual(problems, [`The own tests were ended: nothing happened for ${seconds} s in "Suite blocks".`]);
  });

  it('that stalls in a hook names the hook', async () => {
    const { problems } = await runTests(`after('cleans up', () => { ${BLOCK} }); ${PASSES}`, TEST_LIMIT_MS);
    assert.match(problems.join(), /nothing happened for 3 s in "Suite "after all" hook: cleans up/);
  });

  it('that crashes names the test it was in, and keeps its counts', async () => {
    const { results, problems } = await runTests(
      `${PASSES} it('crashes', () => process.kill(process.pid, 'SIGKILL'));`,
    );
    assert.deepEqual([results.passed, results.failed], [1, 0]);
    assert.deepEqual(problems, ['The own tests ended early in "Suite crashes" (exit code 137).']);
  });

  it('that exits between two tests says after how many', async () => {
    const { results, problems } = await runTests(`${PASSES} afterEach(() => setImmediate(() => process.exit(3)));
      it('never comes', () => new Promise((resolve) => setTimeout(resolve, 60_000)));`);
    assert.equal(results.passed, 1);
    assert.match(problems.join(), /^The own tests ended early .* \(exit code 3\)\.$/);
  });

  it("can't pass by its exit code only", async () => {
    const { problems } = await runTests('process.exit(0);');
    assert.deepEqual(problems, ['The own tests ended early after 0 tests, between two (exit code 0).']);
  });

  it('can fail by its exit code only', async () => {
    const { problems } = await runTests(`${PASSES} process.on('exit', () => process.exit(7));`);
    assert.deepEqual(problems, ['The own tests ended with exit code 7.']);
  });

  it('names what it leaves in the temporary folder, except what VS Code leaves', async () => {
    const leave = (...names: string[]): string =>
      `it('leaves', () => ${JSON.stringify(names)}.forEach((name) =>
        require('node:fs').mkdirSync(require('node:path').join(require('node:os').tmpdir(), name))));`;
    const { problems } = await runTests(leave('mine', 'vscode-typescript0', 'vscode-typescript-mine'));
    assert.deepEqual(problems, ['The own tests left this in the temporary folder: mine, vscode-typescript-mine.']);
    assert.deepEqual((await runTests(leave('vscode-typescript1000'))).problems, []);
  });

  it('has a temporary folder of its own, which is gone afterwards', async () => {
    const { problems } = await runTests(
      `it('tells', () => require('node:fs').writeFileSync(${JSON.stringify(path.join(folder.path(), 'told'))},
        require('node:os').tmpdir()));`,
    );
    assert.deepEqual(problems, []);
    const told = readFileSync(path.join(folder.path(), 'told'), 'utf8');
    assert.notEqual(told, tmpdir());
    assert.ok(!existsSync(told));
  });

  it('leaves no temporary folder when a signal ends the run', async () => {
    const test = folder.write(
      'suite.cjs',
      `it('waits', (done) => { console.log('waiting'); setTimeout(done, 60_000); });`,
    );
    const at = (script: string): string => JSON.stringify(pathToFileURL(path.resolve('scripts', script)).href);
    const runner = folder.write(
      'runner.mjs',
      `import { endTogether } from ${at('processes.mjs')};
      import { runSuite } from ${at('suite.mjs')};
      endTogether();
      await runSuite('own', [${JSON.stringify(mochaPath)}, ${JSON.stringify(test)}], {});`,
    );
    mkdirSync(path.join(folder.path(), 'tmp'));
    const child = spawn(process.execPath, [runner], {
      env: { ...process.env, TMPDIR: path.join(folder.path(), 'tmp') },
    });
    await once(child.stdout, 'data');
    assert.equal(readdirSync(path.join(folder.path(), 'tmp')).length, 1);
    child.kill('SIGTERM');
    await once(child, 'exit');
    assert.deepEqual(readdirSync(path.join(folder.path(), 'tmp')), []);
  });
});

describe('The slowest tests', () => {
  it('are twenty lines, slowest first, with their leg', () => {
    const tests = Array.from({ length: 25 }, (_, index) => ({ title: `test ${index}`, ms: index * 100, leg: 'unit' }));
    const lines = slowestAsTable([...tests, { title: 'in a window', ms: 61_000, leg: 'e2e' }]).split('\n');
    assert.equal(lines.length, 20);
    assert.equal(lines[0], '   61.0 s  e2e   in a window');
    assert.equal(lines[1], '    2.4 s  unit  test 24');
  });
});

describe('The parts of a run', () => {
  it('are listed with their times, in order', () => {
    const parts = [
      { title: 'The builds', ms: 2_400 },
      { title: 'Unit tests', ms: 118_000 },
    ];
    assert.equal(timesAsTable(parts), '    2.4 s  The builds\n  118.0 s  Unit tests');
  });
});
