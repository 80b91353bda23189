import assert from 'node:assert/strict';
import { secretsOf, withoutSecrets } from '../../../../src/core/api/withoutSecrets';

const SID = 'IRtest';
const TOKEN = 'a~b+c/d"e&f=g?1234';
const HEADER = Buffer.from(`${SID}:${TOKEN}`).toString('base64');

describe('A response without secrets', () => {
  const secrets = secretsOf(SID, TOKEN);
  const clean = (text: string, of = secrets): string => withoutSecrets(Buffer.from(text), of).toString();

  const forms: readonly (readonly [name: string, form: string])[] = [
    ['the token', TOKEN],
    ['the token in JSON', JSON.stringify(TOKEN).slice(1, -1)],
    ['the token in JSON with escaped slashes', JSON.stringify(TOKEN).slice(1, -1).replace('/', '\\/')],
    ['the token in an address', encodeURIComponent(TOKEN)],
    [
      'the token in an address, in small letters',
      encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ['the token in an address with all its signs escaped', encodeURIComponent(TOKEN).replaceAll('~', '%7E')],
    ['the header', HEADER.replace(/=+$/, '')],
    ['the header with escaped pluses', HEADER.replace(/=+$/, '').replaceAll('+', '\\u002b')],
  ];
  for (const [name, form] of forms) {
    it(`masks ${name}, wherever it appears`, () => {
      assert.equal(clean(form), '***');
      assert.equal(clean(`${form}${form}x${form}`), '******x***');
      for (let before = 0; before < 100; before++) {
        assert.equal(
          clean(`${'ä'.repeat(before)}${form.slice(0, before % form.length)}${form}é`),
          `${'ä'.repeat(before)}${form.slice(0, before % form.length)}***é`,
        );
      }
    });
  }

  it('is the same object if there is nothing to mask', () => {
    for (const text of ['', 'a', TOKEN.slice(1), `${TOKEN.slice(0, -1)}x`, '{"Jobs":[]}'.repeat(1000)]) {
      const body = Buffer.from(text);
      assert.equal(withoutSecrets(body, secrets), body);
    }
  });

  it('agrees with a plain search in any text', () => {
    let state = 7;
    const random = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const own = secretsOf('a', 'abababcd');
    for (let round = 0; round < 2000; round++) {
      const text =
        Array.from({ length: random(80) }, () => 'abcd'[random(4)]).join('') +
        (random(2) ? 'abababcd' : '') +
        'ab'.repeat(random(9));
      assert.equal(clean(text, own), text.replaceAll('abababcd', '***'));
    }
  });

  it('keeps what is too short to be a secret', () => {
    assert.equal(clean('{"Type":"Type"}', secretsOf('', 'Type')), '{"Type":"Type"}');
  });
});
