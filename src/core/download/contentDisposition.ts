const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** More than any name is split into. */
const MAX_PIECES = 50;
/** `charset'language'value`. Some servers leave out the language, or the charset too. */
const EXTENDED = /^(?:([\w.:-]{1,40})'(?:[^']{0,40}')?)?(.*)/s;

/**
 * The file name in a Content-Disposition header (RFC 6266). Undefined if there is none. `filename*` (RFC 8187) takes
 * precedence over its pieces (RFC 2231), and these over `filename`. A malformed `filename*` counts only if there is
 * nothing else. The name comes from the server and isn't safe to use yet.
 */
export function dispositionFileName(header: string | null): string | undefined {
  if (header === null) {
    return undefined;
  }
  const parameters = readParameters(header);
  const extended = parameters.get('filename*');
  const plain = parameters.get('filename');
  return (
    nameIn(extended && decodeExtended(extended)) ??
    nameIn(joinPieces(parameters)) ??
    nameIn(plain && repairUtf8(plain)) ??
    nameIn(extended && decodeMalformed(extended))
  );
}

function nameIn(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}

/** A name in pieces: `filename*0="a"; filename*1="b.csv"`. The value of `filename*0*` begins with the charset. */
function joinPieces(parameters: ReadonlyMap<string, string>): string | undefined {
  const [, charset, start] = EXTENDED.exec(parameters.get('filename*0*') ?? '') ?? [];
  const pieces: Buffer[] = [];
  for (let at = 0; at < MAX_PIECES; at++) {
    const encoded = at === 0 ? start || undefined : parameters.get(`filename*${at}*`);
    const piece = encoded === undefined ? parameters.get(`filename*${at}`) : undefined;
    if (encoded === undefined && piece === undefined) {
      break;
    }
    pieces.push(encoded === undefined ? Buffer.from(piece ?? '', 'latin1') : bytesOf(encoded));
  }
  return pieces.length === 0 ? undefined : textOf(Buffer.concat(pieces), charset);
}

/** Without the language or the charset, or with characters that should be escaped. Half an escape is too little. */
function decodeMalformed(value: string): string | undefined {
  const [, charset, encoded = ''] = EXTENDED.exec(value) ?? [];
  return /%(?![\da-f]{2})/i.test(encoded) ? undefined : textOf(bytesOf(encoded), charset);
}

function readParameters(header: string): Map<string, string> {
  const parameters = new Map<string, string>();
  let at = header.indexOf(';');
  while (at >= 0 && at < header.length) {
    const equals = header.indexOf('=', at);
    if (equals < 0) {
      break;
    }
    // A parameter without a value is ignored.
    const name = header
      .slice(header.lastIndexOf(';', equals) + 1, equals)
      .trim()
      .toLowerCase();
    const [value, next] = readValue(header, equals + 1);
    // As in browsers, the first one counts.
    if (!parameters.has(name)) {
      parameters.set(name, value);
    }
    at = header.indexOf(';', next);
  }
  return parameters;
}

/** Reads the value at `start`. Also returns the position after it. */
function readValue(header: string, start: number): readonly [string, number] {
  let at = start;
  while (header[at] === ' ' || header[at] === '\t') {
    at++;
  }
  if (header[at] !== '"') {
    const end = header.indexOf(';', at);
    const stop = end < 0 ? header.length : end;
    return [header.slice(at, stop).trim(), stop];
  }
  let value = '';
  for (at++; at < header.length && header[at] !== '"'; at++) {
    // Some servers send Windows paths unescaped, so a backslash escapes only a quote or itself.
    if (header[at] === '\\' && (header[at + 1] === '"' || header[at + 1] === '\\')) {
      at++;
    }
    value += header[at] ?? '';
  }
  return [value, at + 1];
}

function decodeExtended(value: string): string | undefined {
  const [, charset, encoded = ''] = /^([\w.:-]{1,40})'[^']*'(.*)/s.exec(value) ?? [];
  return charset !== undefined && isPercentEncoded(encoded) ? textOf(bytesOf(encoded), charset) : undefined;
}

/** The bytes of a text as received, with its escapes decoded. */
function bytesOf(encoded: string): Buffer {
  return Buffer.from(
    encoded.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

/** Undefined if the bytes aren't text in this charset, or nobody knows it. Default: UTF-8, or else Latin-1. */
function textOf(bytes: Buffer, charset: string | undefined): string | undefined {
  if (charset === undefined) {
    return repairUtf8(bytes.toString('latin1'));
  }
  if (/^(?:iso-?8859-1|latin-?1)$/i.test(charset)) {
    return bytes.toString('latin1');
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Checks character by character. On a long text from a server, one regular expression would take quadratic time. */
function isPercentEncoded(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '%' && !TOKEN.test(text[at] ?? '')) {
      return false;
    }
    if (text[at] === '%' && !/^[\da-f]{2}/i.test(text.slice(at + 1, at + 3))) {
      return false;
    }
  }
  return true;
}

function strictUtf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Node decodes headers as Latin-1, but many servers send UTF-8. Bytes that are valid UTF-8 are read as UTF-8. */
function repairUtf8(value: string): string {
  try {
    return strictUtf8(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
