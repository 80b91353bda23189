const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/**
 * The file name in a Content-Disposition header (RFC 6266). Undefined if there is none. `filename*` (RFC 5987, UTF-8 or
 * Latin-1) takes precedence over `filename`, and a malformed one is ignored. The name comes from the server and isn't
 * safe to use yet.
 */
export function dispositionFileName(header: string | null): string | undefined {
  if (header === null) {
    return undefined;
  }
  const parameters = readParameters(header);
  const extended = parameters.get('filename*');
  const plain = parameters.get('filename');
  const name =
    (extended === undefined ? undefined : decodeExtended(extended)) ??
    (plain === undefined ? undefined : repairUtf8(plain));
  return name?.trim() || undefined;
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
  const match = /^(utf-?8|iso-?8859-1|latin-?1)'[^']*'(.*)$/i.exec(value.replace(/^"|"$/g, ''));
  const [, charset = '', encoded = ''] = match ?? [];
  if (!match || !isPercentEncoded(encoded)) {
    return undefined;
  }
  const bytes = Buffer.from(
    encoded.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
  try {
    return /^utf/i.test(charset) ? strictUtf8(bytes) : bytes.toString('latin1');
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
    if (text[at] === '%' && !/^[\da-f]{2}$/i.test(text.slice(at + 1, at + 3))) {
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
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) {
    return value;
  }
  try {
    return strictUtf8(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
