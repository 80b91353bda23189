import { stepsOf } from '../tables/tablePath';
import type { Encoding } from '../tables/textDecoding';
import { type CodeParts, listLines, namesLines } from './codeParts';
import { quoted } from './literals';
import type { ReadingPlan } from './readingPlan';

/** The encoding by the name that Python knows. */
export function pythonEncoding({ encoding, hasMark }: ReadingPlan): string {
  const names: Readonly<Record<Encoding, string>> = {
    'utf-8': hasMark ? 'utf-8-sig' : 'utf-8',
    'utf-16le': hasMark ? 'utf-16' : 'utf-16-le',
    'utf-16be': hasMark ? 'utf-16' : 'utf-16-be',
    'windows-1252': 'cp1252',
  };
  return names[encoding];
}

/** Whether bytes that aren't of the encoding have to be replaced. Python knows no character for five bytes of 1252. */
export function hasBadBytes({ encoding, notes }: ReadingPlan): boolean {
  return encoding === 'windows-1252' || notes.some(({ kind }) => kind === 'badBytes');
}

export function openText(plan: ReadingPlan, path = 'path'): string {
  const errors = hasBadBytes(plan) ? ', errors="replace"' : '';
  // By default, Python turns every end of a line into a line feed.
  const newline = plan.format === 'csv' && !plan.hasLoneReturns ? ', newline=""' : '';
  return `open(${path}, encoding="${pythonEncoding(plan)}"${errors}${newline})`;
}

/** A CSV that every program reads without options: UTF-8, with the titles first. */
export function isPlainCsv(plan: ReadingPlan): boolean {
  return (
    plan.format === 'csv' &&
    plan.encoding === 'utf-8' &&
    !hasBadBytes(plan) &&
    !plan.hasLoneReturns &&
    plan.linesBeforeTitles === 0 &&
    !plan.hasOwnNames
  );
}

/** The lines inside of `with open(…) as file` that go to the first line that's wanted. */
export function skipLines(count: number): readonly string[] {
  return count === 0 ? [] : [`    for _ in range(${count}):`, '        file.readline()'];
}

const CELL = `def to_cell(value):
    """Text as it is in the file. Nested values stay JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)`;

const ROW = `def to_row(record):
    if isinstance(record, dict):
        return {name: to_cell(value) for name, value in record.items()}
    return {"Value": to_cell(record)}`;

/** ElementTree's own parser replaces prefixes by addresses, and believes in the encoding that a file states. */
const READ_XML = `def read_xml(file):
    """Names stay as they are in the file, with their prefixes."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(file.read(), True)
    return builder.close()`;

const FIELDS = `def text_of(element):
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()

def fields_of(element):
    """The attributes and values of an XML element. Repeated values are joined."""
    fields = {f"@{name}": [value] for name, value in element.attrib.items()}
    for child in element:
        text = text_of(child)
        if text != "" or len(child) == 0:
            fields.setdefault(child.tag, []).append(text)
        for key, value in fields_of(child).items():
            fields.setdefault(f"{child.tag}.{key}", []).append(value)
    return {name: "; ".join(values) for name, values in fields.items()}

def record_of(element):
    fields = fields_of(element)
    text = text_of(element)
    if text != "" or not fields:
        fields["Value"] = f'{fields["Value"]}; {text}' if "Value" in fields else text
    return fields`;

/** Code that reads a JSON or XML file into the variable \`rows\`: dictionaries of texts. */
export function pythonRows(plan: ReadingPlan): CodeParts {
  if (plan.format === 'xml') {
    return xmlRows(plan);
  }
  if (plan.hasOwnNames) {
    return listRows(plan);
  }
  const helpers = [CELL, ROW];
  if (plan.format === 'jsonLines') {
    const isBad = plan.notes.some(({ kind }) => kind === 'badLines');
    return {
      imports: ['import json'],
      helpers,
      lines: [...jsonLines(plan, isBad), 'rows = [to_row(record) for record in records]'],
    };
  }
  return {
    imports: ['import json'],
    helpers,
    lines: [...jsonDocument(plan), 'rows = [to_row(record) for record in records]'],
  };
}

/** Records that are lists have no names, and the names of others can be empty. */
function listRows(plan: ReadingPlan): CodeParts {
  const titles = plan.columns.map(({ title }) => quoted(title));
  const isNamed = plan.columns.some(({ title }) => title !== '');
  const cells = isNamed ? '[record.get(title) for title in titles]' : 'record';
  const load = plan.format === 'jsonLines' ? jsonLines(plan, false) : jsonDocument(plan);
  return {
    imports: ['import json'],
    helpers: [CELL],
    lines: [
      ...load,
      ...namesLines(plan),
      ...(isNamed ? listLines('titles = [', titles, ']') : []),
      `rows = [dict(zip(names, map(to_cell, ${cells}))) for record in records]`,
    ],
  };
}

function jsonDocument(plan: ReadingPlan): readonly string[] {
  const steps = stepsOf(plan.table ?? '');
  const document = `json.load(file)${steps.map((step) => `[${quoted(step)}]`).join('')}`;
  return [`with ${openText(plan)} as file:`, `    records = ${plan.table === undefined ? `[${document}]` : document}`];
}

function jsonLines(plan: ReadingPlan, isBad: boolean): readonly string[] {
  if (!isBad) {
    return [`with ${openText(plan)} as file:`, '    records = [json.loads(line) for line in file if line.strip()]'];
  }
  return [
    'records = []',
    `with ${openText(plan)} as file:`,
    '    for number, line in enumerate(file, 1):',
    '        try:',
    '            records += [json.loads(line)] if line.strip() else []',
    '        except ValueError:',
    '            print(f"Line {number} is left out because it isn\'t JSON")',
  ];
}

function xmlRows(plan: ReadingPlan): CodeParts {
  const steps = stepsOf(plan.table ?? '').map(quoted);
  return {
    imports: ['from xml.etree import ElementTree', 'from xml.parsers import expat'],
    helpers: [READ_XML, FIELDS],
    lines: [
      `with ${openText(plan)} as file:`,
      '    elements = [read_xml(file)]',
      ...(steps.length === 0
        ? []
        : [
            ...listLines('for name in [', steps, ']:'),
            '    elements = [child for element in elements for child in element if child.tag == name]',
          ]),
      'rows = [record_of(element) for element in elements]',
    ],
  };
}
