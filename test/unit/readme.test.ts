import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import manifest from '../../package.json';
import strings from '../../package.nls.json';

const readme = readFileSync('README.md', 'utf8');
const { commands, configuration, menus } = manifest.contributes;

/** The cells of the table under a heading, row by row, without its head. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

const textOf = (key: string): string => (strings as Record<string, string>)[key.slice(1, -1)] ?? '';

describe('README.md', () => {
  it('names each command of the palette in its table, by its title there, and no other', () => {
    const never = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
    const titles = commands.filter(({ command }) => !never.has(command)).map(({ title }) => textOf(title));
    assert.ok(titles.length > 40);
    const named = tableUnder('Commands').flatMap(([names = '']) => names.split(', '));
    assert.deepEqual(named.sort(), titles.sort());
  });

  it('names each setting in its table, with its default', () => {
    const settings = Object.entries(configuration.properties).map(
      ([id, { default: value }]) => `${id.replace('impactJobs.', '')}: ${value}`,
    );
    const told = tableUnder('Settings').flatMap(([names = '', values = '']) =>
      names.split(', ').map((name) => `${name}: ${values}`.replaceAll('`', '')),
    );
    assert.deepEqual(told.sort(), settings.sort());
  });

  it('names each package that the extension needs at run time, with a reason', () => {
    const reasons = new Map(tableUnder('Runtime dependencies').map(([name = '', why = '']) => [name, why]));
    assert.deepEqual([...reasons.keys()].sort(), Object.keys(manifest.dependencies).sort());
    assert.ok([...reasons.values()].every((why) => why.length > 0));
  });

  it('links to files and headings that are there, and to no picture without words', () => {
    const targets = [...readme.matchAll(/(?:\]\(|src="|srcset=")(?![a-z]+:)([^)"]+)/g)].map(
      ([, target = '']) => target,
    );
    const anchors = new Set(
      [...readme.matchAll(/^#+ (.+)$/gm)].map(
        ([, title = '']) =>
          `#${title
            .toLowerCase()
            .replace(/[^\w\s-]/g, '')
            .replaceAll(' ', '-')}`,
      ),
    );
    assert.ok(targets.length > 0);
    assert.deepEqual(
      targets.filter((target) => (target.startsWith('#') ? !anchors.has(target) : !existsSync(target))),
      [],
    );
    assert.deepEqual(readme.match(/!\[\s*\]|<img (?![^>]*alt="[^"]+")/g) ?? [], []);
  });
});
