import assert from 'node:assert/strict';
import { inComment, quoted, sqlName, sqlText } from '../../../../src/core/analysis/literals';
import { planReading, type ReadingPlan } from '../../../../src/core/analysis/readingPlan';
import { READING_LANGUAGES, readingCode } from '../../../../src/core/analysis/readingCode';
import { findTool, runCodes, runTool } from '../../../support/analysisTools';
import { temporaryFolder } from '../../../support/temporaryFolder';

const PIECES = [
  ...[
    '"',
    '""',
    '"""',
    "'",
    "''",
    "'''",
    '\\',
    '\\\\',
    '\\n',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '$',
    '${x}',
    '{',
    '}',
    '{{',
    '}}',
  ],
  ...['`', '#', ';', '--', '/*', '*', '^', '(', ')', '[', ']', '%s', '%', '\u0000', '\u001b', '\u007f', '\u0085'],
  ...[
    '\u2028',
    '\u2029',
    '\u202e',
    '\ufeff',
    '\ud800',
    'é',
    '漢',
    '😀',
    '\u{e0001}',
    'N',
    'u0041',
    'x',
    ' ',
    "');",
    '")',
  ],
];

/** A reproducible source of numbers from 0 to below `limit`. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function texts(count: number): readonly string[] {
  const random = numbers(7);
  return Array.from({ length: count }, () =>
    Array.from({ length: random(6) }, () => PIECES[random(PIECES.length)] ?? '').join(''),
  );
}

/** The value of a string in double quotes. Throws if it ends early, or contains what needs an escape. */
function unquoted(literal: string): string {
  const [, inside] =
    /^"((?:[^"\\\p{Cc}\p{Cf}\u2028\u2029]|\\["\\]|\\u[\da-f]{4}|\\U[\da-f]{8})*)"$/u.exec(literal) ?? [];
  assert.ok(inside !== undefined, literal);
  return inside.replace(
    /\\(?:U([\da-f]{8})|u([\da-f]{4})|(.))/g,
    (_, long?: string, short?: string, char: string = '') =>
      long === undefined && short === undefined ? char : String.fromCodePoint(parseInt(long ?? short ?? '', 16)),
  );
}

const wellFormed = (text: string): string => text.replace(/\p{Cs}|\0/gu, '\ufffd');

describe('A text in code', () => {
  it('stays inside of its quotes and keeps every character', () => {
    for (const text of texts(5_000)) {
      assert.equal(unquoted(quoted(text)), wellFormed(text));
      const name = unquoted(`"${sqlName(text).slice(1, -1)}"`);
      assert.equal(name.replaceAll('""', ''), wellFormed(text).replaceAll('"', ''));
      assert.equal(name.replaceAll('""', '"'), wellFormed(text));
      const sql = unquoted(`"${sqlText(text).slice(1, -1)}"`);
      assert.equal(sql.replaceAll("''", "'"), wellFormed(text));
    }
  });

  it('stays on the line of its comment', () => {
    for (const text of texts(5_000)) {
      assert.doesNotMatch(inComment(text), /[\p{Cc}\u2028\u2029\u202e]/u);
    }
  });

  it('is the same for Python and R', function () {
    this.timeout(0);
    const samples = texts(500);
    const python = findTool('python');
    if (typeof python === 'string') {
      console.log(`      ${python}`);
      this.skip();
    }
    const code = `import json\nprint(json.dumps([${samples.map(quoted).join(', ')}]))`;
    assert.deepEqual(JSON.parse(runTool(python, code).stdout), samples.map(wellFormed));
  });
});

describe('Code for a file with a hostile name and titles', () => {
  const folder = temporaryFolder();
  const hostile = texts(400).filter((text) => text.trim() !== '' && wellFormed(text) === text);
  const plans = async (): Promise<readonly ReadingPlan[]> => {
    const file = folder.write(
      'it\'s "a" {b} \\ $c [d] \n.csv',
      hostile.map((title) => `"${title.replaceAll('"', '""')}"`).join(',') +
        '\n' +
        hostile.map(() => '"1,5"').join(',') +
        '\n',
    );
    const signal = new AbortController().signal;
    const plan = await planReading({ title: hostile.join(''), file, choice: { titleLine: 1, delimiter: ',' }, signal });
    return [
      plan,
      { ...plan, hasOwnNames: true },
      { ...plan, linesBeforeRows: plan.linesBeforeRows, encoding: 'windows-1252' },
    ];
  };

  it('is Python without an error', async function () {
    this.timeout(0);
    const python = findTool('python');
    if (typeof python === 'string') {
      console.log(`      ${python}`);
      this.skip();
    }
    for (const plan of await plans()) {
      for (const language of ['pandas', 'polars', 'duckdb'] as const) {
        const code = `import ast, json\nast.parse(json.loads(${JSON.stringify(JSON.stringify(readingCode(plan, language)))}))`;
        const { status, stderr } = runTool(python, code);
        assert.equal(status, 0, stderr);
      }
    }
  });

  for (const language of READING_LANGUAGES) {
    it(`names the columns in ${language} as the file does`, async function () {
      this.timeout(0);
      const tool = findTool(language);
      if (typeof tool === 'string') {
        console.log(`      ${tool}`);
        this.skip();
      }
      const [plan] = await plans();
      assert.ok(plan);
      const [dump] = runCodes(tool, language, [readingCode(plan, language)]);
      assert.deepEqual(
        dump?.names,
        plan.columns.map(({ name }) => name),
      );
    });
  }
});
