// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** The extensions of VS Code that the product uses, and that run code: notebooks, and completions in JSON files. */
const USED = new Set(['configuration-editing', 'ipynb', 'json-language-features', 'markdown-language-features']);

/** @param {string} folder */
function runsCode(folder) {
  const { main, browser } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return Boolean(main ?? browser);
}

/**
 * Makes a folder that links to a few of the extensions that come with VS Code: to those without code (themes, grammars)
 * and to those that the product uses. The others (Copilot, Git, GitHub, the debugger) take more than half of the time
 * in which a window starts, and keep working during the tests.
 * @param {string} hostDir
 * @param {string} folder
 */
export function linkFewBuiltIns(hostDir, folder) {
  const all = path.join(hostDir, 'vscode/extensions');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(all)) {
    const from = path.join(all, name);
    const to = path.join(folder, name);
    const isExtension = existsSync(path.join(from, 'package.json'));
    if (isExtension && (USED.has(name) || !runsCode(from)) && !existsSync(to)) {
      symlinkSync(from, to);
    }
  }
}
