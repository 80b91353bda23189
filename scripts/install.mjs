// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from './exclusive.mjs';
import { npm } from './npm.mjs';
import { root } from './root.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/**
 * @param {string} file
 * @returns {Packages}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Whether node_modules contains the packages of package-lock.json. npm lists there what it has installed. */
function isInstalled() {
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) {
    return false;
  }
  const installed = packagesOf(record);
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(
    ([key, { version, optional }]) =>
      key === '' || (installed[key] ? installed[key].version === version : optional === true),
  );
}

/** Installs the packages of package-lock.json if they're missing or different. */
export async function ensureInstalled() {
  if (isInstalled()) {
    return;
  }
  await exclusively(`${root}/node_modules`, async () => {
    if (!isInstalled()) {
      console.log('Installing npm packages (about 380 MB on disk) ...');
      await npm(root, 'ci');
    }
  });
}
