import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as l10n from '../../scripts/l10n.mjs';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { LANGUAGES, readTexts, translatedFiles } = (await import(
  pathToFileURL(path.resolve('scripts/l10n.mjs')).href
)) as typeof l10n;

/** Reading all the code for its sentences takes a parser seconds, and a busy machine far longer. */
const READING_LIMIT_MS = 180_000;
const NAMES = new Set(['Impact Jobs']);

describe('Translations', () => {
  let files: Awaited<ReturnType<typeof translatedFiles>>;

  before(async function () {
    this.timeout(READING_LIMIT_MS);
    files = await translatedFiles();
    const sentences = files.find(({ file }) => file.startsWith('l10n/'))?.english;
    assert.deepEqual(readTexts('l10n/bundle.l10n.json'), sentences, 'npm run l10n has been run');
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
