// @ts-check
// npm run test:mutation -- jobs share/claims.ts [--again]
// Changes the code of folders or files of src/core in many small ways, and prints which changes no unit test of their
// folder notices. Results are kept, so a second run tests only what has changed since. --again forgets them.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

/** The folders of src/core, with the folders of test/unit/core that test them. */
const TESTS = {
  api: ['api'],
  jobs: ['jobs', 'arrange', 'history'],
  watch: ['watch'],
  share: ['share'],
  download: ['download'],
  runs: ['runs'],
};
const FOLDERS = Object.keys(TESTS);
/** The percentage of changes that tests have to notice. */
const HELD = 85;
/** The number of test runs at a time. Leaves cores for other work, because all folders take an hour or more. */
const CONCURRENCY = 2;
/** The first run of all tests takes several minutes for `runs` on a busy machine. */
const DRY_RUN_MINUTES = 30;
/** Their answers come from the text of the code, which differs here. */
const READS_CODE = 'is the only file that decides by the name of a status';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { again: { type: 'boolean', default: false } },
});
const parts = positionals.length > 0 ? positionals : FOLDERS;
const unknown = parts.find((part) => !FOLDERS.includes(part.split('/', 1)[0] ?? ''));
if (unknown) {
  throw new Error(`No mutation tests are for ${unknown}. Choose from ${FOLDERS.join(', ')}, or a file in one of them.`);
}

/** @param {string} part a folder of src/core, or a file in one */
async function testPart(part) {
  const [folder = '', file = '**/*.ts'] = part.split('/');
  const tested = Object.entries(TESTS).flatMap(([name, tests]) => (name === folder ? tests : []));
  const results = path.join(root, 'node_modules/.cache/mutation', `${part.replace('/', '-')}.json`);
  if (values.again && existsSync(results)) {
    rmSync(results);
  }
  const mutants = await new Stryker({
    mutate: [`src/core/${folder}/${file}`],
    buildCommand: `node esbuild.mjs --unit ${tested.map((name) => `core/${name}`).join(' ')}`,
    testRunner: 'mocha',
    mochaOptions: { spec: ['out/unit/**/*.test.mjs'], grep: `^(?!.*${READS_CODE})` },
    plugins: ['@stryker-mutator/mocha-runner'],
    coverageAnalysis: 'perTest',
    concurrency: CONCURRENCY,
    dryRunTimeoutMinutes: DRY_RUN_MINUTES,
    incremental: true,
    incrementalFile: results,
    ignorePatterns: ['dist', 'artifacts', '.start', '.vscode-test'],
    tempDirName: 'out/mutation',
    reporters: ['clear-text'],
    clearTextReporter: { logTests: false, allowEmojis: false, reportTests: false },
    thresholds: { high: HELD, low: HELD, break: null },
    allowConsoleColors: process.stdout.isTTY,
    checkers: [],
  }).runMutationTest();
  const counted = mutants.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status));
  const noticed = counted.filter(({ status }) => ['Killed', 'Timeout'].includes(status));
  return { part, noticed: noticed.length, of: counted.length };
}

await ensureInstalled();
const scores = [];
for (const part of parts) {
  scores.push(await testPart(part));
}
for (const { part, noticed, of } of scores) {
  const percent = of === 0 ? 100 : (100 * noticed) / of;
  const verdict = percent >= HELD ? 'held' : 'NOT HELD';
  console.log(`${part}: ${noticed} of ${of} changes noticed, ${percent.toFixed(1)} %, at least ${HELD} %: ${verdict}`);
}
