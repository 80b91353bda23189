// npm run bench:startup [-- --rounds 3]: what starting the extension costs, beside an empty one, and beside one that
// only registers the same things, in alternated rounds.
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { runTests } from '@vscode/test-electron';
import type * as settings from '../scripts/host/settings.mjs';
import type * as hosts from '../scripts/testHost.mjs';
import type * as parts from './startup/parts.mjs';
import { CONTEXT_KEYS } from '../src/vscode/ids';
import { benchmark, type Report } from './support/benchmark';
import { countOption, median } from './support/figures';

// Loaded at run time, not bundled, because they find the project from their own location.
const load = async (file: string): Promise<unknown> => import(pathToFileURL(path.resolve(file)).href);
const { QUIET_SETTINGS } = (await load('scripts/host/settings.mjs')) as typeof settings;
const { testHost } = (await load('scripts/testHost.mjs')) as typeof hosts;
const { activationsOf, loadTime } = (await load('bench/startup/parts.mjs')) as typeof parts;

const LOAD_ROUNDS = 9;
const HELD = { bundleKb: 100, loadMs: 5, activationMs: 10 };
const EMPTY = 'bench.empty';
const FLOOR = 'bench.impact-jobs';
const OURS = 'impact-jobs.impact-jobs';
const root = process.cwd();
const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;
const inKb = (bytes: number): string => `${bytes.toFixed(1)} kB`;

function makeEmptyExtension(scratch: string): string {
  const folder = path.join(scratch, 'empty');
  mkdirSync(folder);
  const manifest = { name: 'empty', publisher: 'bench', version: '0.0.0', engines: { vscode: '^1.96.0' } };
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...manifest, main: './main.js', activationEvents: ['onStartupFinished'] }),
  );
  writeFileSync(path.join(folder, 'main.js'), 'exports.activate = () => {};');
  return folder;
}

/** An extension with our manifest that registers what ours registers, and does nothing else. */
function makeFloorExtension(scratch: string): string {
  const folder = path.join(scratch, 'floor');
  mkdirSync(folder);
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const own = { publisher: 'bench', main: './floor.cjs', benchContextKeys: CONTEXT_KEYS };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, ...own }));
  for (const name of readdirSync(root).filter((file) => file.startsWith('package.nls'))) {
    copyFileSync(path.join(root, name), path.join(folder, name));
  }
  for (const name of ['l10n', 'media', 'schemas']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  copyFileSync(path.join(root, 'bench/startup/floor.cjs'), path.join(folder, 'floor.cjs'));
  return folder;
}

function tellSizes({ print, atMost }: Report): void {
  print('Bundles (minified):');
  const dist = path.join(root, 'dist');
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    const file = path.join(dist, name);
    const [size, gzipped] = [statSync(file).size, gzipSync(readFileSync(file)).length].map((bytes) =>
      inKb(bytes / 1000).padStart(9),
    );
    print(`  ${name.padEnd(28)} ${size} ${gzipped} gzip`);
  }
  atMost('what activate loads', statSync(path.join(dist, 'extension.js')).size / 1000, HELD.bundleKb, inKb);
}

function tellLoad({ print, atMost }: Report, empty: string): void {
  const times: Record<'empty' | 'ours', number[]> = { empty: [], ours: [] };
  for (let round = 0; round < LOAD_ROUNDS; round++) {
    times.empty.push(loadTime(path.join(empty, 'main.js')));
    times.ours.push(loadTime(path.join(root, 'dist/extension.js')));
  }
  const [emptyMs, oursMs] = [median('The empty load', times.empty), median('Our load', times.ours)];
  print(`\nLoad in a fresh process, median of ${LOAD_ROUNDS}: empty ${inMs(emptyMs)}, ours ${inMs(oursMs)}`);
  atMost('  above the empty one', Math.max(0, oursMs - emptyMs), HELD.loadMs, inMs);
}

async function tellActivation({ print, atMost }: Report, empty: string, scratch: string, rounds: number) {
  const floor = makeFloorExtension(scratch);
  const host = await testHost();
  const report = path.join(scratch, 'report.jsonl');
  writeFileSync(report, '');
  // One extension for each window, because in a browser, VS Code supports only one extension under development.
  const folders = { [EMPTY]: empty, [FLOOR]: floor, [OURS]: root };
  for (let round = 0; round < rounds; round++) {
    for (const [id, folder] of Object.entries(folders)) {
      const profile = path.join(scratch, `profile-${round}-${id}`);
      const user = path.join(profile, 'data/User');
      const workspace = path.join(profile, 'workspace');
      mkdirSync(user, { recursive: true });
      mkdirSync(workspace);
      writeFileSync(path.join(user, 'settings.json'), JSON.stringify(QUIET_SETTINGS));
      await runTests({
        vscodeExecutablePath: host.executable,
        extensionDevelopmentPath: folder,
        extensionTestsPath: path.join(root, 'bench/startup/inHost.cjs'),
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
  const activations = activationsOf(readFileSync(report, 'utf8'), Object.keys(folders), rounds);
  const rowsOf = (id: string) => activations.get(id) ?? [];
  const partsOf = (id: string): string =>
    (['load', 'call', 'finish'] as const)
      .map(
        (part) =>
          `${part} ${rowsOf(id)
            .map((row) => row[part])
            .join(' ')}`,
      )
      .join(', ');
  const totalOf = (id: string): number =>
    median(
      `The activation of ${id}`,
      rowsOf(id).map(({ load: loadMs, call, finish }) => loadMs + call + finish),
    );
  print(`\nActivation in ${host.name}, ms, round by round:`);
  print(`  empty           ${partsOf(EMPTY)}`);
  print(`  registers only  ${partsOf(FLOOR)}`);
  print(`  ours            ${partsOf(OURS)}`);
  print(`  what registering costs above the empty one: ${inMs(totalOf(FLOOR) - totalOf(EMPTY))}`);
  atMost(
    '  load + call + finish above what registering costs',
    Math.max(0, totalOf(OURS) - totalOf(FLOOR)),
    HELD.activationMs,
    inMs,
  );
  print(`  load + call + finish above the empty one: ${inMs(totalOf(OURS) - totalOf(EMPTY))}`);
}

await benchmark(async (report) => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
  const rounds = countOption('rounds', values.rounds);
  const scratch = mkdtempSync(path.join(tmpdir(), 'impact-jobs-bench-'));
  try {
    const empty = makeEmptyExtension(scratch);
    tellSizes(report);
    tellLoad(report, empty);
    await tellActivation(report, empty, scratch, rounds);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
