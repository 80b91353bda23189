// @ts-check
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/** The sources of a build or a package. */
const SOURCES = [
  'src',
  'media',
  'l10n',
  'esbuild.mjs',
  'scripts/build',
  'package.json',
  'package-lock.json',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  '.vscodeignore',
];

/**
 * @param {string} file or folder, that may be missing
 * @returns {number} when it was last changed, in ms since 1970
 */
function changedMs(file) {
  if (!existsSync(file)) {
    return 0;
  }
  const status = statSync(file);
  const inside = status.isDirectory() ? readdirSync(file).map((name) => changedMs(path.join(file, name))) : [];
  return Math.max(status.mtimeMs, ...inside);
}

/**
 * Whether a file is newer than all sources.
 * @param {string} file
 */
export function isFresh(file) {
  return changedMs(file) > Math.max(...SOURCES.map((source) => changedMs(path.join(root, source))));
}
