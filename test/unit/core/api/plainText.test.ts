import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainText } from '../../../../src/core/api/plainText';

describe('Text from another side', () => {
  const cases: readonly (readonly [text: string, line: string])[] = [
    ['Access denied', 'Access denied'],
    ['  two\r\nlines\tand a tab ', 'two lines and a tab'],
    ['2026-11-23 [info] \u001b[31mred\u0007', '2026-11-23 [info] [31mred'],
    ['photo\u202egpj.exe', 'photo gpj.exe'],
    ['\ufeffa\u0000b\u2028c\u0085d', 'a b c d'],
    ['half of 👍 is \ud83d.', 'half of 👍 is .'],
    ['Zürich, 東京, 👩‍💻', 'Zürich, 東京, 👩‍💻'],
    ['', ''],
  ];
  for (const [text, line] of cases) {
    it(`is one clean line: ${JSON.stringify(line)}`, () => assert.equal(plainText(text, 100), line));
  }

  it('is cut between characters', () => {
    assert.equal(plainText('x'.repeat(1_000_000), 10), 'xxxxxxxxx…');
    assert.equal(plainText('👍'.repeat(10), 6), '👍👍…');
  });

  it('is never longer than requested', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, maxChars) => {
        const line = plainText(text, maxChars);
        assert.ok(line.length <= maxChars);
        assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      }),
    );
  });
});
