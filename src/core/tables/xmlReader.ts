import sax from 'sax';
import type { FormatReader } from './formatReader';
import type { RowContent, RowTable } from './rowTable';
import { TableChooser } from './tableChooser';
import { TableError } from './tableError';
import { XmlElement } from './xmlRecord';

/** An envelope names its resource in the root or in a child of it. */
const ENVELOPE_DEPTH = 2;
/** Values without fields that repeat at a greater depth are one field of the element around them. */
const MAX_PLAIN_DEPTH = 2;
const MAX_DEPTH = 1000;

/**
 * Reads the records of an XML document: the elements of a list with a known name, then elements that repeat, and then
 * the only one. Of repeated elements inside of repeated ones, the outer ones are the records. Attributes become columns
 * with an @, nested elements columns with a dotted name, and text beside them the column `Value`. Resolves only XML's
 * own entities.
 */
export function xmlReader(table: RowTable, wanted: string | undefined): FormatReader {
  const chooser = new TableChooser(table, wanted);
  const parser = sax.parser(true, { position: true });
  const elements = new XmlElements(chooser);
  parser.onopentag = ({ name, attributes }) =>
    elements.open(name, attributes as Record<string, string>, parser.line + 1);
  parser.ontext = (text) => elements.addText(text);
  parser.oncdata = (text) => elements.addText(text);
  parser.onclosetag = () => elements.close();
  parser.onerror = (error) => {
    throw new TableError('unreadable', error.message.split('\n', 1)[0] ?? '', 'xml', parser.line + 1);
  };
  return {
    push: (text) => void parser.write(text),
    end: (isWhole) => {
      if (isWhole) {
        parser.close();
        elements.end(table);
      }
      chooser.end();
    },
    close: () => chooser.end(),
    notes: () => chooser.notes(),
    tables: () => chooser.tables(),
    table: () => chooser.chosen ?? elements.singlePath,
  };
}

/** Finds the records among the elements of a document. */
class XmlElements {
  private readonly opened: XmlElement[] = [];
  /** The innermost element that could be the only record if nothing repeats. */
  private single: { readonly element: XmlElement; readonly depth: number } | undefined;
  /** The record that is being read. Whatever repeats inside it is a field. */
  private record: XmlElement | undefined;
  /** The path of a list with a known name that contains nothing. */
  private emptyList: string | undefined;

  constructor(private readonly chooser: TableChooser) {}

  /** The path of the one record, where nothing repeats. */
  get singlePath(): string | undefined {
    return this.chooser.tables().length === 0 ? this.single?.element.path : undefined;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    const parent = this.opened.at(-1);
    if (this.opened.length >= MAX_DEPTH) {
      throw new TableError('tooDeep', `Nested deeper than ${MAX_DEPTH}`, 'xml', line);
    }
    if (attributes['uri'] !== undefined && this.opened.length < ENVELOPE_DEPTH) {
      this.chooser.setResource(attributes['uri']);
    }
    parent?.addChild(name);
    const path = parent === undefined || parent.path === '' ? name : `${parent.path}/${name}`;
    const element = new XmlElement(name, parent === undefined ? '' : path, line, attributes);
    this.opened.push(element);
    if (parent !== undefined && this.record === undefined && this.isRecord(element, parent)) {
      this.record = element;
    }
  }

  addText(text: string): void {
    this.opened.at(-1)?.addText(text);
  }

  close(): void {
    const element = this.opened.pop();
    const parent = this.opened.at(-1);
    if (element === undefined) {
      return;
    }
    if (parent === undefined) {
      this.single ??= { element, depth: 0 };
      return;
    }
    if (element.children.size > 1) {
      // Values that repeat among other elements are one field of a record.
      this.chooser.drop((path) => element.firstOf(path)?.isPlain === true);
    }
    if (element === this.record) {
      this.record = undefined;
    }
    if (this.record === undefined) {
      this.offer(element, parent, this.opened.length);
    } else if (element.path === this.chooser.chosen) {
      this.chooser.add(element.path, rowOf(element));
    }
    const { chosen } = this.chooser;
    if (chosen === undefined || element.path.startsWith(`${chosen}/`)) {
      parent.addField(element);
    }
  }

  end(table: RowTable): void {
    if (this.emptyList !== undefined && this.chooser.tables().length === 0) {
      this.chooser.claim(this.emptyList);
    }
    if (this.single !== undefined && this.chooser.chosen === undefined && this.chooser.tables().length === 0) {
      table.add(rowOf(this.single.element));
    }
  }

  private offer(element: XmlElement, parent: XmlElement, depth: number): void {
    const { chooser } = this;
    const count = parent.children.get(element.name) ?? 0;
    if (chooser.chosen === undefined && chooser.isKnown(parent.name) && !element.isPlain) {
      chooser.claim(element.path);
    }
    if (element.path === chooser.chosen) {
      chooser.add(element.path, rowOf(element));
    } else if (count > 1) {
      if (!element.isPlain || depth <= MAX_PLAIN_DEPTH || chooser.has(element.path)) {
        this.offerRepeated(element, parent, count);
      }
    } else {
      this.keepFirst(element, parent, depth);
    }
  }

  private keepFirst(element: XmlElement, parent: XmlElement, depth: number): void {
    parent.firsts.set(element.name, element);
    const isAround = (path: string | undefined): boolean =>
      element.children.size > 1 && path?.startsWith(`${element.path}/`) === true;
    if (!element.isPlain && (depth > (this.single?.depth ?? 0) || isAround(this.single?.element.path))) {
      this.single = { element, depth };
    }
    if (isAround(this.emptyList)) {
      // An empty list beside other elements is a field of the record around it.
      this.emptyList = undefined;
    }
    if (element.isEmpty && this.chooser.isKnown(element.name)) {
      // A list without records is a table without rows.
      if (depth === 1) {
        this.chooser.claim(element.path);
      } else {
        this.emptyList ??= element.path;
      }
    }
  }

  private offerRepeated(element: XmlElement, parent: XmlElement, count: number): void {
    const { chooser } = this;
    const first = parent.firsts.get(element.name);
    if (first !== undefined && (count === 2 || !chooser.has(element.path))) {
      chooser.drop((path) => path.startsWith(`${element.path}/`));
      chooser.add(element.path, rowOf(first));
    }
    chooser.add(element.path, rowOf(element));
  }

  private isRecord(element: XmlElement, parent: XmlElement): boolean {
    const { chooser } = this;
    // A list can be in an element that has a known name too.
    const isInKnownList = chooser.isKnown(parent.name) && !chooser.isKnown(element.name);
    return isInKnownList || element.path === chooser.chosen || chooser.has(element.path);
  }
}

function rowOf(element: XmlElement): RowContent {
  if (element.isTooLong) {
    throw new TableError('rowTooLong', 'A record is too long', 'xml', element.line);
  }
  return element.row();
}
