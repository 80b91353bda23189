// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** The extensions of VS Code that the product uses, and that run code: notebooks, and completions in JSON files. */
const USED = new Set(['configuration-editing', 'ipynb', 'json-language-features', 'markdown-language-features']);

/** @param {string} folder */
function runsCode(folder) {
  const { main, browser } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return Boolean(main ?? browser);
}

/**
 * Makes a folder that links to extensions that come with VS Code, and to more. Few of VS Code's are those without code
 * (themes, grammars) and those that the product uses. The others (Copilot, Git, GitHub, the debugger) take more than
 * half of the time in which a window starts, and keep working during the tests.
 * @param {string} hostDir
 * @param {string} folder
 * @param {{ isFew: boolean, more?: readonly string[] }} options
 */
export function linkBuiltIns(hostDir, folder, { isFew, more = [] }) {
  const all = path.join(hostDir, 'vscode/extensions');
  mkdirSync(folder, { recursive: true });
  const own = readdirSync(all)
    .filter((name) => !isFew || isWanted(path.join(all, name), name))
    .map((name) => path.join(all, name));
  for (const from of [...own, ...more]) {
    const to = path.join(folder, path.basename(from));
    rmSync(to, { force: true }); // it can lead to an older VS Code
    symlinkSync(from, to);
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
const isWanted = (folder, name) =>
  existsSync(path.join(folder, 'package.json')) && (USED.has(name) || !runsCode(folder));
