import assert from 'node:assert/strict';
import { Secrets } from '../../../../src/core/api/secrets';

const SID = 'IRtest';
const TOKEN = 'a~b+c/d"e&f=g?1234';
const secrets = new Secrets(SID, TOKEN);

/** Each character of the token as `escape` writes it. */
const each = (escape: (code: number, character: string) => string): string =>
  [...TOKEN].map((character) => escape(character.charCodeAt(0), character)).join('');
const hex = (code: number): string => code.toString(16).padStart(2, '0');
const header = (text: string): string => Buffer.from(text).toString('base64');

describe('A response without secrets', () => {
  const spellings: readonly (readonly [name: string, text: string])[] = [
    ['the token', TOKEN],
    ['the token after its SID', `${SID}:${TOKEN}`],
    ['the token in JSON', JSON.stringify(TOKEN).slice(1, -1)],
    ['the token in JSON with escaped slashes', JSON.stringify(TOKEN).slice(1, -1).replace('/', '\\/')],
    ['the token in JSON, each character escaped', each((code) => `\\u00${hex(code)}`)],
    ['the token in JSON in JSON', each((code) => `\\\\u00${hex(code).toUpperCase()}`)],
    ['the token in a script', each((code) => `\\x${hex(code)}`)],
    ['the token in an address', encodeURIComponent(TOKEN)],
    ['the token in an address, each character escaped', each((code) => `%${hex(code)}`)],
    ['the token in an address in an address', encodeURIComponent(each((code) => `%${hex(code)}`))],
    ['the token in HTML', TOKEN.replace('&', '&amp;').replace('"', '&quot;')],
    ['the token in HTML, each sign by its name', 'a~b&plus;c&sol;d&quot;e&amp;f&equals;g&quest;1234'],
    ['the token in HTML, each character as a number', each((code) => `&#${code};`)],
    ['the token in HTML, each character as a hexadecimal number', each((code) => `&#x000${hex(code)};`)],
    ['the token in an address in HTML', each((code) => `&#37;${hex(code)}`)],
    ['the token with one character escaped', TOKEN.replace('1', '\\u0031')],
    ['the token with each character in another way', each((code, c) => [c, `%${hex(code)}`, `&#${code};`][code % 3]!)],
    ['the header', header(`${SID}:${TOKEN}`)],
    ['the header with escaped pluses', header(`${SID}:${TOKEN}`).replaceAll('+', '\\u002b')],
    ['the header in an address', encodeURIComponent(header(`${SID}:${TOKEN}`))],
    ['the header for addresses', Buffer.from(`${SID}:${TOKEN}`).toString('base64url')],
    ['the token in Base64', header(TOKEN)],
  ];
  for (const [name, text] of spellings) {
    it(`masks ${name}, wherever it appears`, () => {
      assert.ok(secrets.isIn(`{"x":"${text}`));
      const masked = secrets.mask(`é before ${text}, ${text} after`);
      assert.match(masked, /^é before \*\*\*=*, \*\*\*=* after$/);
      const parsed = { list: [{ [`a ${text}`]: 1, b: [text] }], c: 5, d: null };
      const told = secrets.maskParsed(parsed, JSON.stringify(parsed));
      assert.match(JSON.stringify(told), /^\{"list":\[\{"b":\["\*\*\*=*"\],"a \*\*\*=*":1\}\],"c":5,"d":null\}$/);
    });
  }

  describe('with a token that itself looks escaped', () => {
    const tokens = ['abc%41XYZ12', 'abc%4aXYZ12', 'abc%2541XYZ12', 'abcd&amp;efgh', 'ab%41&percnt;42cd12'];
    const code = (character: string): number => character.charCodeAt(0);
    const characterwise: Readonly<Record<string, (character: string) => string>> = {
      'as it is': (character) => character,
      'in JSON': (character) => `\\u00${hex(code(character))}`,
      'in JSON in JSON': (character) => `\\\\u00${hex(code(character))}`,
      'in an address': (character) => `%${hex(code(character))}`,
      'in an address, in capitals': (character) => `%${hex(code(character)).toUpperCase()}`,
      'in an address in an address': (character) => `%25${hex(code(character))}`,
      'in HTML': (character) => `&#${code(character)};`,
      'in HTML in an address': (character) => encodeURIComponent(`&#${code(character)};`),
    };
    for (const token of tokens) {
      const own = new Secrets(SID, token);
      for (const [name, spell] of Object.entries(characterwise)) {
        it(`masks ${token} ${name}, wholly or in part`, () => {
          const characters = [...token];
          const partly = characters.map((_, at) =>
            characters.map((character, index) => (index === at ? spell(character) : character)).join(''),
          );
          for (const text of [characters.map(spell).join(''), ...partly]) {
            assert.equal(own.mask(`<${text}>`), '<***>', text);
            assert.ok(own.isInAddress(`https://${text}.example/`), text);
          }
        });
      }
    }

    it('masks an address that spells its escapes in the other letter case', () => {
      assert.equal(new Secrets(SID, 'abc%4aXYZ12').mask('<abc%4AXYZ12>'), '<***>');
    });
  });

  it('masks each spelling of several in a text', () => {
    assert.equal(
      secrets.mask(`${TOKEN} ${each((code) => `%25${hex(code)}`)} ${each((code) => `%${hex(code)}`)}`),
      '*** *** ***',
    );
  });

  it('is the same object if there is nothing to mask', () => {
    for (const text of [
      '',
      'a',
      TOKEN.slice(1),
      `${TOKEN.slice(0, -1)}x`,
      '100 % of A&amp;B, C:\\d',
      '%',
      '&#99999999;',
    ]) {
      assert.equal(secrets.mask(text), text);
      const value = { text: [text] };
      assert.equal(secrets.maskParsed(value, JSON.stringify(value)), value);
      assert.deepEqual(value, { text: [text] });
    }
  });

  it('is recognized as such, escapes or not', () => {
    for (const text of ['', 'a', '100 % of A&amp;B', 'C:\\d', TOKEN.slice(1)]) {
      assert.equal(secrets.isIn(text), false, text);
      assert.equal(secrets.isInAddress(`https://a.test/${text}`), false, text);
    }
  });

  it('has no header in Base64 either, with its padding or without', () => {
    const own = new Secrets('IRtest', 'Tok?~en~~of>>A_te');
    const base64 = header('Tok?~en~~of>>A_te');
    assert.match(base64, /[+/].*=$/);
    assert.equal(own.mask(`<${base64}>`), '<***=>');
    assert.equal(own.mask(`<${base64.replace('=', '')}>`), '<***>');
  });

  it('changes no prototype, whatever a field is called', () => {
    const json = `{"__proto__":{"text":"${TOKEN.replace('"', '\\"')}"},"a":"%"}`;
    const told = secrets.maskParsed(JSON.parse(json), json);
    assert.equal(JSON.stringify(told), '{"__proto__":{"text":"***"},"a":"%"}');
    assert.equal(Object.getPrototypeOf(told), Object.prototype);
  });

  it('may be nested deeper than a stack', () => {
    const depth = 200_000;
    const json = `${'['.repeat(depth)}"%"${']'.repeat(depth)}`;
    const value: unknown = JSON.parse(json);
    assert.equal(secrets.maskParsed(value, json), value);
  });

  it('keeps what is too short to be a secret, and masks it beside its SID', () => {
    const short = new Secrets('IRtest', 'Type');
    assert.equal(short.mask('{"Type":"Type"}'), '{"Type":"Type"}');
    assert.equal(short.mask('https://IRtest:Type@api.impact.com'), 'https://***@api.impact.com');
    assert.equal(short.mask(`Basic ${header('IRtest:Type')}`), 'Basic ***=');
  });
});
