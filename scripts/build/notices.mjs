// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';

/** Where the build writes the license notices of what it bundles. */
export const NOTICES = 'dist/ThirdPartyNotices.txt';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const LICENSE_SECTION = /^(?:#+ *licen[cs]e|licen[cs]e\n-+)\s*\n([\s\S]+)/im;
const RULE = '-'.repeat(80);

/** @typedef {import('esbuild').Metafile} Metafile */

/**
 * The packages whose code is in the bundles, as their folders relative to the root.
 * @param {Iterable<Metafile>} metafiles
 * @returns {string[]}
 */
export function bundledPackages(metafiles) {
  const folders = [...metafiles]
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? (PACKAGE_FOLDER.exec(file)?.[0] ?? []) : []));
  return [...new Set(folders)].sort();
}

/**
 * @param {string} folder of a package
 * @returns {string} its license's text: a file of its own, or the end of its readme
 */
function licenseText(folder) {
  const files = readdirSync(folder);
  const own = files.find((file) => LICENSE_FILE.test(file));
  if (own !== undefined) {
    return readFileSync(path.join(folder, own), 'utf8');
  }
  const readme = files.find((file) => /^readme\.md$/i.test(file));
  const [, section] = LICENSE_SECTION.exec(readme ? readFileSync(path.join(folder, readme), 'utf8') : '') ?? [];
  if (section === undefined) {
    throw new Error(`${folder} is bundled, but its license wasn't found.`);
  }
  return section;
}

/**
 * The notices that the licenses of the bundled packages require.
 * @param {Iterable<Metafile>} metafiles
 * @returns {string}
 */
export function thirdPartyNotices(metafiles) {
  const notices = bundledPackages(metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const text = licenseText(path.join(root, folder)).replaceAll('\r\n', '\n').trim();
    return `${RULE}\n${name} ${version} (${license})\n${RULE}\n\n${text}\n`;
  });
  return ['This package contains the following packages, under their own licenses.\n', ...notices].join('\n');
}
