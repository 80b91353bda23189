import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

/** The text under a heading of the second level. */
function section(heading: string): string {
  return contributing.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
}

/** The folders in a folder, as paths with slashes; `depth` 1 leaves out the folders in them. */
function foldersIn(folder: string, depth = Number.POSITIVE_INFINITY): string[] {
  const children = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);
  return depth === 1 ? children : children.flatMap((child) => [child, ...foldersIn(child)]);
}

describe('CONTRIBUTING.md', () => {
  it('has a map with every folder of the sources, every other folder of the project and those in it, and no other', () => {
    const map = [...section('Map').matchAll(/^\| `([^`]+)` +\| +\S.*\|$/gm)].map(([, folder = '']) => folder);
    const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
    const top = new Set(tracked.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0] ?? ''));
    const folders = [...top].flatMap((folder) => [
      folder,
      // Their folders have names that GitHub and VS Code give.
      ...(folder.startsWith('.') ? [] : foldersIn(folder, folder === 'src' ? undefined : 1)),
    ]);
    assert.deepEqual([...map].sort(), folders.sort());
  });

  it('names only existing files and folders', () => {
    const paths = [...contributing.matchAll(/`((?:src|test|bench|scripts|media|l10n)\/[\w./-]+)`/g)].map(
      ([, name = '']) => name,
    );
    assert.ok(paths.length > 80);
    assert.deepEqual(
      paths.filter((name) => !existsSync(name)),
      [],
    );
  });

  it('has recipes, each with the files that it changes', () => {
    const recipes = section('Recipes').split(/^### /m).slice(1);
    assert.equal(recipes.length, 5);
    for (const recipe of recipes) {
      const [, heading = '', count = ''] = /^(.+): (\d+) files?\b/.exec(recipe) ?? [];
      const steps = recipe.match(/^\d+\. /gm) ?? [];
      assert.equal(steps.length, Number(count), heading || recipe);
      assert.match(recipe, /^\d+\. .*`(?:src\/[\w/]+\.tsx?|package\.json)`/m);
    }
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...contributing.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    );
  });
});
