import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type BuildResult, type Metafile } from 'esbuild';
import type * as notices from '../../scripts/build/notices.mjs';
import type * as tables from '../../scripts/readme.mjs';

const MAX_BYTES_TO_ACTIVATE = 100_000;

// Loaded at run time, not bundled: they find the project by where they lie.
const load = async (file: string): Promise<unknown> => import(pathToFileURL(path.resolve(file)).href);
const { makeBundles } = (await load('esbuild.mjs')) as {
  makeBundles: (make: (options: BuildOptions) => Promise<BuildResult>) => Promise<Map<string, BuildResult>>;
};
const { bundledPackages, thirdPartyNotices } = (await load('scripts/build/notices.mjs')) as typeof notices;
const { rowsOf } = (await load('scripts/readme.mjs')) as typeof tables;

describe('The bundles', () => {
  let bundles: ReadonlyMap<string, BuildResult>;

  const metafileOf = (name: string): Metafile => {
    const metafile = bundles.get(name)?.metafile;
    assert.ok(metafile, `there is a bundle ${name}`);
    return metafile;
  };
  const allMetafiles = (): readonly Metafile[] => [...bundles.keys()].map(metafileOf);
  const textOf = (name: string): string => bundles.get(name)?.outputFiles?.[0]?.text ?? '';

  const packageNames = (): readonly string[] =>
    bundledPackages(allMetafiles()).map((folder) => folder.replace(/^.*node_modules\//, ''));

  /** The bundles that are read from disk as soon as this one is, with itself. */
  function loadedWith(name: string, seen = new Set<string>()): ReadonlySet<string> {
    seen.add(name);
    const required = Object.values(metafileOf(name).inputs).flatMap(({ imports }) => imports);
    for (const { path: target, kind } of required) {
      const other = path.basename(target, '.js');
      if (kind !== 'dynamic-import' && target.startsWith('./') && !seen.has(other)) {
        loadedWith(other, seen);
      }
    }
    return seen;
  }

  before(async () => {
    bundles = await makeBundles((options) => build({ ...options, minify: true, sourcemap: false, write: false }));
  });

  it('that VS Code loads to activate the extension stay under 100 kB', () => {
    const loaded = [...loadedWith('extension')];
    const bytes = loaded.reduce((sum, name) => sum + (bundles.get(name)?.outputFiles?.[0]?.contents.length ?? 0), 0);
    assert.ok(bytes > 10_000 && bytes < MAX_BYTES_TO_ACTIVATE, `${bytes} bytes in ${loaded.join(', ')}`);
  });

  it('that the command line loads, and no others, are in its package', () => {
    const reached = new Set(['cli']);
    // What a bundle reaches is added while the set is walked.
    for (const name of reached) {
      // Threads start from a file beside the bundle.
      const others = textOf(name).matchAll(/(?:require\("\.\/|__dirname,\s?")([\w-]+)\.js"\)/g);
      [...others].forEach(([, other = '']) => reached.add(other));
    }
    const packed = [...readFileSync('.npmignore', 'utf8').matchAll(/^!dist\/([\w-]+)\.js$/gm)].map(([, name]) => name);
    assert.deepEqual(packed, [...reached].sort());
    assert.ok(!reached.has('extension'));
    const usesEditor = [...reached].filter((name) => textOf(name).includes('require("vscode")'));
    assert.deepEqual(usesEditor, []);
  });

  it('hold each package once, but for what each page draws itself with', () => {
    const homes = new Map<string, string[]>();
    for (const name of bundles.keys()) {
      for (const folder of bundledPackages([metafileOf(name)])) {
        homes.set(folder, [...(homes.get(folder) ?? []), name]);
      }
    }
    assert.deepEqual(
      [...homes].filter(([, names]) => names.length > 1),
      [],
    );
    assert.deepEqual(homes.get('node_modules/sax'), ['sax']);
  });

  it('leave out the copy of web streams, which Node has', () => {
    assert.ok(bundledPackages(allMetafiles()).includes('node_modules/node-fetch'));
    assert.ok(!bundledPackages(allMetafiles()).includes('node_modules/web-streams-polyfill'));
  });

  it('take the editor’s interface once each, not once for each file that uses it', () => {
    const counts = [...bundles.keys()].map((name) => textOf(name).split('require("vscode")').length - 1);
    assert.ok(counts.includes(1));
    assert.ok(Math.max(...counts) === 1, `${Math.max(...counts)} times`);
  });

  it('go along with the license of every package in them', () => {
    const text = thirdPartyNotices(allMetafiles());
    const titles = [...text.matchAll(/^-{80}\n(\S+) \S+ \(.+\)\n-{80}\n\n(?=\S)/gm)].map(([, name]) => name);
    assert.deepEqual(titles, packageNames());
    assert.ok(titles.length > 5);
  });

  it('have every package in them named in README.md, with a reason', () => {
    const [, section = ''] = readFileSync('README.md', 'utf8').split('## Runtime dependencies\n');
    const rows = rowsOf(section.split('\n## ')[0] ?? '');
    assert.deepEqual(rows.map(([name]) => name).sort(), packageNames());
    assert.ok(rows.every(([, why]) => why));
  });
});
