// @ts-check
// npm run l10n
// Writes l10n/bundle.l10n.json, which holds all sentences of the code, and rewrites package.nls.*.json and
// l10n/bundle.l10n.*.json in the order of the English ones, without unused sentences. Prints what each language lacks.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
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

/** As code calls it, whether it imports `vscode` or gets `l10n` as an argument. */
const TRANSLATE = /(^|\.)l10n\.t$/;

/**
 * @param {ts.Expression | undefined} value
 * @returns {string}
 */
function literal(value) {
  if (!value || !ts.isStringLiteralLike(value)) {
    const file = value?.getSourceFile().fileName;
    throw new Error(`${file}: VS Code can only translate literals, not ${value?.getText()}.`);
  }
  return value.text;
}

/**
 * A sentence of the code by its key in VS Code's bundles: the sentence itself, or with the comments that tell it apart
 * from the same sentence elsewhere.
 * @param {ts.Expression | undefined} argument the first one of `l10n.t`
 * @returns {[string, string]}
 */
function keyed(argument) {
  if (!argument || !ts.isObjectLiteralExpression(argument)) {
    return [literal(argument), literal(argument)];
  }
  const values = new Map(
    argument.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => [name.getText(), initializer]),
  );
  const message = literal(values.get('message'));
  const comment = values.get('comment');
  const comments = comment && ts.isArrayLiteralExpression(comment) ? comment.elements : [comment];
  return [`${message}/${comments.map(literal).join('')}`, message];
}

/**
 * The sentences of a file, by their keys.
 * @param {string} file for errors
 * @param {string} code
 */
export function sentencesIn(file, code) {
  /** @type {[string, string][]} */
  const sentences = [];
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && TRANSLATE.test(node.expression.getText())) {
      sentences.push(keyed(node.arguments[0]));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sentences;
}

/**
 * All sentences that the code translates, by their keys in VS Code's bundles.
 * @returns {Texts}
 */
export function sentencesOfCode() {
  const sentences = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .sort()
    .map((file) => ({ file, code: readFileSync(path.join(root, 'src', file), 'utf8') }))
    .filter(({ code }) => code.includes('l10n.t'))
    .flatMap(({ file, code }) => sentencesIn(file, code));
  return Object.fromEntries(sentences);
}

/** The two files of each language, and the English texts that they translate. */
export function translatedFiles() {
  const sentences = sentencesOfCode();
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
  const sentences = sentencesOfCode();
  const keptKeys = Object.keys(readTexts(ENGLISH)).filter((key) => key in sentences);
  const keysInOrder = new Set([...keptKeys, ...Object.keys(sentences)]);
  writeTexts(ENGLISH, Object.fromEntries([...keysInOrder].map((key) => [key, sentences[key] ?? key])));
  for (const { file, english } of translatedFiles()) {
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
