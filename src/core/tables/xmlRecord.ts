import { MAX_ROW_CHARS } from './pendingText';
import type { RowContent } from './rowTable';
import { TextPieces } from './textPieces';

/** Separates the values of a field that occurs several times in a record. */
const BETWEEN_VALUES = '; ';
const VALUE_COLUMN = 'Value';

/** An element that is being read, and the record that it could become. */
export class XmlElement {
  /** How many children of each name have begun. */
  readonly children = new Map<string, number>();
  /** The first child of each name. It's a record if another one follows. */
  readonly firsts = new Map<string, XmlElement>();
  /** A text, or the texts of a field that occurs several times. */
  private readonly fields = new Map<string, string | TextPieces>();
  private readonly texts: string[] = [];
  private charsLeft = MAX_ROW_CHARS;

  constructor(
    readonly name: string,
    readonly path: string,
    /** The line where the element begins, starting at 1. */
    readonly line: number,
    attributes: Readonly<Record<string, string>>,
  ) {
    Object.entries(attributes).forEach(([key, value]) => this.add(`@${key}`, value));
  }

  /** Whether the element is longer than a row can be. Its content is gone. */
  get isTooLong(): boolean {
    return this.charsLeft < 0;
  }

  get hasChildren(): boolean {
    return this.children.size > 0;
  }

  /** Whether the element has a value and nothing else. */
  get isPlain(): boolean {
    return !this.hasChildren && this.fields.size === 0;
  }

  get isEmpty(): boolean {
    return !this.hasChildren && this.text === '';
  }

  get text(): string {
    return this.texts.join('').trim();
  }

  /** The first child with this path. */
  firstOf(path: string): XmlElement | undefined {
    const name = path.slice(this.path.length + 1);
    return path === `${this.path}/${name}` ? this.firsts.get(name) : undefined;
  }

  /** Leaves out the white space before an element's text, because a list has some between all its records. */
  addText(text: string): void {
    if ((this.texts.length > 0 || text.trim() !== '') && this.hasRoomFor(text.length)) {
      this.texts.push(text);
    }
  }

  addChild(name: string): void {
    this.children.set(name, (this.children.get(name) ?? 0) + 1);
  }

  /** Adds fields: text, attributes with an @, nested elements with a dotted name. */
  addField(child: XmlElement): void {
    if (child.isTooLong) {
      this.hasRoomFor(Infinity);
      return;
    }
    const { text } = child;
    if (!child.hasChildren || text !== '') {
      this.add(child.name, text);
    }
    child.fields.forEach((value, key) => this.add(`${child.name}.${key}`, textOf(value)));
  }

  row(): RowContent {
    const { text } = this;
    const fields = new Map([...this.fields].map(([name, value]) => [name, textOf(value)]));
    if (text !== '' || this.isPlain) {
      const named = fields.get(VALUE_COLUMN);
      fields.set(VALUE_COLUMN, named === undefined ? text : named + BETWEEN_VALUES + text);
    }
    return { kind: 'fields', fields: [...fields] };
  }

  private add(key: string, value: string): void {
    if (!this.hasRoomFor(value.length + BETWEEN_VALUES.length)) {
      return;
    }
    const before = this.fields.get(key);
    if (before === undefined) {
      this.fields.set(key, value);
    } else if (typeof before === 'string') {
      this.fields.set(key, new TextPieces(BETWEEN_VALUES).add(before).add(value));
    } else {
      before.add(value);
    }
  }

  /** Drops the content of an element that is too long. */
  private hasRoomFor(chars: number): boolean {
    this.charsLeft -= chars;
    if (this.isTooLong) {
      this.fields.clear();
      this.texts.length = 0;
    }
    return !this.isTooLong;
  }
}

function textOf(field: string | TextPieces): string {
  return typeof field === 'string' ? field : field.text();
}
