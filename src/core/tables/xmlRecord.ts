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

  addText(text: string): void {
    this.texts.push(text);
  }

  addChild(name: string): void {
    this.children.set(name, (this.children.get(name) ?? 0) + 1);
  }

  /** Adds fields: attributes with an @, nested elements with a dotted name. */
  addField(child: XmlElement): void {
    if ((this.children.get(child.name) ?? 0) > MAX_SAME_FIELDS) {
      return;
    }
    if (!child.hasChildren) {
      this.add(child.name, child.text);
    }
    child.fields.forEach((value, key) => this.add(`${child.name}.${key}`, value));
  }

  row(): RowContent {
    return { kind: 'fields', fields: this.isPlain ? [[VALUE_COLUMN, this.text]] : [...this.fields] };
  }

  private add(key: string, value: string): void {
    const before = this.fields.get(key);
    this.fields.set(key, before === undefined ? value : before + BETWEEN_VALUES + value);
  }
}
