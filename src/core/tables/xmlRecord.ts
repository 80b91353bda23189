import type { RowContent } from './rowTable';

/** Separates the values of a field that occurs several times in a record. */
const BETWEEN_VALUES = '; ';
const VALUE_COLUMN = 'Value';
/** An element with more children of one name is a list, not a record. */
const MAX_SAME_FIELDS = 1000;

/** An element that is being read, and the record that it could become. */
export class XmlElement {
  /** How many children of each name have begun. */
  readonly children = new Map<string, number>();
  /** The first child of each name. It's a record if another one follows. */
  readonly firsts = new Map<string, XmlElement>();
  private readonly fields: Map<string, string>;
  private readonly texts: string[] = [];

  constructor(
    readonly name: string,
    readonly path: string,
    attributes: Readonly<Record<string, string>>,
  ) {
    this.fields = new Map(Object.entries(attributes).map(([key, value]) => [`@${key}`, value]));
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
    if (this.texts.length > 0 || text.trim() !== '') {
      this.texts.push(text);
    }
  }

  addChild(name: string): void {
    this.children.set(name, (this.children.get(name) ?? 0) + 1);
  }

  /** Adds fields: text, attributes with an @, nested elements with a dotted name. */
  addField(child: XmlElement): void {
    if ((this.children.get(child.name) ?? 0) > MAX_SAME_FIELDS) {
      return;
    }
    const { text } = child;
    if (!child.hasChildren || text !== '') {
      this.add(child.name, text);
    }
    child.fields.forEach((value, key) => this.add(`${child.name}.${key}`, value));
  }

  row(): RowContent {
    const { text } = this;
    if (text === '' && !this.isPlain) {
      return { kind: 'fields', fields: [...this.fields] };
    }
    const named = this.fields.get(VALUE_COLUMN);
    const value = named === undefined ? text : named + BETWEEN_VALUES + text;
    return { kind: 'fields', fields: [...new Map(this.fields).set(VALUE_COLUMN, value)] };
  }

  private add(key: string, value: string): void {
    const before = this.fields.get(key);
    this.fields.set(key, before === undefined ? value : before + BETWEEN_VALUES + value);
  }
}
