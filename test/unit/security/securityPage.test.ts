import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

describe('SECURITY.md', () => {
  const page = readFileSync('SECURITY.md', 'utf8');

  it('names only existing tests', () => {
    const sources = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(test|e2e)\.ts$/.test(file) && !file.endsWith('securityPage.test.ts'))
      .map((file) => readFileSync(path.join('test', file), 'utf8'))
      .join('\n');
    const titles = new Set(
      [...sources.matchAll(/\b(?:it|describe)\(\s*(['"])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(([, , title]) => title),
    );
    const cited = [...page.matchAll(/(?<!\w)_([^_]+)_(?!\w)/g)]
      .map(([, name = '']) => name.replace(/\s+/g, ' '))
      .filter((name) => name !== 'italics');
    assert.ok(cited.length > 20, `${cited.length} are named`);
    assert.deepEqual(
      cited.filter((name) => !titles.has(name)),
      [],
    );
  });

  it('is allowed in the package', () => {
    assert.match(readFileSync('.vscodeignore', 'utf8'), /^!SECURITY\.md$/m);
    assert.match(readFileSync('scripts/package.mjs', 'utf8'), /\(readme\|changelog\|security\)/);
  });
});
