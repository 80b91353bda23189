import type { Encoding } from '../tables/textDecoding';
import { type CodeParts, namesLines } from './codeParts';
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
  const newline = plan.format === 'csv' ? ', newline=""' : '';
  return `open(${path}, encoding="${pythonEncoding(plan)}"${errors}${newline})`;
}

/** A CSV that every program reads by itself: UTF-8, with the titles first. */
export function isPlainCsv(plan: ReadingPlan): boolean {
  return (
    plan.format === 'csv' &&
    plan.encoding === 'utf-8' &&
    !hasBadBytes(plan) &&
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

const FIELDS = `def fields_of(element):
    """The attributes and values of an XML element. Repeated values are joined."""
    fields = {f"@{name}": [value] for name, value in element.attrib.items()}
    for child in element:
        name = child.tag.split("}")[-1]
        if len(child) == 0:
            fields.setdefault(name, []).append("".join(child.itertext()).strip())
        for key, value in fields_of(child).items():
            fields.setdefault(f"{name}.{key}", []).append(value)
    return {name: "; ".join(values) for name, values in fields.items()}`;

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

/** Records that are lists have no names. */
function listRows(plan: ReadingPlan): CodeParts {
  const load = plan.format === 'jsonLines' ? jsonLines(plan, false) : jsonDocument(plan);
  return {
    imports: ['import json'],
    helpers: [CELL],
    lines: [...load, ...namesLines(plan), 'rows = [dict(zip(names, map(to_cell, record))) for record in records]'],
  };
}

function jsonDocument(plan: ReadingPlan): readonly string[] {
  const steps = (plan.table ?? '') === '' ? [] : (plan.table ?? '').split('/');
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
  const steps = (plan.table ?? '') === '' ? [] : (plan.table ?? '').split('/');
  const path = steps.map((step) => `{*}${step.split(':').at(-1)}`).join('/');
  return {
    imports: ['from xml.etree import ElementTree'],
    helpers: [FIELDS],
    lines: [
      `with ${openText(plan)} as file:`,
      '    root = ElementTree.parse(file).getroot()',
      `elements = ${steps.length === 0 ? '[root]' : `root.findall(${quoted(path)})`}`,
      'rows = [fields_of(element) or {"Value": (element.text or "").strip()} for element in elements]',
    ],
  };
}
