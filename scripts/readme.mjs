// @ts-check
// npm run readme
// Writes the README's tables of commands and settings from package.json and package.nls.json. What a command does is
// written by hand in the table's last column and kept.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { root } from './root.mjs';

const PREFIX = 'impactJobs.';

/**
 * @typedef {object} Manifest
 * @property {{
 *   commands: readonly { command: string, title: string }[],
 *   menus: { commandPalette: readonly { command: string, when?: string }[] },
 *   configuration: { properties: Readonly<Record<string, { default?: unknown, markdownDescription?: string }>> },
 * }} contributes
 */

/**
 * @param {readonly string[]} cells
 */
const row = (...cells) => `| ${cells.join(' | ')} |`;

/** @param {string} text */
const inCode = (text) => `\`${text}\``;

/**
 * The table between a marker and the end marker.
 * @param {string} readme
 * @param {string} name
 */
function tableOf(readme, name) {
  const found = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- end -->`).exec(readme);
  if (!found) {
    throw new Error(`README.md doesn't have a table between <!-- ${name} --> and <!-- end -->.`);
  }
  return found[1] ?? '';
}

/**
 * @param {string} table
 * @returns {string[][]} the cells of each row below the head
 */
export function rowsOf(table) {
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/**
 * Lists each command of the palette once. Rows keep their order and descriptions, removed commands disappear, and new
 * ones are added at the end with an empty description.
 * @param {string} table the current one
 * @param {Manifest} manifest
 * @param {(text: string) => string} translate
 */
function commandTable(table, { contributes: { commands, menus } }, translate) {
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const titles = new Map(
    commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ command, title }) => [command.slice(PREFIX.length), translate(title)]),
  );
  const rows = rowsOf(table)
    .map(([, ids = '', does = '']) => ({
      ids: ids
        .replaceAll('`', '')
        .split(', ')
        .filter((id) => titles.has(id)),
      does,
    }))
    .filter(({ ids }) => ids.length > 0);
  const listed = new Set(rows.flatMap(({ ids }) => ids));
  const added = [...titles.keys()].filter((id) => !listed.has(id)).map((id) => ({ ids: [id], does: '' }));
  return [
    row('Command', `${inCode(PREFIX)} +`, 'Does'),
    row('---', '---', '---'),
    ...[...rows, ...added].map(({ ids, does }) =>
      row(ids.map((id) => titles.get(id)).join(', '), ids.map(inCode).join(', '), does),
    ),
  ].join('\n');
}

/**
 * @param {Manifest} manifest
 * @param {(text: string) => string} translate
 */
function settingTable({ contributes: { configuration } }, translate) {
  return [
    row(`${inCode(PREFIX)} +`, 'Default', 'Meaning'),
    row('---', '---', '---'),
    ...Object.entries(configuration.properties).map(([id, { default: value, markdownDescription = '' }]) =>
      row(
        inCode(id.slice(PREFIX.length)),
        inCode(String(value)),
        translate(markdownDescription).replaceAll('|', '\\|').replaceAll('\n', ' '),
      ),
    ),
  ].join('\n');
}

/**
 * The README with its tables updated from the manifest.
 * @param {string} readme
 * @param {Manifest} manifest
 * @param {Readonly<Record<string, string>>} strings package.nls.json
 * @returns {Promise<string>}
 */
export function readmeWithTables(readme, manifest, strings) {
  /** @param {string} text */
  const translate = (text) => text.replace(/^%(.+)%$/, (_, key) => strings[key] ?? '');
  /** @type {Record<string, string>} */
  const tables = {
    commands: commandTable(tableOf(readme, 'commands'), manifest, translate),
    settings: settingTable(manifest, translate),
  };
  const filled = readme.replace(
    /<!-- (commands|settings) -->\n[\s\S]*?<!-- end -->/g,
    (_, name) => `<!-- ${name} -->\n\n${tables[name]}\n\n<!-- end -->`,
  );
  return format(filled, { parser: 'markdown', printWidth: 120 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  /** @param {string} file */
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  const made = await readmeWithTables(
    read('README.md'),
    JSON.parse(read('package.json')),
    JSON.parse(read('package.nls.json')),
  );
  writeFileSync(path.join(root, 'README.md'), made);
}
