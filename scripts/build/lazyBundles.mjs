// @ts-check
import { isBuiltin } from 'node:module';
import path from 'node:path';

/** The name of a package: neither a path nor a module of the editor or Node. */
const PACKAGE = /^[^./]/;

/**
 * Gives each `import('./x')` of our own files, and each package, its own bundle beside the main one, which is read from
 * disk when it's first needed. esbuild splits code only for ES modules, and VS Code 1.96 loads extensions as CommonJS.
 * Our code that two bundles share is in both, so it must not contain state, and errors are distinguished by `kind`, not
 * by class.
 * @param {Map<string, string>} found takes the bundles to build: what esbuild starts from, by the bundle's name
 * @param {ReadonlySet<string>} shared files that get a bundle of their own even where they are imported at once
 * @returns {import('esbuild').Plugin}
 */
export function lazyBundles(found, shared) {
  const sharedNames = new Set([...shared].map((file) => path.basename(file, '.ts')));
  /**
   * @param {string} name
   * @param {string} entry
   */
  const bundle = (name, entry) => {
    const other = found.get(name);
    if (other !== undefined && other !== entry) {
      return { errors: [{ text: `Two bundles would be called ${name}: ${other} and ${entry}` }] };
    }
    found.set(name, entry);
    return { path: `./${name}.js`, external: true };
  };
  return {
    name: 'lazy-bundles',
    setup(build) {
      build.onResolve({ filter: /^\./ }, async ({ path: target, kind, importer, resolveDir, pluginData }) => {
        const mayBeShared = kind === 'import-statement' && sharedNames.has(path.basename(target));
        if (!(kind === 'dynamic-import' || mayBeShared) || pluginData?.resolving || importer.includes('node_modules')) {
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
        if (mayBeShared && !shared.has(resolved.path)) {
          return undefined;
        }
        return bundle(path.basename(resolved.path, path.extname(resolved.path)), resolved.path);
      });
      build.onResolve({ filter: PACKAGE }, ({ path: target, kind, importer }) => {
        const isOurs = kind !== 'entry-point' && !importer.includes('node_modules');
        return isOurs && target !== 'vscode' && !isBuiltin(target) ? bundle(target, target) : undefined;
      });
    },
  };
}
