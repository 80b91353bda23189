/** How many layers of escapes to decode, for example a JSON text in an address in a page. */
export const MAX_LAYERS = 4;
const ESCAPE =
  /\\{1,8}(?:u([\da-f]{4})|x([\da-f]{2})|(["'/]))|((?:%[\da-f]{2}){1,64})|&#0{0,8}(\d{1,6});?|&#x0{0,8}([\da-f]{1,5});?|&([a-z]{2,6});/gi;

/** HTML's names for the characters of addresses, tokens, and Base64. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  ast: '*',
  bsol: '\\',
  colon: ':',
  comma: ',',
  commat: '@',
  dollar: '$',
  equals: '=',
  excl: '!',
  gt: '>',
  hyphen: '-',
  lowbar: '_',
  lpar: '(',
  lt: '<',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quest: '?',
  quot: '"',
  rpar: ')',
  semi: ';',
  sol: '/',
};

/** Whether the text contains anything that might be an escape. */
export function hasEscapes(text: string): boolean {
  return text.includes('\\') || text.includes('%') || text.includes('&');
}

/**
 * Returns the text and the results of decoding the escapes of JSON, scripts, addresses, and HTML in it, several times
 * over, but at most `most` times. For searching, not for showing: text that only looks like an escape is decoded too.
 */
export function layersOf(text: string, most = MAX_LAYERS): readonly string[] {
  const layers = [text];
  for (let last = text; layers.length <= most && hasEscapes(last);) {
    const next = last.replace(ESCAPE, decodeEscape);
    if (next === last) {
      break;
    }
    layers.push(next);
    last = next;
  }
  return layers;
}

function decodeEscape(escape: string, ...groups: readonly unknown[]): string {
  const [unicode, hex, sign, percent, decimal, hexadecimal, name] = groups as readonly (string | undefined)[];
  if (sign !== undefined) {
    return sign;
  }
  if (percent !== undefined) {
    return Buffer.from(percent.replaceAll('%', ''), 'hex').toString();
  }
  if (name !== undefined) {
    return NAMED[name.toLowerCase()] ?? escape;
  }
  const code = decimal === undefined ? Number.parseInt(unicode ?? hex ?? hexadecimal ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}
