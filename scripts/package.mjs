// @ts-check
// npm run package
// Makes impact-jobs-<version>.vsix, and checks that it contains only the files below, causes no warning, is small, and
// follows the rules of the Marketplace and Open VSX. Makes it twice, because one commit must always give the same
// bytes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NOTICES } from './build/notices.mjs';
import { ensureInstalled } from './install.mjs';
import { listingProblems } from './listing.mjs';
import { vsixPath } from './manifest.mjs';
import { endTogether, run } from './processes.mjs';
import { root } from './root.mjs';
import { setPlainModes, zipEntries } from './zipEntries.mjs';

const BYTES_PER_KB = 1_000;
/**
 * The size of an extension of this kind (600 kB), of the command line in it (50 kB), of the code that opens results in
 * notebooks (50 kB), of the charts in previews (10 kB), of the code for many accounts (20 kB), of combined tables,
 * runs in pieces, and what agents do (120 kB), and of comparisons in a grid, clicks, and names of programs (30 kB).
 */
const MAX_VSIX_BYTES = 880 * BYTES_PER_KB;
/** The earliest time that a zip archive can store, for sources without a history. */
const EARLIEST_ZIP_S = 315_532_800;

/** @param {number} bytes */
const inKb = (bytes) => `${(bytes / BYTES_PER_KB).toFixed(1)} kB`;

/**
 * The files that the package may contain. vsce writes the first two, and renames the readme, changelog, and license.
 */
const ALLOWED = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/package\.json$/,
  /^extension\/package\.nls(\.[\w-]+)?\.json$/,
  /^extension\/(readme|changelog|security)\.md$/i,
  /^extension\/license(\.txt|\.md)?$/i,
  /^extension\/dist\/[\w-]+\.js$/,
  /^extension\/dist\/ThirdPartyNotices\.txt$/,
  /^extension\/dist\/webviews\/[\w-]+\.(js|css)$/,
  /^extension\/(media|l10n|schemas)\/.+$/,
];

/**
 * The readme without what works only beside the sources: pictures in files, and links to those files.
 * @param {string} readme
 */
export function packagedReadme(readme) {
  const elsewhere = '(?![a-z]+:|#)';
  return readme
    .replace(/^\s*<picture>[\s\S]*?<\/picture>\s*$/gm, '')
    .replace(new RegExp(`<img\\b[^>]*\\bsrc=["']${elsewhere}[^>]*>`, 'g'), '')
    .replace(new RegExp(`!\\[[^\\]]*\\]\\(${elsewhere}[^)]*\\)`, 'g'), '')
    .replace(new RegExp(`\\[([^\\]]*)\\]\\(${elsewhere}[^)]*\\)`, 'g'), '$1')
    .replace(/\n{3,}/g, '\n\n');
}

/** The time of the last commit, in s since 1970. $SOURCE_DATE_EPOCH takes precedence. */
function sourceTimeS() {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given) {
    return Number(given);
  }
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? Number(stdout) : EARLIEST_ZIP_S;
}

/**
 * Builds the extension and packs it.
 * @param {string} readme the packed readme
 * @returns {Promise<Buffer>} the package
 */
async function pack(readme) {
  const folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-package-'));
  try {
    const target = path.join(folder, 'package.vsix');
    const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
    // vsce uses this time for the entries. Their order and dates depend on the language and the time zone.
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(sourceTimeS()), TZ: 'UTC', LC_ALL: 'C' };
    const { code, output } = await run(
      process.execPath,
      [
        ...[vsce, 'package', '--no-dependencies', '--allow-missing-repository'],
        ...['--readme-path', path.relative(root, readme).replaceAll('\\', '/'), '--out', target],
      ],
      { cwd: root, capture: true, env },
    );
    if (code !== 0 || /\bWARN/.test(output)) {
      throw new Error(`vsce printed a warning or an error:\n${output}`);
    }
    const zip = readFileSync(target);
    setPlainModes(zip);
    return zip;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Packs twice, the first time as on a machine where only the owner can read files.
 * @param {string} readme
 */
async function packTwice(readme) {
  const before = process.umask(0o077);
  const first = await pack(readme).finally(() => process.umask(before));
  const second = await pack(readme);
  if (!first.equals(second)) {
    throw new Error('Two packages from the same sources differ.');
  }
  return second;
}

async function makePackage() {
  await ensureInstalled();
  const target = vsixPath();
  const readme = path.join(root, 'out/package/README.md');
  rmSync(target, { force: true });
  mkdirSync(path.dirname(readme), { recursive: true });
  writeFileSync(readme, packagedReadme(readFileSync(path.join(root, 'README.md'), 'utf8')));

  const zip = await packTwice(readme);
  const entries = zipEntries(zip);
  for (const entry of entries) {
    console.log(`${inKb(entry.sizeBytes).padStart(11)}  ${entry.name}`);
  }

  const strangers = entries.filter(({ name }) => !ALLOWED.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) {
    throw new Error(`These files must not be in the package: ${strangers.map(({ name }) => name).join(', ')}`);
  }
  if (!entries.some(({ name }) => name === `extension/${NOTICES}`)) {
    throw new Error(`The package lacks ${NOTICES}, which the bundled packages' licenses require.`);
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const problems = listingProblems(
    manifest,
    entries.map(({ name }) => name),
    readFileSync(readme, 'utf8'),
  );
  if (problems.length > 0) {
    throw new Error(`The Marketplace or Open VSX would reject the package:\n${problems.join('\n')}`);
  }
  console.log('The package meets the requirements of the Marketplace and Open VSX.');
  if (zip.length > MAX_VSIX_BYTES) {
    throw new Error(`The package has ${inKb(zip.length)}, more than ${inKb(MAX_VSIX_BYTES)}.`);
  }
  writeFileSync(target, zip);
  const digest = createHash('sha256').update(zip).digest('hex');
  console.log(`${path.basename(target)}: ${entries.length} files, ${inKb(zip.length)} of ${inKb(MAX_VSIX_BYTES)}`);
  console.log(`The same bytes twice, sha256 ${digest}`);
}

endTogether();
try {
  await makePackage();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
