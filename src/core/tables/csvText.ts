/**
 * A quoted cell with several lines that is longer than this starts with a stray quote. At most this much text is read
 * again.
 */
const MAX_QUOTED_CHARS = 1024 * 1024;
/**
 * If a quoted cell contains this many complete rows, with as many cells as the table has columns, its quote is stray.
 */
const ROWS_OF_STRAY_QUOTE = 3;
const COLUMNS_OF_STRAY_QUOTE = 3;

export interface CsvRow {
  readonly cells: string[];
  /** The line where the row begins, starting at 1. */
  readonly line: number;
  /** Whether the row contains a quote without a partner, which was read as a normal character. */
  readonly isDamaged: boolean;
}

/** Finds the next occurrence of a character and remembers it. Positions must only increase between calls. */
class NextChar {
  private found = -1;

  constructor(
    private readonly text: string,
    private readonly char: string,
  ) {}

  from(at: number): number {
    if (this.found < at) {
      const found = this.text.indexOf(this.char, at);
      this.found = found < 0 ? this.text.length : found;
    }
    return this.found;
  }
}

/**
 * Reads the rows of a text by RFC 4180, with any of the three line endings. A quote opens a cell only at its beginning,
 * and a quote without a partner is a normal character, so that damage stays in its own row.
 */
export class CsvText {
  private at = 0;
  private readonly lf: NextChar;
  private readonly cr: NextChar;
  private readonly quote: NextChar;
  private readonly comma: NextChar;

  /** `isLast`: the file ends with this text. */
  constructor(
    private readonly text: string,
    private readonly delimiter: string,
    private readonly isLast: boolean,
    private line: number,
  ) {
    this.lf = new NextChar(text, '\n');
    this.cr = new NextChar(text, '\r');
    this.quote = new NextChar(text, '"');
    this.comma = new NextChar(text, delimiter);
  }

  get nextLine(): number {
    return this.line;
  }

  rest(): string {
    return this.text.slice(this.at);
  }

  /** The next row. Undefined if the text doesn't contain all of it. `width` is the expected number of cells. */
  next(width: number | undefined): CsvRow | undefined {
    const start = this.at;
    if (start >= this.text.length) {
      return undefined;
    }
    const end = this.lineEnd(start);
    if (!this.isWholeLine(end)) {
      return undefined;
    }
    if (this.quote.from(start) < end) {
      return this.quotedRow(start, width);
    }
    return this.finish(this.text.slice(start, end).split(this.delimiter), end, 0, false);
  }

  private quotedRow(start: number, width: number | undefined): CsvRow | undefined {
    const cells: string[] = [];
    let isDamaged = false;
    let innerBreaks = 0;
    for (let at = start; ;) {
      const close = this.text[at] === '"' ? this.closingQuote(at, cells.length, width) : 'bad';
      if (close === 'incomplete') {
        return undefined;
      }
      isDamaged ||= close === 'bad' && this.text[at] === '"';
      if (close === 'bad') {
        const end = Math.min(this.comma.from(at), this.lineEnd(at));
        cells.push(this.text.slice(at, end));
        at = end;
      } else {
        const cell = this.text.slice(at + 1, close.quote);
        cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
        innerBreaks += close.breaks;
        at = close.next;
      }
      if (this.text[at] === this.delimiter) {
        at++;
      } else {
        return this.isWholeLine(at) ? this.finish(cells, at, innerBreaks, isDamaged) : undefined;
      }
    }
  }

  /** The position of the quote that ends the cell opened at `open`, and the position after the cell. */
  private closingQuote(
    open: number,
    cellsBefore: number,
    width: number | undefined,
  ): 'bad' | 'incomplete' | { readonly quote: number; readonly next: number; readonly breaks: number } {
    const { text, isLast } = this;
    const limit = open + MAX_QUOTED_CHARS;
    for (let from = open + 1; ;) {
      const quote = text.indexOf('"', from);
      const isTooLong = (quote < 0 ? text.length : quote) > limit && this.hasBreak(open, limit);
      if (isTooLong || (quote < 0 && isLast)) {
        return 'bad';
      }
      if (quote < 0 || (quote + 1 === text.length && !isLast)) {
        return 'incomplete';
      }
      if (text[quote + 1] === '"') {
        from = quote + 2;
        continue;
      }
      const next = this.afterSpaces(quote + 1);
      if (next === text.length && !isLast) {
        return 'incomplete';
      }
      if (next < text.length && text[next] !== this.delimiter && text[next] !== '\n' && text[next] !== '\r') {
        return 'bad';
      }
      const breaks = this.hasBreak(open, quote) ? lineBreaksIn(text.slice(open, quote)) : 0;
      return breaks > ROWS_OF_STRAY_QUOTE && this.holdsRows(open, quote, cellsBefore, width)
        ? 'bad'
        : { quote, next, breaks };
    }
  }

  /** Whether each line after the quote is a row. If so, both the quote and the one that would close it are stray. */
  private holdsRows(open: number, quote: number, cellsBefore: number, width: number | undefined): boolean {
    if (width === undefined || width < COLUMNS_OF_STRAY_QUOTE) {
      return false;
    }
    const [first = '', ...others] = this.text.slice(open, quote).split(/\r\n|\n|\r/);
    const inner = others.slice(0, -1);
    return (
      cellsBefore + first.split(this.delimiter).length === width &&
      inner.every((line) => line.split(this.delimiter).length === width)
    );
  }

  private hasBreak(from: number, to: number): boolean {
    const end = this.lineEnd(from);
    return end < to && end < this.text.length;
  }

  private afterSpaces(from: number): number {
    let at = from;
    while (this.text[at] === ' ' && this.delimiter !== ' ') {
      at++;
    }
    return at;
  }

  private lineEnd(from: number): number {
    return Math.min(this.lf.from(from), this.cr.from(from));
  }

  /**
   * Whether the line that ends at `end` is complete, including both characters of \r
   * .
   */
  private isWholeLine(end: number): boolean {
    return this.isLast || end < this.text.length - 1 || (end === this.text.length - 1 && this.text[end] === '\n');
  }

  private finish(cells: string[], end: number, innerBreaks: number, isDamaged: boolean): CsvRow {
    const row = { cells, line: this.line, isDamaged };
    this.at = end + (this.text.startsWith('\r\n', end) ? 2 : 1);
    this.line += 1 + innerBreaks;
    return row;
  }
}

function lineBreaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
