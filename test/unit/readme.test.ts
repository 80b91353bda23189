import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import manifest from '../../package.json';
import strings from '../../package.nls.json';
import type * as tables from '../../scripts/readme.mjs';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { readmeWithTables, rowsOf } = (await import(
  pathToFileURL(path.resolve('scripts/readme.mjs')).href
)) as typeof tables;

const readme = readFileSync('README.md', 'utf8');

/** The cells of the table under a heading, row by row, without its head. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return rowsOf(section);
}

describe('README.md', () => {
  it('has the tables that `npm run readme` writes from the manifest', async () => {
    assert.equal(readme, await readmeWithTables(readme, manifest, strings));
  });

  it('says what each command does', () => {
    const rows = tableUnder('Commands');
    assert.ok(rows.length > 20);
    assert.deepEqual(
      rows.filter(([, , does]) => does === ''),
      [],
    );
  });

  it('has only working links, and alternative text for pictures', () => {
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
