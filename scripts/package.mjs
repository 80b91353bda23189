// @ts-check
// npm run package
// Makes impact-jobs-<version>.vsix: only from the files below, without a warning, small, and fit for the Marketplace and Open VSX.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { listingProblems } from './listing.mjs';
import { vsixPath } from './manifest.mjs';
import { endTogether, run } from './processes.mjs';
import { root } from './root.mjs';
import { zipEntries } from './zipEntries.mjs';

const BYTES_PER_KB = 1_000;
const MAX_VSIX_BYTES = 600 * BYTES_PER_KB;

/** Everything that may lie in the package; vsce writes the first two and renames the readme, changelog and licence. */
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
 * The readme without what only works beside the sources: pictures that are files there, and links to such files.
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

async function makePackage() {
  await ensureInstalled();
  const target = vsixPath();
  const readme = path.join(root, 'out/package/README.md');
  rmSync(target, { force: true });
  mkdirSync(path.dirname(readme), { recursive: true });
  writeFileSync(readme, packagedReadme(readFileSync(path.join(root, 'README.md'), 'utf8')));

  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const { code, output } = await run(
    process.execPath,
    [
      ...[vsce, 'package', '--no-dependencies', '--allow-missing-repository'],
      ...['--readme-path', path.relative(root, readme).replaceAll('\\', '/'), '--out', target],
    ],
    { cwd: root, capture: true },
  );
  if (code !== 0 || /\bWARN/.test(output)) {
    throw new Error(`vsce has something to say:\n${output}`);
  }

  const entries = zipEntries(target);
  const sizeBytes = statSync(target).size;
  for (const entry of entries) {
    console.log(`${(entry.sizeBytes / BYTES_PER_KB).toFixed(1).padStart(8)} kB  ${entry.name}`);
  }
  console.log(`${path.basename(target)}: ${entries.length} files, ${(sizeBytes / BYTES_PER_KB).toFixed(1)} kB`);

  const strangers = entries.filter(({ name }) => !ALLOWED.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) {
    throw new Error(`Not meant to be in the package: ${strangers.map(({ name }) => name).join(', ')}`);
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const problems = listingProblems(
    manifest,
    entries.map(({ name }) => name),
    readFileSync(readme, 'utf8'),
  );
  if (problems.length > 0) {
    throw new Error(`The Marketplace or Open VSX would not list it:\n${problems.join('\n')}`);
  }
  console.log('The Marketplace and Open VSX have all that they ask for.');
  if (sizeBytes > MAX_VSIX_BYTES) {
    throw new Error(`The package is larger than ${MAX_VSIX_BYTES / BYTES_PER_KB} kB.`);
  }
}

endTogether();
try {
  await makePackage();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
