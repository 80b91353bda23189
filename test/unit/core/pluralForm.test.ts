import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { pluralForm } from '../../../src/core/pluralForm';

const FORMS = { one: 'one', other: 'other' };
const NUMBERS = [0, 1, 2, 1_000_000];

describe('A sentence about a count', () => {
  const rules: Readonly<Record<string, readonly string[]>> = {
    en: ['other', 'one', 'other', 'other'],
    de: ['other', 'one', 'other', 'other'],
    es: ['other', 'one', 'other', 'other'],
    fr: ['one', 'one', 'other', 'other'],
    ja: ['other', 'other', 'other', 'other'],
    'zh-cn': ['other', 'other', 'other', 'other'],
  };

  for (const [language, expected] of Object.entries(rules)) {
    it(`is singular or plural by the rules of ${language}`, () => {
      assert.deepEqual(
        NUMBERS.map((count) => pluralForm(FORMS, count, language)),
        expected,
      );
    });
  }

  it('is never chosen by comparing the count with 1', () => {
    const offenders = readdirSync('src/vscode', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /vscode\.l10n\.t\('[^']*\b1 [a-z]/.test(readFileSync(`src/vscode/${file}`, 'utf8')));
    assert.deepEqual(offenders, []);
  });

  it('has a singular wherever the count comes before a noun in the plural', () => {
    const sentences = Object.keys(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Record<string, string>);
    const plurals = sentences.filter((text) =>
      /^(?:[^{}]*|\{0\}, )\{[01]\} (?:records|rows|cells|jobs running|exports|jobs|filters|times)\b[^.:]*$/.test(text),
    );
    assert.ok(plurals.length >= 10, plurals.join('\n'));
    assert.deepEqual(
      plurals.filter((text) => !sentences.includes(singular(text))),
      ALWAYS_SEVERAL,
    );
  });
});

/** Sentences whose count is never 1, because one job has a sentence with its name. */
const ALWAYS_SEVERAL: readonly string[] = [
  'These {0} jobs are muted',
  'Replay {0} jobs?',
  "You'll be notified when these {0} jobs end",
  'Notifications for these {0} jobs now follow your settings',
];

function singular(text: string): string {
  return text.replace(/^(.*?\} (?:record|row|cell|job|export|filter|time))s\b/, '$1').replace('Copy all', 'Copy');
}
