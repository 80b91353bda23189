import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MAX_COLUMNS = 120;
/** Prettier leaves comments as they are. Addresses can't be broken. */
const COMMENT = /^\s*(?:\/\/|\/?\*)(?!.*https?:)/;

/** The first words of a doc comment that only makes sense beside the code above it. */
const DEPENDENT = /\/\*\*[\s*]*(?:Of|The same)\b[^\n]*/g;

/** Every source of the repository. */
function sources(): string[] {
  const below = ['src', 'test', 'bench', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  return [...readdirSync('.'), ...below].filter((name) => /\.(?:tsx?|[cm]js|css)$/.test(name));
}

describe('A doc comment', () => {
  it('stands on its own in a hover: none starts with "Of" or "The same"', () => {
    const files = sources();
    assert.ok(files.length > 900, `only ${files.length} files`);
    const found = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(DEPENDENT)].map(([text]) => `${file}: ${text}`),
    );
    assert.deepEqual(found, []);
  });
});

describe('A line of a comment', () => {
  it(`has at most ${MAX_COLUMNS} columns`, () => {
    const long = sources().flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.length > MAX_COLUMNS && COMMENT.test(line) ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(long, []);
  });
});
