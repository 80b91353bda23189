// Builds the extension into dist/ or, with --tests, the tests into out/, or, with --bench, the benchmarks.
// --production: minified, without source maps. --watch: builds again at each change.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
};

/** The package's other form loads its parts by names that only Node can follow. */
const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/**
 * Every `import('./x')` of a file of ours becomes a bundle of its own beside the main one, read from disk when it is
 * first needed: esbuild splits code for ES modules only, and VS Code 1.96 loads extensions as CommonJS.
 * What two bundles share is in both, so shared code holds no state and errors are told apart by `kind`, not by class.
 */
export function lazyBundles(found) {
  return {
    name: 'lazy-bundles',
    setup(build) {
      build.onResolve({ filter: /^\./ }, async ({ path: target, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData?.resolving || importer.includes('node_modules')) {
          return undefined;
        }
        const resolved = await build.resolve(target, {
          kind: 'import-statement',
          resolveDir,
          pluginData: { resolving: true },
        });
        if (resolved.errors.length > 0) {
          return { errors: resolved.errors };
        }
        const name = path.basename(resolved.path, path.extname(resolved.path));
        const other = found.get(name);
        if (other && other !== resolved.path) {
          return { errors: [{ text: `Two lazily loaded files are called ${name}: ${other}` }] };
        }
        found.set(name, resolved.path);
        return { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** The options of one CommonJS bundle for VS Code's extension host. */
export function bundleOptions(name, entry, found) {
  return {
    ...common,
    entryPoints: { [name]: entry },
    outdir: 'dist',
    format: 'cjs',
    external: ['vscode'],
    alias,
    supported: { 'dynamic-import': false },
    plugins: [lazyBundles(found)],
  };
}

/** Every folder of src/webviews with a main.tsx is a page: dist/webviews/NAME.js and NAME.css, for the browser in VS Code. */
export function webviewOptions() {
  const folder = path.join(root, 'src/webviews');
  const pages = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'main.tsx')));
  return {
    ...common,
    entryPoints: Object.fromEntries(pages.map((name) => [name, path.join(folder, name, 'main.tsx')])),
    outdir: 'dist/webviews',
    platform: 'browser',
    format: 'iife',
    target: 'chrome128', // VS Code 1.96's
  };
}

async function make(options) {
  if (!process.argv.includes('--watch')) {
    await esbuild.build(options);
    return;
  }
  const context = await esbuild.context(options);
  await context.rebuild();
  await context.watch();
}

async function buildExtension() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const found = new Map([['extension', path.join(root, 'src/extension.ts')]]);
  const built = new Set();
  for (let next = [...found]; next.length > 0; next = [...found].filter(([name]) => !built.has(name))) {
    for (const [name, entry] of next) {
      built.add(name);
      await make(bundleOptions(name, entry, found));
    }
  }
  await make(webviewOptions());
}

async function buildTests() {
  rmSync(path.join(root, 'out'), { recursive: true, force: true });
  // Unit and end-to-end tests are ES modules that share their chunks; the editor loads its own as CommonJS.
  const modules = { ...common, format: 'esm', splitting: true, packages: 'external', outExtension: { '.js': '.mjs' } };
  await Promise.all([
    esbuild.build({
      ...modules,
      entryPoints: ['test/unit/**/*.test.ts', 'test/unit/**/*.child.ts'],
      outdir: 'out/unit',
      outbase: 'test/unit',
    }),
    esbuild.build({
      ...modules,
      entryPoints: ['test/faults/*.test.ts', 'test/faults/support/downloadChild.ts'],
      outdir: 'out/faults',
      outbase: 'test/faults',
    }),
    esbuild.build({ ...modules, entryPoints: ['test/e2e/**/*.e2e.ts'], outdir: 'out/e2e', outbase: 'test/e2e' }),
    esbuild.build({
      ...modules,
      entryPoints: ['test/support/aCertificate.ts'],
      outdir: 'out/support',
      outbase: 'test/support',
    }),
    esbuild.build({
      ...common,
      format: 'cjs',
      entryPoints: ['test/integration/index.ts', 'test/integration/**/*.test.ts'],
      outdir: 'out/integration',
      outbase: 'test/integration',
      external: ['vscode', 'mocha'],
      alias,
    }),
  ]);
}

async function buildBenchmarks() {
  await esbuild.build({
    ...common,
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    entryPoints: ['bench/*.bench.ts', 'bench/download/*.ts', 'bench/preview/*.ts'],
    outdir: 'out/bench',
    outbase: 'bench',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const build = process.argv.includes('--tests')
    ? buildTests
    : process.argv.includes('--bench')
      ? buildBenchmarks
      : buildExtension;
  await build();
}
