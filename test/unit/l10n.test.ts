import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as l10n from '../../scripts/l10n.mjs';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { LANGUAGES, readTexts, sentencesIn, translatedFiles } = (await import(
  pathToFileURL(path.resolve('scripts/l10n.mjs')).href
)) as typeof l10n;

const NAMES = new Set(['Impact Jobs']);

describe('Translations', () => {
  const files = translatedFiles();

  it('are of the sentences in the code', () => {
    const sentences = files.find(({ file }) => file.startsWith('l10n/'))?.english;
    assert.deepEqual(readTexts('l10n/bundle.l10n.json'), sentences, 'npm run l10n has been run');
  });

  it('include sentences that code gets as an argument, and equal ones with different comments', () => {
    const code = "language.l10n.t('Now'); vscode.l10n.t({ message: '{0} jobs', args: [1], comment: ['singular'] });";
    assert.deepEqual(sentencesIn('a.ts', code), [
      ['Now', 'Now'],
      ['{0} jobs/singular', '{0} jobs'],
    ]);
  });

  it('refuse a sentence that is not a literal', () => {
    assert.throws(() => sentencesIn('a.ts', 'l10n.t(sentence)'), /a\.ts: VS Code can only translate literals/);
  });

  for (const language of LANGUAGES) {
    describe(`into ${language}`, () => {
      const ofLanguage = (): typeof files => files.filter((file) => file.language === language);

      it('are complete and contain nothing unused', () => {
        for (const { file, english } of ofLanguage()) {
          assert.deepEqual(Object.keys(readTexts(file)).sort(), Object.keys(english).sort(), file);
        }
      });

      it('have the same placeholders, links, code, and icons as the English text', () => {
        for (const { file, english } of ofLanguage()) {
          const translated = readTexts(file);
          for (const [key, text] of Object.entries(english)) {
            assert.deepEqual(fixedParts(translated[key] ?? ''), fixedParts(text), `${file}: ${key}`);
          }
        }
      });

      it('spell an apostrophe in one way', () => {
        for (const { file } of ofLanguage()) {
          assert.deepEqual(
            Object.values(readTexts(file)).filter((text) => text.includes('’')),
            [],
            file,
          );
        }
      });

      it('differ from the English text, except for names', () => {
        for (const { file, english } of ofLanguage()) {
          const translated = readTexts(file);
          const same = Object.entries(english).filter(
            ([key, text]) => translated[key] === text && !NAMES.has(text) && /[a-z]{3,}.* .*[a-z]{3,}/.test(text),
          );
          assert.deepEqual(
            same.map(([key]) => key),
            [],
            file,
          );
        }
      });
    });
  }
});

/** What a translator doesn't translate: placeholders, targets of links, code, icons, and keys. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d+\}|\]\([^)]*\)|`[^`]*`|\$\([\w~-]+\)|\$\{\w+\}|<keybinding:[^>]*>/g) ?? []).sort();
}
