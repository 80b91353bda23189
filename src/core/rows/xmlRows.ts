import sax from 'sax';
import { RowError, type RowReader } from './rowReader';
import type { RowTable } from './rowTable';

/** Records lie in the root, or in a list inside of it. */
const MAX_RECORD_DEPTH = 2;
/** The same field twice in a record. */
const BETWEEN_VALUES = '; ';

type Fields = Map<string, string>;

interface OpenElement {
  readonly name: string;
  readonly path: string;
  /** What it would be as a record. */
  readonly fields: Fields;
  /** The names of elements in it that may be records. */
  readonly candidates: Set<string>;
  text: string;
  hasChildren: boolean;
}

/**
 * Reads records: the elements that repeat under the root or in a list inside of it (`Records/Record`). Attributes become
 * columns with an @, elements inside of fields columns with a dotted name. No entities but XML's own are resolved.
 */
export function xmlRows(table: RowTable): RowReader {
  const open: OpenElement[] = [];
  const chosen = new RecordChooser(table);
  const parser = sax.parser(true, { position: false });

  parser.onopentag = ({ name, attributes }) => {
    const parent = open.at(-1);
    if (parent !== undefined) {
      parent.hasChildren = true;
    }
    const fields: Fields = new Map(Object.entries(attributes).map(([key, value]) => [`@${key}`, String(value)]));
    open.push({
      name,
      path: `${parent?.path ?? ''}/${name}`,
      fields,
      candidates: new Set(),
      text: '',
      hasChildren: false,
    });
  };
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) {
      element.text += text;
    }
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (element === undefined || parent === undefined) {
      return;
    }
    const depth = open.length;
    if (depth <= MAX_RECORD_DEPTH && (element.fields.size > 0 || element.hasChildren)) {
      chosen.offer(element.path, element.fields, parent.candidates.has(element.name));
      parent.candidates.add(element.name);
    }
    // The fields of a long list would pile up in the elements around it.
    if (depth > MAX_RECORD_DEPTH || !chosen.isChosen) {
      addAsField(parent.fields, element);
    }
  };
  parser.onerror = (error) => {
    throw new RowError(`The XML is broken: ${error.message.split('\n', 1)[0]}`);
  };
  return {
    push: (text) => void parser.write(text),
    end: (isWhole) => {
      try {
        if (isWhole) {
          parser.close();
        }
      } finally {
        chosen.end();
      }
    },
  };
}

function addAsField(fields: Fields, { name, fields: inner, text, hasChildren }: OpenElement): void {
  const add = (key: string, value: string): void => {
    const before = fields.get(key);
    fields.set(key, before === undefined ? value : before + BETWEEN_VALUES + value);
  };
  if (!hasChildren) {
    add(name, text.trim());
  }
  inner.forEach((value, key) => add(`${name}.${key}`, value));
}

/** Finds out which elements are the records: the first that repeat beside each other, else the innermost there are. */
class RecordChooser {
  private path: string | undefined;
  private readonly seen = new Map<string, Fields[]>();

  constructor(private readonly table: RowTable) {}

  get isChosen(): boolean {
    return this.path !== undefined;
  }

  offer(path: string, fields: Fields, isRepeated: boolean): void {
    if (this.path === undefined) {
      const same = this.seen.get(path) ?? [];
      this.seen.set(path, [...same, fields]);
      if (isRepeated) {
        this.choose(path);
      }
    } else if (path === this.path) {
      this.table.addRecord(fields);
    }
  }

  end(): void {
    const [innermost] = [...this.seen.keys()].sort((a, b) => depthOf(b) - depthOf(a));
    if (this.path === undefined && innermost !== undefined) {
      this.choose(innermost);
    }
  }

  private choose(path: string): void {
    this.path = path;
    this.seen.get(path)?.forEach((fields) => this.table.addRecord(fields));
    this.seen.clear();
  }
}

function depthOf(path: string): number {
  return path.split('/').length;
}
