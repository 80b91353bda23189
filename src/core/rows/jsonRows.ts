import { RowError, type RowReader } from './rowReader';
import type { RowTable } from './rowTable';

/** The column of values that have no name of their own. */
const VALUE_COLUMN = 'Value';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isOpening = (char: number): boolean => char === 0x7b || char === 0x5b;
const isClosing = (char: number): boolean => char === 0x7d || char === 0x5d;
const isSpace = (char: number): boolean =>
  char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09 || char === 0xfeff;
const OPENING_BRACKET = 0x5b;

/**
 * Reads records: the elements of the outermost array, or of the first array with objects or arrays in it (`Records`,
 * `Clicks`, …) that objects lead to. A document without any is one record. The text is cut into the records, which
 * `JSON.parse` reads: so a document need not be whole.
 */
export function jsonRows(table: RowTable): RowReader {
  const scanner = new RecordScanner((text) => addJson(table, text));
  return { push: (text) => scanner.push(text), end: (isWhole) => scanner.end(isWhole) };
}

/** Reads one JSON value in each line. */
export function jsonLines(table: RowTable): RowReader {
  let rest = '';
  const add = (line: string): void => {
    if (line.trim() !== '') {
      addJson(table, line);
    }
  };
  return {
    push: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(add);
    },
    end: (isWhole) => {
      if (isWhole) {
        add(rest);
      }
    },
  };
}

class RecordScanner {
  private text = '';
  private at = 0;
  private depth = 0;
  private isInString = false;
  /** The depth inside of the array whose elements are the records; undefined until it is found. */
  private recordDepth: number | undefined;
  /** An array that may be the one, until its first element shows it. */
  private candidateDepth: number | undefined;
  private arrayDepths: number[] = [];
  private recordStart: number | undefined;
  private hasEmptyArray = false;
  private isOver = false;

  constructor(private readonly onRecord: (text: string) => void) {}

  push(text: string): void {
    this.text += text;
    while (this.at < this.text.length && this.step());
    // What lies before the present record is done with; while no record has been found, the document may be one itself.
    if (this.recordDepth !== undefined) {
      const doneChars = this.recordStart ?? this.at;
      this.text = this.text.slice(doneChars);
      this.at -= doneChars;
      this.recordStart = this.recordStart === undefined ? undefined : 0;
    }
  }

  end(isWhole: boolean): void {
    if (!isWhole) {
      return;
    }
    if (this.recordDepth === undefined) {
      if (!this.hasEmptyArray && this.text.trim() !== '') {
        this.onRecord(this.text);
      }
    } else if (!this.isOver) {
      throw new RowError('The JSON ends in the middle');
    }
  }

  /** Takes a character, or a string as far as it has come. False: the rest has to come first. */
  private step(): boolean {
    if (this.isInString) {
      return this.passString();
    }
    const char = this.text.charCodeAt(this.at);
    if (this.candidateDepth !== undefined && !isSpace(char)) {
      this.judge(char);
    }
    const isAtRecords = this.depth === this.recordDepth;
    if (isAtRecords && (char === COMMA || isClosing(char))) {
      this.finishRecord();
    } else if (isAtRecords && this.recordStart === undefined && !isSpace(char)) {
      this.recordStart = this.at;
    }
    if (char === QUOTE) {
      this.isInString = true;
    } else if (isOpening(char)) {
      this.open(char);
    } else if (isClosing(char)) {
      this.close();
    }
    this.at++;
    return true;
  }

  private open(char: number): void {
    this.depth++;
    if (char === OPENING_BRACKET) {
      const isReachedByObjects = this.arrayDepths.length === 0;
      this.arrayDepths.push(this.depth);
      if (this.recordDepth === undefined && isReachedByObjects) {
        this.candidateDepth = this.depth;
      }
    }
  }

  private close(): void {
    if (this.arrayDepths.at(-1) === this.depth) {
      this.arrayDepths.pop();
    }
    if (this.depth === this.recordDepth) {
      this.isOver = true;
      // What follows are further fields of the envelope.
      this.recordDepth = -1;
    }
    this.depth--;
  }

  /** The first character inside of an array. An array of plain values is the one only where it is the whole document. */
  private judge(char: number): void {
    const isOutermost = this.candidateDepth === 1;
    if (isClosing(char)) {
      this.hasEmptyArray = true;
    }
    if (isOpening(char) || isOutermost) {
      this.recordDepth = this.candidateDepth;
    }
    this.candidateDepth = undefined;
  }

  private finishRecord(): void {
    if (this.recordStart !== undefined) {
      this.onRecord(this.text.slice(this.recordStart, this.at));
      this.recordStart = undefined;
    }
  }

  private passString(): boolean {
    for (;;) {
      const quote = this.text.indexOf('"', this.at);
      if (quote < 0) {
        // A backslash at the end may escape what comes next, so the run of them is looked at again.
        const end = this.text.length - trailingBackslashes(this.text, this.text.length, this.at);
        this.at = end;
        return false;
      }
      const isEscaped = trailingBackslashes(this.text, quote, this.at) % 2 === 1;
      this.at = quote + 1;
      if (!isEscaped) {
        this.isInString = false;
        return true;
      }
    }
  }
}

/** How many backslashes stand before `end`, as far back as `start`. */
function trailingBackslashes(text: string, end: number, start: number): number {
  let count = 0;
  while (end - count > start && text.charCodeAt(end - count - 1) === BACKSLASH) {
    count++;
  }
  return count;
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

function addJson(table: RowTable, text: string): void {
  const value = parseFaithfully(text);
  if (Array.isArray(value)) {
    table.addCells(value.map(cellOf));
  } else if (typeof value === 'object' && value !== null) {
    table.addRecord(Object.entries(value).map(([name, field]) => [name, cellOf(field)] as const));
  } else {
    table.addRecord([[VALUE_COLUMN, cellOf(value)]]);
  }
}

/** A number that would come out other than it is written (long ids, `12.50`) stays the text that it is. */
function parseFaithfully(text: string): unknown {
  try {
    return JSON.parse(
      text.replace(STRING_OR_NUMBER, (token) =>
        token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
      ),
    );
  } catch (cause) {
    throw new RowError(`A record is no JSON: ${cause instanceof Error ? cause.name : 'unknown'}`);
  }
}

function cellOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null || value === undefined ? '' : JSON.stringify(value);
  }
}
