import { PendingText } from './pendingText';
import { TableError } from './tableError';

/** No report nests values this deeply, and code that shows nested values must not overflow its stack. */
const MAX_DEPTH = 1000;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const RUN = /[^\s,:[\]{}"]*/y;
const SPACE = /[ \t\r\n]*/y;
/** JSON forbids control characters in strings. */
const NEEDS_DECODING = /[\u0000-\u001f\\]/;

/** `punctuation` is a comma or a colon. `scalar` is a number, a Boolean value, or null. */
export type JsonTokenKind = 'open' | 'close' | 'key' | 'string' | 'scalar' | 'punctuation';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  /** The text as written. */
  readonly raw: string;
  /** The decoded text of a key or string. Equal to `raw` for all others. */
  readonly text: string;
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

/**
 * Reads one JSON value strictly by RFC 8259, from text that arrives in parts, without recursion. Keeps numbers as
 * they're written and members in their order. `JSON.parse` rounds numbers, and sorts members whose names look like
 * integers.
 */
export class JsonParser {
  private readonly pending = new PendingText();
  private readonly nesting: ('{' | '[')[] = [];
  private expected: Expected = 'value';

  /** `line` is the line where the text begins, starting at 1. */
  constructor(
    private readonly onToken: (token: JsonToken) => void,
    private line = 1,
  ) {}

  /** Whether the value is complete. */
  get isOver(): boolean {
    return this.expected === 'nothing';
  }

  /** Throws TableError if the text isn't JSON. */
  push(text: string): void {
    this.pending.push(text);
    this.read(false, false);
  }

  /** Ends a text that was cut. Throws TableError if it isn't JSON so far. */
  cut(): void {
    this.read(true, false);
  }

  /** Ends the text. Throws TableError if the value is incomplete. */
  end(): void {
    this.read(true, true);
    if (!this.isOver) {
      throw this.broken('The JSON ends in the middle');
    }
  }

  private read(isOver: boolean, isLast: boolean): void {
    const text = this.pending.take(isOver);
    if (text === undefined) {
      return;
    }
    let at = this.skipSpace(text, 0);
    while (at < text.length) {
      const end = this.take(text, at, isLast);
      if (end === undefined) {
        break;
      }
      at = this.skipSpace(text, end);
    }
    this.pending.keep(text.slice(at));
    if (this.pending.isTooLong) {
      throw new TableError('rowTooLong', 'A value is too long', 'json', this.line);
    }
  }

  /** Reads the token at `at`. Returns its end, or undefined if the rest of it hasn't arrived. */
  private take(text: string, at: number, isLast: boolean): number | undefined {
    const char = text.charAt(at);
    switch (char) {
      case '{':
      case '[':
        this.open(char);
        return at + 1;
      case '}':
      case ']':
        this.close(char);
        return at + 1;
      case ',':
      case ':':
        this.separate(char);
        return at + 1;
      case '"':
        return this.takeString(text, at, isLast);
      default:
        return this.takeScalar(text, at, isLast);
    }
  }

  private open(char: '{' | '['): void {
    this.expectValue(char);
    this.nesting.push(char);
    if (this.nesting.length > MAX_DEPTH) {
      throw new TableError('tooDeep', `Nested deeper than ${MAX_DEPTH}`, 'json', this.line);
    }
    this.expected = char === '{' ? 'keyOrEnd' : 'valueOrEnd';
    this.onToken({ kind: 'open', raw: char, text: char });
  }

  private close(char: '}' | ']'): void {
    const isObject = char === '}';
    const isDue = this.expected === 'commaOrEnd' || this.expected === (isObject ? 'keyOrEnd' : 'valueOrEnd');
    if (!isDue || this.nesting.pop() !== (isObject ? '{' : '[')) {
      throw this.unexpected(char);
    }
    this.valueIsOver();
    this.onToken({ kind: 'close', raw: char, text: char });
  }

  private separate(char: ',' | ':'): void {
    if (this.expected !== (char === ',' ? 'commaOrEnd' : 'colon')) {
      throw this.unexpected(char);
    }
    this.expected = char === ',' && this.nesting.at(-1) === '{' ? 'key' : 'value';
    this.onToken({ kind: 'punctuation', raw: char, text: char });
  }

  private takeString(text: string, at: number, isLast: boolean): number | undefined {
    const end = endOfString(text, at);
    if (end === undefined) {
      if (isLast) {
        throw this.broken('A string has no end');
      }
      return undefined;
    }
    const raw = text.slice(at, end);
    const isKey = this.expected === 'key' || this.expected === 'keyOrEnd';
    if (!isKey) {
      this.expectValue(raw);
    }
    const said = this.decodeString(raw);
    if (isKey) {
      this.expected = 'colon';
    } else {
      this.valueIsOver();
    }
    this.onToken({ kind: isKey ? 'key' : 'string', raw, text: said });
    return end;
  }

  private takeScalar(text: string, at: number, isLast: boolean): number | undefined {
    RUN.lastIndex = at;
    const raw = RUN.exec(text)?.[0] ?? '';
    const end = at + raw.length;
    if (end === text.length && !isLast) {
      return undefined;
    }
    this.expectValue(raw);
    if (!SCALAR.test(raw)) {
      throw this.unexpected(raw);
    }
    this.valueIsOver();
    this.onToken({ kind: 'scalar', raw, text: raw });
    return end;
  }

  private decodeString(raw: string): string {
    if (!NEEDS_DECODING.test(raw)) {
      return raw.slice(1, -1);
    }
    try {
      return JSON.parse(raw) as string;
    } catch {
      throw this.broken('A string holds what JSON does not allow');
    }
  }

  private expectValue(raw: string): void {
    if (this.expected !== 'value' && this.expected !== 'valueOrEnd') {
      throw this.unexpected(raw);
    }
  }

  private valueIsOver(): void {
    this.expected = this.nesting.length === 0 ? 'nothing' : 'commaOrEnd';
  }

  private skipSpace(text: string, from: number): number {
    SPACE.lastIndex = from;
    const space = SPACE.exec(text)?.[0] ?? '';
    for (let lf = space.indexOf('\n'); lf >= 0; lf = space.indexOf('\n', lf + 1)) {
      this.line++;
    }
    return from + space.length;
  }

  private unexpected(raw: string): TableError {
    return this.broken(`Unexpected ${raw.slice(0, 20)}`);
  }

  private broken(message: string): TableError {
    return new TableError('unreadable', message, 'json', this.line);
  }
}

/** The position after the closing quote. Undefined if it hasn't arrived. */
function endOfString(text: string, open: number): number | undefined {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charAt(quote - 1 - backslashes) === '\\') {
      backslashes++;
    }
    if (backslashes % 2 === 0) {
      return quote + 1;
    }
  }
  return undefined;
}
