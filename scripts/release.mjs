// @ts-check
// npm run release -- 1.2.0 [--date 2026-11-29]
// Turns [Unreleased] of CHANGELOG.md into that version and writes it into package.json and package-lock.json.
// Changes files only: review, commit, and tag by hand; the tag starts the release workflow.
// node scripts/release.mjs 1.2.0 --notes
// Prints what the changelog says about that version, for the release's page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';

const VERSION = /^\d+\.\d+\.\d+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UNRELEASED = '## [Unreleased]';

/**
 * Whether `a` is a later version than `b`.
 * @param {string} a
 * @param {string} b
 */
function isLater(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const difference = [0, 1, 2].map((index) => (left?.[index] ?? 0) - (right?.[index] ?? 0)).find((part) => part !== 0);
  return (difference ?? 0) > 0;
}

/**
 * Moves the unreleased changes of the changelog to the version's heading, and adds an empty [Unreleased] above it.
 * @param {string} changelog
 * @param {string} version
 * @param {string} date YYYY-MM-DD
 * @returns {string}
 */
export function releasedChangelog(changelog, version, date) {
  if (!VERSION.test(version)) {
    throw new Error(`"${version}" isn't a version. Use three numbers, such as 1.2.0.`);
  }
  if (!DATE.test(date)) {
    throw new Error(`"${date}" isn't a date. Use YYYY-MM-DD.`);
  }
  const [before, after, ...more] = changelog.split(`${UNRELEASED}\n`);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`CHANGELOG.md needs one heading "${UNRELEASED}".`);
  }
  const [changes = '', ...earlier] = after.split(/^(?=## \[)/m);
  if (changes.trim() === '') {
    throw new Error("[Unreleased] is empty, so there's nothing to release.");
  }
  const [, last] = /^## \[(\d+\.\d+\.\d+)\]/.exec(earlier[0] ?? '') ?? [];
  if (last !== undefined && !isLater(version, last)) {
    throw new Error(`${version} isn't later than ${last}, the last release.`);
  }
  return `${before}${UNRELEASED}\n\n## [${version}] - ${date}\n${after}`;
}

/**
 * The changes of a version, without its heading.
 * @param {string} changelog
 * @param {string} version
 * @returns {string}
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^(?=## \[)/m);
  const notes = sections
    .find((section) => section.startsWith(`## [${version}]`))
    ?.replace(/^.*\n/, '')
    .trim();
  if (!notes) {
    throw new Error(`CHANGELOG.md says nothing about version ${version}.`);
  }
  return `${notes}\n`;
}

/**
 * Sets the project's version in a package.json or package-lock.json.
 * @param {string} json
 * @param {string} version
 * @returns {string}
 */
export function withVersion(json, version) {
  const content = JSON.parse(json);
  content.version = version;
  if (content.packages?.['']) {
    content.packages[''].version = version;
  }
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/**
 * @param {string} file
 * @param {(text: string) => string} change
 */
function rewrite(file, change) {
  const full = path.join(root, file);
  writeFileSync(full, change(readFileSync(full, 'utf8')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { date: { type: 'string' }, notes: { type: 'boolean' } },
  });
  const [version = ''] = positionals;
  try {
    if (values.notes === true) {
      process.stdout.write(releaseNotes(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version));
    } else {
      rewrite('CHANGELOG.md', (text) =>
        releasedChangelog(text, version, values.date ?? new Date().toISOString().slice(0, 10)),
      );
      for (const file of ['package.json', 'package-lock.json']) {
        rewrite(file, (text) => withVersion(text, version));
      }
      console.log(`Version ${version} is ready. Format and review it, then commit and tag v${version}.`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
