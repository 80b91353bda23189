// Builds the extension into dist/ or, with --tests, the tests into out/, or, with --bench, the benchmarks.
// Beside the bundles, dist/ gets the notices of the packages in them.
// --unit FOLDER...: builds only the unit tests of some folders.
// --production: minified, without source maps. --watch: rebuilds on every change, and says so.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { lazyBundles } from './scripts/build/lazyBundles.mjs';
import { NOTICES, thirdPartyNotices } from './scripts/build/notices.mjs';
import { oneVscode } from './scripts/build/oneVscode.mjs';
import { sayBuilds } from './scripts/build/sayBuilds.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const COMMON = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
};

/** Large files of ours that several bundles import. A copy in each of them would make the package a fifth larger. */
const SHARED = new Set(
  [
    'src/core/words/errorSentence.ts',
    'src/vscode/panels/preview/readPreview.ts',
    'src/core/preview/previewResult.ts',
    'src/core/tables/readTable.ts',
    'src/core/runs/runEngine.ts',
    'src/core/savedExports/decodeSavedExports.ts',
    'src/core/words/savedProblemInWords.ts',
    'src/core/tables/tableReader.ts',
  ].map((file) => path.join(root, file)),
);

const ALIAS = {
  // The package's CommonJS build loads its parts by names that esbuild can't follow.
  'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
  // node-fetch brings a copy of what Node has had since version 18.
  'web-streams-polyfill/dist/ponyfill.es2018.js': 'node:stream/web',
};

/**
 * The options of one CommonJS bundle for VS Code's extension host.
 * @param {string} name
 * @param {string} entry
 * @param {Map<string, string>} found takes the bundles that this one loads
 * @returns {esbuild.BuildOptions}
 */
export function bundleOptions(name, entry, found) {
  return {
    ...COMMON,
    entryPoints: { [name]: entry },
    outdir: 'dist',
    format: 'cjs',
    alias: ALIAS,
    metafile: true,
    supported: { 'dynamic-import': false },
    // What activation loads is one file, because each costs more to find than to read.
    plugins: [oneVscode, lazyBundles(found, name === 'extension' ? new Set() : SHARED)],
  };
}

/**
 * The pages: every folder NAME of src/webviews with a main.tsx becomes dist/webviews/NAME.js and NAME.css. What several
 * pages share is in files of its own.
 */
export function webviewOptions() {
  const folder = path.join(root, 'src/webviews');
  const pages = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'main.tsx')));
  return {
    ...COMMON,
    entryPoints: Object.fromEntries(pages.map((name) => [name, path.join(folder, name, 'main.tsx')])),
    outdir: 'dist/webviews',
    metafile: true,
    platform: 'browser',
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    target: 'chrome128', // VS Code 1.96's
    external: ['*.ttf'], // VS Code loads the same file.
  };
}

/**
 * The files that no other file imports: the main bundle, the command line, and the threads that start from a file.
 * @returns {Map<string, string>} entries by the bundle's name
 */
function firstEntries() {
  return new Map([
    ['extension', path.join(root, 'src/extension.ts')],
    ['cli', path.join(root, 'src/cli/main.ts')],
    ['combineThread', path.join(root, 'src/core/combine/combineThread.ts')],
    ['compareThread', path.join(root, 'src/core/compare/compareThread.ts')],
  ]);
}

/**
 * Builds the extension: its main bundle, every bundle that one of them loads, and the pages.
 * @param {(options: esbuild.BuildOptions) => Promise<esbuild.BuildResult>} make builds one
 * @returns {Promise<Map<string, esbuild.BuildResult>>} by the bundle's name, the pages as `webviews`
 */
export async function makeBundles(make) {
  const found = firstEntries();
  /** @type {Map<string, esbuild.BuildResult>} */
  const built = new Map();
  // What a bundle loads is added while the map is walked.
  for (const [name, entry] of found) {
    built.set(name, await make(bundleOptions(name, entry, found)));
  }
  return built.set('webviews', await make(webviewOptions()));
}

async function buildExtension() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const built = await makeBundles(esbuild.build);
  writeFileSync(path.join(root, NOTICES), thirdPartyNotices([...built.values()].map(({ metafile }) => metafile)));
}

/** Watches every bundle, and each one that a new `import()` adds. */
async function watchExtension() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const found = firstEntries();
  /** @type {Set<string>} */
  const watched = new Set();
  const say = sayBuilds();
  /**
   * @param {string} name
   * @param {esbuild.BuildOptions} options
   * @param {string} [entry]
   */
  const watch = async (name, options, entry) => {
    const onBuilt = async () => {
      if (entry !== undefined && path.isAbsolute(entry) && !existsSync(entry)) {
        // Its file was deleted. Whoever still imports it says so.
        found.delete(name);
        watched.delete(name);
        void context.dispose();
        return false;
      }
      await watchFound();
      return true;
    };
    const plugins = [...(options.plugins ?? []), say.plugin(name, onBuilt)];
    const context = await esbuild.context({ ...options, logLevel: 'silent', plugins });
    await context.watch();
  };
  const watchFound = async () => {
    for (const [name, entry] of found) {
      if (!watched.has(name)) {
        watched.add(name);
        await watch(name, bundleOptions(name, entry, found), entry);
      }
    }
  };
  console.log('Watching src. Errors appear here. Press Ctrl-C to stop.');
  await Promise.all([watchFound(), watch('webviews', webviewOptions())]);
}

/** Unit and end-to-end tests are ES modules that share their chunks; the editor loads its own as CommonJS. */
export const MODULES = {
  ...COMMON,
  format: 'esm',
  splitting: true,
  packages: 'external',
  outExtension: { '.js': '.mjs' },
};

/** @param {readonly string[]} folders below test/unit */
async function buildUnitTests(folders = ['.']) {
  await esbuild.build({
    ...MODULES,
    entryPoints: folders.flatMap((folder) => [`test/unit/${folder}/**/*.test.ts`, `test/unit/${folder}/**/*.child.ts`]),
    outdir: 'out/unit',
    outbase: 'test/unit',
  });
}

async function buildTests() {
  rmSync(path.join(root, 'out'), { recursive: true, force: true });
  await Promise.all([
    buildUnitTests(),
    esbuild.build({
      ...MODULES,
      entryPoints: ['test/faults/*.test.ts', 'test/faults/support/downloadChild.ts'],
      outdir: 'out/faults',
      outbase: 'test/faults',
    }),
    esbuild.build({ ...MODULES, entryPoints: ['test/e2e/**/*.e2e.ts'], outdir: 'out/e2e', outbase: 'test/e2e' }),
    esbuild.build({
      ...MODULES,
      entryPoints: ['test/support/aCertificate.ts'],
      outdir: 'out/support',
      outbase: 'test/support',
    }),
    esbuild.build({
      ...COMMON,
      format: 'cjs',
      entryPoints: ['test/integration/index.ts', 'test/integration/**/*.test.ts'],
      outdir: 'out/integration',
      outbase: 'test/integration',
      external: ['vscode', 'mocha'],
      alias: ALIAS,
    }),
  ]);
}

async function buildBenchmarks() {
  await esbuild.build({
    ...COMMON,
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    entryPoints: [
      'bench/*.bench.ts',
      'bench/combine/*.ts',
      'bench/compare/*.ts',
      'bench/download/*.ts',
      'bench/preview/*.ts',
      'bench/support/idler.ts',
    ],
    outdir: 'out/bench',
    outbase: 'bench',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const builds = {
    '--tests': buildTests,
    '--unit': () => buildUnitTests(process.argv.slice(3)),
    '--bench': buildBenchmarks,
    '--watch': watchExtension,
  };
  const flag = Object.keys(builds).find((known) => process.argv.includes(known));
  await (flag === undefined ? buildExtension() : builds[flag]());
}
