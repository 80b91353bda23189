import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
/** The names of `TextDecoder`. Files labeled Latin-1 use windows-1252. */
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: readonly (readonly [mark: Buffer, encoding: Encoding])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
];
const LOOKED_AT_BYTES = 1024;
/** In UTF-16 text of a Latin language, one byte of each character is zero, and the other hardly ever is. */
const MOST = 0.6;
const HARDLY_ANY = 0.05;

/**
 * Decodes a file's bytes, which arrive in blocks. A file without a byte order mark that isn't UTF-16 is UTF-8 or
 * Latin-1, which differ only beyond ASCII. Each block is decoded by whichever encoding fits most of those characters so
 * far. So one bad byte doesn't change how a file is read, and no block is read twice.
 */
export class TextDecoding {
  private encodingSoFar: Encoding = 'utf-8';
  private isSettled: boolean;
  private utf16: TextDecoder | undefined;
  private hasBegun = false;
  private isMarked = false;
  /** The beginning of a character whose rest is in the next block. */
  private carried = Buffer.alloc(0);
  private validCharacters = 0;
  private invalidBytes = 0;

  /** `chosen` is the encoding that the user chose. */
  constructor(private readonly chosen: Encoding | undefined) {
    this.isSettled = chosen !== undefined;
    this.encodingSoFar = chosen ?? 'utf-8';
  }

  get encoding(): Encoding {
    return this.encodingSoFar;
  }

  /** Whether the file begins with the mark of its encoding. */
  get hasMark(): boolean {
    return this.isMarked;
  }

  /** The number of invalid bytes in a UTF-8 file. Each was replaced by U+FFFD. */
  get badBytes(): number {
    return this.encodingSoFar === 'utf-8' ? this.invalidBytes : 0;
  }

  decode(block: Buffer, isLast: boolean): string {
    const bytes = this.hasBegun ? block : this.begin(block);
    this.hasBegun = true;
    if (this.encodingSoFar.startsWith('utf-16')) {
      this.utf16 ??= new TextDecoder(this.encodingSoFar);
      return this.utf16.decode(bytes, { stream: !isLast });
    }
    if (this.carried.length === 0 && isAscii(bytes)) {
      return bytes.toString('latin1');
    }
    return this.decodeBytes(this.carried.length === 0 ? bytes : Buffer.concat([this.carried, bytes]), isLast);
  }

  /** Detects what the first block shows for certain, and removes its byte order mark. */
  private begin(block: Buffer): Buffer {
    const marked = MARKS.find(([mark]) => block.subarray(0, mark.length).equals(mark));
    const found = marked?.[1] ?? unmarkedUtf16(block.subarray(0, LOOKED_AT_BYTES));
    if (found !== undefined && this.chosen === undefined) {
      this.encodingSoFar = found;
      this.isSettled = true;
    }
    if (marked === undefined || marked[1] !== this.encodingSoFar) {
      return block;
    }
    this.isMarked = true;
    return block.subarray(marked[0].length);
  }

  private decodeBytes(bytes: Buffer, isLast: boolean): string {
    const end = isLast ? bytes.length : endOfCharacters(bytes);
    const whole = bytes.subarray(0, end);
    this.carried = Buffer.from(bytes.subarray(end));
    this.tally(whole);
    if (!this.isSettled) {
      this.encodingSoFar = this.validCharacters >= this.invalidBytes ? 'utf-8' : 'windows-1252';
    }
    return this.encodingSoFar === 'utf-8' ? whole.toString('utf8') : decodeLatin1(whole);
  }

  private tally(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const length = characterLength(bytes, at);
      if (length > 1) {
        this.validCharacters++;
      } else if (length === 0) {
        this.invalidBytes++;
      }
      at += length || 1;
    }
  }
}

function unmarkedUtf16(beginning: Buffer): Encoding | undefined {
  const halves = Math.floor(beginning.length / 2);
  if (halves < 2) {
    return undefined;
  }
  const zeros = [0, 0];
  for (let at = 0; at < halves * 2; at++) {
    zeros[at % 2] = (zeros[at % 2] ?? 0) + (beginning[at] === 0 ? 1 : 0);
  }
  const [even, odd] = zeros.map((count) => count / halves) as [number, number];
  if (even >= MOST && odd <= HARDLY_ANY) {
    return 'utf-16be';
  }
  return odd >= MOST && even <= HARDLY_ANY ? 'utf-16le' : undefined;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** The length of the UTF-8 character at `at`, in bytes. 0 if no character begins there. */
function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) {
    return 1;
  }
  const length = announcedLength(lead);
  const second = bytes[at + 1] ?? 0;
  if (length === 0 || second < leastSecond(lead) || second > greatestSecond(lead)) {
    return 0;
  }
  for (let offset = 2; offset < length; offset++) {
    if (!isContinuation(bytes[at + offset])) {
      return 0;
    }
  }
  return length;
}

function announcedLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) {
    return 2;
  }
  if (lead >= 0xe0 && lead <= 0xef) {
    return 3;
  }
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
function leastSecond(lead: number): number {
  return { [0xe0]: 0xa0, [0xf0]: 0x90 }[lead] ?? 0x80;
}

function greatestSecond(lead: number): number {
  return { [0xed]: 0x9f, [0xf4]: 0x8f }[lead] ?? 0xbf;
}

/** The position of the last character that is incomplete in these bytes. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (!isContinuation(byte)) {
      return announcedLength(byte) > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Uses streaming mode, because without it Node 20 treats windows-1252 as ISO 8859-1, where 0x80 isn't a euro sign. */
function decodeLatin1(bytes: Buffer): string {
  return new TextDecoder('windows-1252').decode(bytes, { stream: true });
}
