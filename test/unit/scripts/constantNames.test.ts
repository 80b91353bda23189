import assert from 'node:assert/strict';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { constantNames } from '../../../scripts/constantNames.mjs';

/** The names in a module that the rule wants in UPPER_CASE. */
const reported = (code: string) =>
  new Linter()
    .verify(code, {
      languageOptions: { parser: tseslint.parser },
      plugins: { project: { rules: { 'constant-names': constantNames } } },
      rules: { 'project/constant-names': 'error' },
    })
    .map(({ message }) => /constant (\w+)/.exec(message)?.[1] ?? message);

describe('the rule for names of constants', () => {
  it('reports numbers, strings, and sums of constants', () => {
    assert.deepEqual(reported('const a = 1; export const b = `x`; const c = -SECOND_MS * 2;'), ['a', 'b', 'c']);
  });

  it('reports lists, records, sets, maps, and patterns, typed or not', () => {
    const code = `const list = [build(1)].map(String);
      const record: Record<string, number> = { a: 1 };
      export const typed = { a: [1] } as const satisfies object;
      const set = new Set(['a']);
      const map = new Map([['a', 1]]);
      const pattern = /a/;`;
    assert.deepEqual(reported(code), ['list', 'record', 'typed', 'set', 'map', 'pattern']);
  });

  it('accepts what acts, what changes, what is computed, and what is local', () => {
    const code = `const clock = { now: () => 0 };
      const seen = new Set();
      const times = [];
      const total = { passed: 0 };
      total.passed += 1;
      const order = textOrder('en');
      const LIMIT = 5;
      function f() { const local = 1; return local; }`;
    assert.deepEqual(reported(code), []);
  });
});
