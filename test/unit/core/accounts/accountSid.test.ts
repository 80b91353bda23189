import assert from 'node:assert/strict';
import { cleanCredential, EXAMPLE_SID, isAccountSid, isTypicalSid } from '../../../../src/core/accounts/accountSid';

describe('A pasted Account SID or token', () => {
  const pasted: readonly (readonly [name: string, text: string])[] = [
    ['spaces around it', `  ${EXAMPLE_SID} `],
    ['a line break at its end', `${EXAMPLE_SID}\r\n`],
    ['a line break in its middle', `${EXAMPLE_SID.slice(0, 9)}\n${EXAMPLE_SID.slice(9)}`],
    ['tabs and no-break spaces', `\t\u00a0${EXAMPLE_SID}\u202f`],
    ['a byte order mark', `\ufeff${EXAMPLE_SID}`],
    ['zero-width characters', `\u200b${EXAMPLE_SID.slice(0, 4)}\u200d\u2060${EXAMPLE_SID.slice(4)}\u200e`],
    ['a soft hyphen', `${EXAMPLE_SID.slice(0, 20)}\u00ad${EXAMPLE_SID.slice(20)}`],
    ['quotes', `"${EXAMPLE_SID}"`],
    ['typographic quotes', `“${EXAMPLE_SID}”`],
    ['a blank of Korean, Braille or half width', `\u3164${EXAMPLE_SID}\u2800\uffa0`],
  ];
  for (const [name, text] of pasted) {
    it(`is taken without ${name}`, () => assert.equal(cleanCredential(text), EXAMPLE_SID));
  }

  it('keeps characters that may belong to a token', () => {
    assert.equal(cleanCredential(' a+b/c==-._~ß漢 '), 'a+b/c==-._~ß漢');
    assert.equal(cleanCredential('it\'s"mine'), 'it\'s"mine');
    assert.equal(cleanCredential(' \u200b '), '');
  });

  it('is a SID if it has only letters and digits', () => {
    assert.deepEqual([EXAMPLE_SID, 'ABCdef12', 'x'.repeat(64)].map(isAccountSid), [true, true, true]);
    assert.deepEqual(['', 'short', 'x'.repeat(65), 'IRq8/../../', 'IRq8mWJy:token', 'IRq8mWJyé123'].map(isAccountSid), [
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is a typical SID if it looks like the published example', () => {
    assert.deepEqual([EXAMPLE_SID, 'ABCdef12', 'IRshort', `ir${EXAMPLE_SID.slice(2)}`].map(isTypicalSid), [
      true,
      false,
      false,
      false,
    ]);
  });
});
