import * as assert from 'node:assert/strict';
import { numberReader } from '../../../../src/core/rows/numberReader';

const READ: readonly (readonly [language: string, typed: string, value: number | undefined])[] = [
  ['en', '1,600', 1600],
  ['en', '1.600', 1.6],
  ['en', '42%', 42],
  ['en', ' 7 ', 7],
  ['en', '-3.5', -3.5],
  ['en', '1,234,567.25', 1_234_567.25],
  ['en', '1,5', undefined],
  ['en', '$ 12.50', 12.5],
  ['en', 'many', undefined],
  ['en', '', undefined],
  ['de', '1.600', 1600],
  ['de', '1,6', 1.6],
  ['de', '1234.5', 1234.5],
  ['de', '-1.234.567,25 €', -1_234_567.25],
  ['de', '42\u00a0%', 42],
  ['fr', '1 234,5', 1234.5],
  ['fr', '1\u202f234,5', 1234.5],
  ['es', '1234567,5', 1_234_567.5],
  ['de-CH', "1'234.5", 1234.5],
  ['ja', '1,600', 1600],
  ['zh-cn', '−1,600.5', -1600.5],
];

describe('A typed number', () => {
  for (const [language, typed, value] of READ) {
    it(`in ${language} as "${typed}" is ${value}`, () => assert.equal(numberReader(language)(typed), value));
  }

  it('in any language is parsed as that language writes it', () => {
    for (const language of [
      'en',
      'de',
      'fr',
      'es',
      'ja',
      'zh-cn',
      'pt-br',
      'it',
      'pl',
      'sv',
      'tr',
      'ru',
      'ko',
      'cs',
      'hu',
      'en-IN',
    ]) {
      for (const value of [0, 7, 1234, 98_765.5, -1_234_567.25]) {
        const written = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
        assert.equal(numberReader(language)(written), value, `${language}: ${written}`);
      }
    }
  });
});
