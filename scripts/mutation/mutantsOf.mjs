// @ts-check
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build } from 'esbuild';
import { MODULES } from '../../esbuild.mjs';
import { root } from '../root.mjs';

/**
 * One small change of the code.
 * @typedef {object} Mutant
 * @property {string} id as the built code knows it
 * @property {string} key the same as long as its file is
 * @property {string} place file, line, and column
 * @property {string} original
 * @property {string} replacement
 */

const quiet = () => {};
/** @type {any} */
const LOGGER = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet },
};

/** @param {string} text */
export const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * The code between two places of a file, in one line.
 * @param {string} content
 * @param {Record<'start' | 'end', { line: number, column: number }>} location
 */
function codeAt(content, { start, end }) {
  const lines = content.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column);
  lines[0] = (lines[0] ?? '').slice(start.column);
  return lines.map((line) => line.trim()).join(' ');
}

/**
 * Makes a folder that looks like the root to tests, but has other builds in `out`.
 * @param {string} folder
 */
function makeRoot(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const [from, to] = [path.join(root, entry.name), path.join(folder, entry.name)];
    if (entry.isDirectory() && entry.name !== 'out') {
      symlinkSync(from, to, 'junction');
    } else if (entry.isFile()) {
      copyFileSync(from, to);
    }
  }
}

/**
 * Builds tests with all mutants of some code in them, each behind a switch.
 * @param {string} folder of src/core
 * @param {string[]} tests files
 * @param {string} testRoot where the tests will run, with their builds in `out`
 * @returns {Promise<Mutant[]>} in an order that is the same every time, and that has nothing to do with the code, so
 *   that the first of them are a sample of all
 */
export async function buildMutants(folder, tests, testRoot) {
  const place = path.join(root, 'src/core', folder);
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(place, name))
    .map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: false };
  const { files: instrumented, mutants } = await new Instrumenter(LOGGER).instrument(files, options);
  const contents = new Map(instrumented.map(({ name, content }) => [name, content]));
  makeRoot(testRoot);
  await build({
    ...MODULES,
    format: 'esm',
    packages: 'external',
    sourcemap: false,
    logLevel: 'error',
    entryPoints: tests,
    outdir: path.join(testRoot, 'out'),
    outbase: path.join(root, 'test'),
    plugins: [
      {
        name: 'mutants',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
            const mutated = contents.get(file);
            return mutated === undefined ? undefined : { contents: mutated, loader: 'ts' };
          }),
      },
    ],
  });
  const originals = new Map(files.map(({ name, content }) => [name, { content, hash: hashOf(content) }]));
  return mutants
    .map(({ id, fileName, location, replacement = '' }) => {
      const { content = '', hash = '' } = originals.get(fileName) ?? {};
      const at = `${path.relative(path.join(root, 'src/core'), fileName)}:${location.start.line + 1}:${location.start.column + 1}`;
      const original = codeAt(content, location);
      return { id, key: hashOf([hash, at, original, replacement].join('\n')), place: at, original, replacement };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}
