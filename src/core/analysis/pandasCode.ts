import {
  type CodeParts,
  type CodeWriter,
  commentsOf,
  listLines,
  namesLines,
  paddedNames,
  typedColumns,
} from './codeParts';
import type { ColumnReading, DateReading } from './columnScan';
import { quoted } from './literals';
import { hasBadBytes, openText, pythonEncoding, pythonRows, skipLines } from './pythonRows';
import type { ReadingPlan } from './readingPlan';

const TO_NUMBER = `def to_number(cells, decimal="."):
    """Reads 1,234.50, (5.00), 12.5 %, or $3. Percentages stay percent: 12.5 % is 12.5."""
    is_negative = cells.str.contains(r"-|^\\s*\\(", na=False)
    digits = cells.str.replace(rf"[^0-9{decimal}]", "", regex=True).str.replace(decimal, ".", regex=False)
    numbers = pd.to_numeric(digits)
    return numbers.mask(is_negative, -numbers)`;

const TO_DATE = `def to_date(cells, *formats, utc=False):
    """Reads dates in any of the formats."""
    dates = pd.to_datetime(cells, format=formats[0], errors="coerce", utc=utc)
    for other in formats[1:]:
        dates = dates.fillna(pd.to_datetime(cells, format=other, errors="coerce", utc=utc))
    lost = cells[dates.isna() & cells.notna()]
    if len(lost) > 0:
        raise ValueError(f"{cells.name}: {lost.iloc[0]} has none of the formats {formats}")
    return dates`;

const BOOLEANS = '{"true": True, "yes": True, "false": False, "no": False}';

/** Code for pandas 1.3 or later. */
export const pandasCode: CodeWriter = (plan, variable) => {
  const loaded = plan.format === 'csv' ? csv(plan, variable) : rows(plan, variable);
  const typed = typedColumns(plan);
  const padded = paddedNames(plan);
  const conversions = typed.map(({ name, reading }) => {
    const cells = `${variable}[${quoted(name)}]`;
    return `${cells} = ${converted(cells, reading)}`;
  });
  return {
    imports: [...loaded.imports, 'import pandas as pd'],
    helpers: [
      ...loaded.helpers,
      ...(typed.some(({ reading }) => reading.kind === 'amount') ? [TO_NUMBER] : []),
      ...(typed.some(({ reading }) => reading.kind === 'date' && reading.formats.length > 1) ? [TO_DATE] : []),
    ],
    lines: [
      ...commentsOf(plan),
      `path = ${quoted(plan.path)}`,
      ...loaded.lines,
      ...(padded.length === 0
        ? []
        : [
            ...listLines('for name in [', padded.map(quoted), ']:'),
            `    ${variable}[name] = ${variable}[name].str.strip().mask(lambda cells: cells == "")`,
          ]),
      ...conversions,
    ],
  };
};

function converted(cells: string, reading: ColumnReading): string {
  switch (reading.kind) {
    case 'integer':
      return `pd.to_numeric(${cells}).astype("Int64")`;
    case 'decimal':
      return `pd.to_numeric(${cells})`;
    case 'amount':
      return reading.decimal === ',' ? `to_number(${cells}, decimal=",")` : `to_number(${cells})`;
    case 'boolean':
      return `${cells}.str.lower().map(${BOOLEANS}).astype("boolean")`;
    case 'date':
      return date(cells, reading);
    default:
      return cells;
  }
}

function date(cells: string, { formats, hasZone, isBeyondNanoseconds }: DateReading): string {
  const utc = hasZone ? ', utc=True' : '';
  if (formats.length > 1 && !isBeyondNanoseconds) {
    return `to_date(${cells}, ${formats.map(quoted).join(', ')}${utc})`;
  }
  const [first = '', ...others] = formats.map(
    (format) =>
      `pd.to_datetime(${cells}, format=${quoted(format)}${isBeyondNanoseconds ? ', errors="coerce"' : ''}${utc})`,
  );
  const all = [first, ...others.map((other) => `fillna(${other})`)].join('.');
  return isBeyondNanoseconds ? `${all}  # Before pandas 3, dates such as 0001-01-01 become empty.` : all;
}

function csv(plan: ReadingPlan, variable: string): CodeParts {
  const { dialect, linesBeforeTitles, linesBeforeRows, hasOwnNames, columns } = plan;
  const skipped = hasOwnNames ? linesBeforeRows : linesBeforeTitles;
  const isOpened = skipped > 0;
  const encoding = pythonEncoding(plan);
  const options = [
    isOpened ? 'file' : 'path',
    ...(dialect?.delimiter === ',' ? [] : [`sep=${quoted(dialect?.delimiter ?? ',')}`]),
    ...(isOpened || encoding === 'utf-8' ? [] : [`encoding="${encoding}"`]),
    ...(isOpened || !hasBadBytes(plan) ? [] : ['encoding_errors="replace"']),
    ...(hasOwnNames ? ['header=None', 'names=names'] : []),
    'dtype=str',
    'keep_default_na=False',
    'na_values=[""]',
    'index_col=False',
    ...(columns.length === 1 ? ['skip_blank_lines=False'] : []),
  ];
  const call = [`${variable} = pd.read_csv(`, ...options.map((option) => `    ${option},`), ')'];
  return {
    imports: [],
    helpers: [],
    lines: [
      ...(hasOwnNames ? namesLines(plan) : []),
      ...(isOpened
        ? [`with ${openText(plan)} as file:`, ...skipLines(skipped), ...call.map((line) => `    ${line}`)]
        : call),
    ],
  };
}

function rows(plan: ReadingPlan, variable: string): CodeParts {
  const { imports, helpers, lines } = pythonRows(plan);
  const table = [
    ...namesLines(plan),
    `${variable} = pd.DataFrame(rows, dtype=object, columns=names).mask(lambda cells: cells == "")`,
  ];
  return { imports, helpers, lines: [...lines, ...table] };
}
