// @ts-check
// npm run l10n
// Writes l10n/bundle.l10n.json, which holds all sentences of the code, and rewrites package.nls.*.json and
// l10n/bundle.l10n.*.json in the order of the English ones, without unused sentences. Prints what each language lacks.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './root.mjs';

const ENGLISH = 'l10n/bundle.l10n.json';
export const LANGUAGES = ['de', 'fr', 'es', 'ja', 'zh-cn'];

/** @typedef {Record<string, string>} Texts */

/**
 * @param {string} file below the root
 * @returns {Texts}
 */
export function readTexts(file) {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')) : {};
}

/**
 * The code, with an import for the tool that finds the sentences. Core gets `l10n` as an argument instead.
 * @param {string} code
 */
function withImport(code) {
  return code.includes("from 'vscode'") ? code : `import { l10n } from 'vscode';\n${code}`;
}

/**
 * All sentences that the code translates, by their keys in VS Code's bundles.
 * @returns {Promise<Texts>}
 */
export async function sentencesOfCode() {
  const contents = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .sort()
    .map((file) => ({ extension: path.extname(file), contents: readFileSync(path.join(root, 'src', file), 'utf8') }))
    .filter((file) => file.contents.includes('l10n'))
    .map((file) => ({ ...file, contents: withImport(file.contents) }));
  const found = await getL10nJson(contents);
  return Object.fromEntries(
    Object.entries(found).map(([key, value]) => [key, typeof value === 'string' ? value : value.message]),
  );
}

/** The two files of each language, and the English texts that they translate. */
export async function translatedFiles() {
  const sentences = await sentencesOfCode();
  const manifest = readTexts('package.nls.json');
  return LANGUAGES.flatMap((language) => [
    { language, file: `package.nls.${language}.json`, english: manifest },
    { language, file: `l10n/bundle.l10n.${language}.json`, english: sentences },
  ]);
}

/**
 * @param {string} file
 * @param {Texts} texts
 */
function writeTexts(file, texts) {
  writeFileSync(path.join(root, file), `${JSON.stringify(texts, undefined, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  // Existing sentences keep their places, so that moving code changes nothing.
  const sentences = await sentencesOfCode();
  const keptKeys = Object.keys(readTexts(ENGLISH)).filter((key) => key in sentences);
  const keysInOrder = new Set([...keptKeys, ...Object.keys(sentences)]);
  writeTexts(ENGLISH, Object.fromEntries([...keysInOrder].map((key) => [key, sentences[key] ?? key])));
  for (const { file, english } of await translatedFiles()) {
    const known = readTexts(file);
    // In the order of the English file, because `english` has the order of the code.
    const keys = file.startsWith('l10n/') ? [...keysInOrder] : Object.keys(english);
    writeTexts(file, Object.fromEntries(keys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]]]))));
    const missing = keys.filter((key) => known[key] === undefined);
    console.log(
      missing.length === 0
        ? `${file}: complete`
        : `${file} lacks ${missing.length}:\n${missing.map((key) => `  ${JSON.stringify(key)}`).join('\n')}`,
    );
  }
}
