import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
/** As `TextDecoder` calls them. windows-1252 is what is meant by Latin-1. */
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: readonly (readonly [mark: Buffer, encoding: Encoding])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
];
const LOOKED_AT_BYTES = 1024;
/** In UTF-16 of a Latin language one half of each character is zero, and hardly any of the other halves. */
const MOST = 0.6;
const HARDLY_ANY = 0.05;

/**
 * Makes text of a file's bytes, which come in blocks. Without a mark at its beginning, a file that is no UTF-16 is UTF-8 or
 * Latin-1, which differ beyond ASCII alone: each block is read as what most of those characters have been until then. So
 * one bad byte does not change how a file is read, and no block has to be read twice.
 */
export class TextDecoding {
  private encodingSoFar: Encoding = 'utf-8';
  private isSettled: boolean;
  private utf16: TextDecoder | undefined;
  private hasBegun = false;
  /** The beginning of a character whose rest is in the next block. */
  private carried = Buffer.alloc(0);
  private validCharacters = 0;
  private invalidBytes = 0;

  /** `chosen` is what the user says the encoding is. */
  constructor(private readonly chosen: Encoding | undefined) {
    this.isSettled = chosen !== undefined;
    this.encodingSoFar = chosen ?? 'utf-8';
  }

  get encoding(): Encoding {
    return this.encodingSoFar;
  }

  /** Bytes that are no UTF-8 in a file that is; each was replaced by U+FFFD. */
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

  /** Finds out what the first block tells for sure, and leaves its mark out. */
  private begin(block: Buffer): Buffer {
    const marked = MARKS.find(([mark]) => block.subarray(0, mark.length).equals(mark));
    const found = marked?.[1] ?? unmarkedUtf16(block.subarray(0, LOOKED_AT_BYTES));
    if (found !== undefined && this.chosen === undefined) {
      this.encodingSoFar = found;
      this.isSettled = true;
    }
    return marked?.[1] === this.encodingSoFar ? block.subarray(marked[0].length) : block;
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

/** Where the last character begins that the bytes do not hold as a whole. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (!isContinuation(byte)) {
      return announcedLength(byte) > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** As a part of a stream: at once, Node 20 takes windows-1252 for ISO 8859-1, in which 0x80 is no euro sign. */
function decodeLatin1(bytes: Buffer): string {
  return new TextDecoder('windows-1252').decode(bytes, { stream: true });
}
