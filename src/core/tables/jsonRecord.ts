import type { JsonToken } from './jsonParser';
import type { RowContent } from './rowTable';
import { TextPieces } from './textPieces';

/** The column for values without a name. */
export const VALUE_COLUMN = 'Value';

/**
 * Builds a row from one JSON value, token by token. Nested values become cells as they're written, without white space.
 */
export class JsonRecord {
  private readonly fields: [name: string, cell: string][] = [];
  private isArray = false;
  private name = VALUE_COLUMN;
  private depth = 0;
  private nested = new TextPieces('');
  private chars = 0;

  /** The length of the row's text. */
  get length(): number {
    return this.chars;
  }

  /** Adds a token. Returns true when the value is complete. */
  take({ kind, raw, text }: JsonToken): boolean {
    this.chars += raw.length;
    if (this.depth > 1) {
      this.takeNested(kind, raw, text);
    } else if (kind === 'open') {
      this.open(raw);
    } else if (kind === 'close') {
      this.depth--;
    } else if (kind === 'key') {
      this.name = text;
    } else if (kind !== 'punctuation') {
      this.fields.push([this.name, raw === 'null' ? '' : text]);
    }
    return this.depth === 0;
  }

  row(): RowContent {
    return this.isArray
      ? { kind: 'cells', cells: this.fields.map(([, cell]) => cell) }
      : { kind: 'fields', fields: this.fields };
  }

  private open(raw: string): void {
    if (this.depth === 0) {
      this.isArray = raw === '[';
    } else {
      this.nested = new TextPieces('').add(raw);
    }
    this.depth++;
  }

  private takeNested(kind: JsonToken['kind'], raw: string, text: string): void {
    const isEscaped = kind === 'key' || kind === 'string' ? raw.includes('\\') : false;
    this.nested.add(isEscaped ? JSON.stringify(text) : raw);
    if (kind === 'open') {
      this.depth++;
    } else if (kind === 'close' && --this.depth === 1) {
      this.fields.push([this.name, this.nested.text()]);
    }
  }
}
