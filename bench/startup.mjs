// @ts-check
// npm run bench:startup: what starting the extension costs, beside an empty one in the same run.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTests } from '@vscode/test-electron';
import { QUIET_SETTINGS } from '../scripts/host/settings.mjs';
import { root } from '../scripts/root.mjs';
import { testHost } from '../scripts/testHost.mjs';
import { activationsOf, loadTime } from './startupParts.mjs';

const ROUNDS = 15;
const HOST_ROUNDS = 5;
const scratch = mkdtempSync(path.join(tmpdir(), 'impact-jobs-bench-'));

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @param {number} value */
const ms = (value) => `${value.toFixed(1)} ms`;

function makeEmptyExtension() {
  const folder = path.join(scratch, 'empty');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'empty',
      publisher: 'bench',
      version: '0.0.0',
      engines: { vscode: '^1.96.0' },
      main: './main.js',
      activationEvents: ['onStartupFinished'],
    }),
  );
  writeFileSync(path.join(folder, 'main.js'), 'exports.activate = () => {};');
  return folder;
}

function printSizes() {
  console.log('Bundles (minified):');
  for (const name of readdirSync(path.join(root, 'dist'))
    .filter((file) => file.endsWith('.js'))
    .sort()) {
    const file = path.join(root, 'dist', name);
    const { size } = statSync(file);
    const gzipped = gzipSync(readFileSync(file)).length;
    console.log(
      `  ${name.padEnd(22)} ${(size / 1000).toFixed(1).padStart(7)} kB  ${(gzipped / 1000).toFixed(1).padStart(6)} kB gzip${name === 'extension.js' ? '   <- all that activate loads (we hold 100 kB)' : ''}`,
    );
  }
}

/** @param {string} empty */
function benchLoad(empty) {
  const files = { empty: path.join(empty, 'main.js'), ours: path.join(root, 'dist/extension.js') };
  /** @type {Record<'empty' | 'ours', number[]>} */
  const times = { empty: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(loadTime(files.empty));
    times.ours.push(loadTime(files.ours));
  }
  const difference = median(times.ours) - median(times.empty);
  console.log(
    `Load in a fresh process, median of ${ROUNDS}: empty ${ms(median(times.empty))}, ours ${ms(median(times.ours))}, difference ${ms(difference)} (we hold 5 ms)`,
  );
}

/** @param {string} empty */
async function benchHost(empty) {
  const host = await testHost();
  const report = path.join(scratch, 'report.jsonl');
  writeFileSync(report, '');
  // One extension a window: in a browser VS Code takes no more than one under development.
  const extensions = { 'bench.empty': empty, 'impact-jobs.impact-jobs': root };
  for (let round = 0; round < HOST_ROUNDS; round++) {
    for (const [id, folder] of Object.entries(extensions)) {
      const profile = path.join(scratch, `profile-${round}-${id}`);
      const user = path.join(profile, 'data/User');
      const workspace = path.join(profile, 'workspace');
      mkdirSync(user, { recursive: true });
      mkdirSync(workspace);
      writeFileSync(path.join(user, 'settings.json'), JSON.stringify(QUIET_SETTINGS));
      await runTests({
        vscodeExecutablePath: host.executable,
        extensionDevelopmentPath: folder,
        extensionTestsPath: path.join(root, 'bench/startupInHost.cjs'),
        launchArgs: [
          workspace,
          '--disable-extensions',
          `--user-data-dir=${path.join(profile, 'data')}`,
          `--extensions-dir=${path.join(profile, 'extensions')}`,
        ],
        extensionTestsEnv: { ...host.env, BENCH_REPORT: report, BENCH_EXTENSION: id },
      });
    }
  }
  const activations = activationsOf(readFileSync(report, 'utf8'), Object.keys(extensions), HOST_ROUNDS);
  /** @param {string} id */
  const rows = (id) => activations.get(id) ?? [];
  /** @param {string} id */
  const total = (id) => median(rows(id).map(({ load, call, finish }) => load + call + finish));
  /** @param {string} id */
  const parts = (id) =>
    /** @type {const} */ (['load', 'call', 'finish'])
      .map((part) => `${part} ${median(rows(id).map((row) => row[part]))}`)
      .join(', ');
  console.log(`Activation in ${host.name}, median of ${HOST_ROUNDS}, ms:`);
  console.log(`  empty  ${parts('bench.empty')}`);
  console.log(`  ours   ${parts('impact-jobs.impact-jobs')}`);
  console.log(
    `  ours above the empty one: ${ms(total('impact-jobs.impact-jobs') - total('bench.empty'))} (we hold 10 ms)`,
  );
}

try {
  const empty = makeEmptyExtension();
  printSizes();
  benchLoad(empty);
  await benchHost(empty);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
