export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
/** As `TextDecoder` calls them. windows-1252 is what is meant by Latin-1. */
export type Encoding = (typeof ENCODINGS)[number];

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_LE_MARK = Buffer.from([0xff, 0xfe]);
const UTF16_BE_MARK = Buffer.from([0xfe, 0xff]);
/** What is UTF-8 shows it within this many bytes, or is the same in Latin-1. */
const LOOKED_AT_BYTES = 64 * 1024;

/** The encoding of a text by its mark, or by whether its beginning is UTF-8; what is not is Latin-1. */
export function sniffEncoding(beginning: Buffer): Encoding {
  const startsWith = (mark: Buffer): boolean => beginning.subarray(0, mark.length).equals(mark);
  if (startsWith(UTF8_MARK)) {
    return 'utf-8';
  }
  if (startsWith(UTF16_LE_MARK)) {
    return 'utf-16le';
  }
  if (startsWith(UTF16_BE_MARK)) {
    return 'utf-16be';
  }
  return unmarkedUtf16(beginning) ?? (isUtf8(beginning.subarray(0, LOOKED_AT_BYTES)) ? 'utf-8' : 'windows-1252');
}

/** UTF-16 without its mark: the first characters of a report are ASCII, so every other byte is zero. */
function unmarkedUtf16(beginning: Buffer): Encoding | undefined {
  const [first, second, third, fourth] = beginning;
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) {
    return 'utf-16be';
  }
  return second === 0 && fourth === 0 && first !== 0 && third !== 0 ? 'utf-16le' : undefined;
}

/** Whether it is, as far as it goes: it may end in the middle of a character. */
function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
