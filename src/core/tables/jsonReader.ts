import type { FormatReader } from './formatReader';
import { JsonParser, type JsonToken } from './jsonParser';
import { JsonRecord } from './jsonRecord';
import { MAX_ROW_CHARS } from './pendingText';
import type { RowTable } from './rowTable';
import { TableChooser } from './tableChooser';
import { TableError } from './tableError';
import { tablePath } from './tablePath';

const URI_NAMES = ['@uri', '@nextpageuri', 'uri'];

/**
 * Reads the records of one JSON document: the elements of a list that is nested only in objects or, without one, the
 * document itself.
 */
export function jsonReader(table: RowTable, wanted: string | undefined): FormatReader {
  const chooser = new TableChooser(table, wanted);
  const lists = new JsonLists(chooser);
  const parser = new JsonParser((token) => lists.take(token));
  return {
    push: (text) => parser.push(text),
    end: (isWhole) => {
      if (isWhole) {
        parser.end();
        lists.end(table);
      } else {
        parser.cut();
      }
      chooser.end();
    },
    close: () => chooser.end(),
    notes: () => chooser.notes(),
    tables: () => chooser.tables(),
    table: () => chooser.chosen,
  };
}

/** Finds the lists in a document. */
class JsonLists {
  /** The document as a single record, until a list of records is found in it. */
  private document: JsonRecord | undefined = new JsonRecord();
  private isTooLong = false;
  private readonly names: string[] = [];
  private name = '';
  /** The list whose elements are being read. */
  private list: { readonly path: string; isTable: boolean; nesting: number; isEmpty: boolean } | undefined;
  private record: JsonRecord | undefined;
  /** The path of an empty list in an object with a known name. */
  private emptyList: string | undefined;

  constructor(private readonly chooser: TableChooser) {}

  /** Without a list of records, the document is the only record. */
  end(table: RowTable): void {
    if (this.isTooLong && this.chooser.tables().length === 0) {
      throw new TableError('rowTooLong', 'The document is one record that is too long', 'json', 1);
    }
    if (this.emptyList !== undefined && this.chooser.chosen === undefined) {
      this.chooser.claim(this.emptyList);
    }
    if (this.document !== undefined) {
      table.add(this.document.row());
    }
  }

  take(token: JsonToken): void {
    if (this.document !== undefined) {
      this.document.take(token);
      if (this.document.length > MAX_ROW_CHARS) {
        this.document = undefined;
        this.isTooLong = true;
      }
    }
    if (this.list !== undefined) {
      this.takeElement(token, this.list);
      return;
    }
    const { kind, raw, text } = token;
    if (kind === 'key') {
      this.name = text;
    } else if (kind === 'string' && URI_NAMES.includes(this.name.toLowerCase())) {
      this.chooser.setResource(text);
    } else if (kind === 'close') {
      this.names.pop();
    } else if (kind === 'open' && raw === '{') {
      this.names.push(this.name);
    } else if (kind === 'open') {
      this.beginList();
    }
  }

  private beginList(): void {
    // The first name is that of the document, which has none.
    const path = tablePath([...this.names, this.name].slice(1));
    const isTable = this.names.length === 0 || this.chooser.isKnown(this.name);
    if (isTable) {
      this.chooser.claim(path);
      this.document = undefined;
    }
    this.list = { path, isTable, nesting: 0, isEmpty: true };
  }

  private takeElement(token: JsonToken, list: NonNullable<typeof this.list>): void {
    const { kind } = token;
    if (list.nesting === 0 && kind === 'close') {
      // An envelope with an empty list contains no records.
      this.document = list.isEmpty ? undefined : this.document;
      if (list.isEmpty && this.isInKnown()) {
        this.emptyList ??= list.path;
      }
      this.list = undefined;
      return;
    }
    list.isEmpty = false;
    if (list.nesting === 0 && kind === 'punctuation') {
      return;
    }
    list.nesting += kind === 'open' ? 1 : 0;
    list.nesting -= kind === 'close' ? 1 : 0;
    if (!list.isTable && kind === 'open' && this.isInKnown()) {
      list.isTable = true;
      this.chooser.claim(list.path);
    }
    const isPlain = this.record === undefined && kind !== 'open';
    if (isPlain && !list.isTable) {
      // A list of plain values is a cell, unless it's the document's only content.
      return;
    }
    this.document = undefined;
    this.record ??= new JsonRecord();
    if (this.record.take(token)) {
      this.chooser.add(list.path, this.record.row());
      this.record = undefined;
    }
  }

  /** Whether the object around the list has a known name. */
  private isInKnown(): boolean {
    return this.chooser.isKnown(this.names.at(-1) ?? '');
  }
}
