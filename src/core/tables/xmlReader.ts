import sax from 'sax';
import type { FormatReader } from './formatReader';
import type { RowContent, RowTable } from './rowTable';
import { TableChooser } from './tableChooser';
import { TableError } from './tableError';
import { XmlElement } from './xmlRecord';

/** Records are in the root or in a list inside it. */
const MAX_RECORD_DEPTH = 2;
const MAX_DEPTH = 1000;

/**
 * Reads the records of an XML document: the elements of a list with a known name, then elements that repeat in the root
 * or in a list inside it, and then the only one. Attributes become columns with an @, nested elements columns with a
 * dotted name, and text beside them the column `Value`. Resolves only XML's own entities.
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
  private single: { readonly element: XmlElement; readonly depth: number; readonly parent?: XmlElement } | undefined;

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
    if (attributes['uri'] !== undefined && this.opened.length < MAX_RECORD_DEPTH) {
      this.chooser.setResource(attributes['uri']);
    }
    parent?.addChild(name);
    const path = parent === undefined || parent.path === '' ? name : `${parent.path}/${name}`;
    this.opened.push(new XmlElement(name, parent === undefined ? '' : path, line, attributes));
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
    if (this.opened.length <= MAX_RECORD_DEPTH) {
      this.offer(element, parent, this.opened.length);
    }
    const { chosen } = this.chooser;
    if (chosen === undefined || element.path.startsWith(`${chosen}/`)) {
      parent.addField(element);
    }
  }

  end(table: RowTable): void {
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
    } else if (count > 1 && !this.isInsideOfTable(element.path)) {
      this.offerRepeated(element, parent, count);
    } else if (count === 1) {
      this.keepFirst(element, parent, depth);
    }
  }

  private keepFirst(element: XmlElement, parent: XmlElement, depth: number): void {
    parent.firsts.set(element.name, element);
    const isRecordAround = element.children.size > 1 && this.single?.parent === element;
    if (!element.isPlain && (depth > (this.single?.depth ?? 0) || isRecordAround)) {
      this.single = { element, depth, parent };
    }
    if (element.isEmpty && depth < MAX_RECORD_DEPTH && this.chooser.isKnown(element.name)) {
      // A list without records is a table without rows.
      this.chooser.claim(element.path);
    }
  }

  private offerRepeated(element: XmlElement, parent: XmlElement, count: number): void {
    const { chooser } = this;
    const first = parent.firsts.get(element.name);
    if (count === 2 && first !== undefined) {
      chooser.drop((path) => path.startsWith(`${element.path}/`));
      chooser.add(element.path, rowOf(first));
    }
    chooser.add(element.path, rowOf(element));
  }

  private isInsideOfTable(path: string): boolean {
    return this.chooser.tables().some((table) => path.startsWith(`${table.path}/`));
  }
}

function rowOf(element: XmlElement): RowContent {
  if (element.isTooLong) {
    throw new TableError('rowTooLong', 'A record is too long', 'xml', element.line);
  }
  return element.row();
}
