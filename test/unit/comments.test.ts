import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MAX_COLUMNS = 120;
/** Prettier leaves comments as they are. Addresses can't be broken. */
const COMMENT = /^\s*(?:\/\/|\/?\*)(?!.*https?:)/;

/** The first words of a doc comment that only makes sense beside the code above it. */
const DEPENDENT = /\/\*\*[\s*]*(?:Of|The same)\b[^\n]*/g;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}

describe('A doc comment', () => {
  it('stands on its own in a hover: none starts with "Of" or "The same"', () => {
    const sources = sourcesIn('src');
    assert.ok(sources.length > 400, `only ${sources.length} files`);
    const found = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(DEPENDENT)].map(([text]) => `${file}: ${text}`),
    );
    assert.deepEqual(found, []);
  });
});

describe('A line of a comment', () => {
  it(`has at most ${MAX_COLUMNS} columns`, () => {
    const long = sourcesIn('src').flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.length > MAX_COLUMNS && COMMENT.test(line) ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(long, []);
  });
});
