import { type CodeParts, type CodeWriter, commentsOf, namesLines, typedColumns } from './codeParts';
import type { ColumnReading, DateReading } from './columnScan';
import { quoted, sqlName, sqlText } from './literals';
import { isPlainCsv, openText, pythonRows, skipLines } from './pythonRows';
import type { PlannedColumn, ReadingPlan } from './readingPlan';
import { uniqueNames } from './uniqueNames';

const TO_NUMBER = `# Reads 1,234.50, (5.00), 12.5 %, or $3. Percentages stay percent: 12.5 % is 12.5.
duckdb.sql(r"""
CREATE OR REPLACE TEMP MACRO to_number(cell, decimal_point) AS
    CAST(replace(regexp_replace(cell, '[^0-9' || decimal_point || ']', '', 'g'), decimal_point, '.') AS DOUBLE)
    * CASE WHEN regexp_matches(cell, '-|^\\s*\\(') THEN -1 ELSE 1 END
""")`;

/** Code for DuckDB 1.0 or later in Python. */
export const duckdbCode: CodeWriter = (given, variable) => {
  const plan = withSqlNames(given);
  const { format, columns, dialect, linesBeforeRows } = plan;
  const isPlain = isPlainCsv(plan);
  const isCsv = format === 'csv';
  const copied = isCsv ? csvCopy(plan, variable) : rowsCopy(plan, variable);
  const { imports, helpers, lines } = isPlain ? { imports: [], helpers: [], lines: [] } : copied;
  const source = isPlain ? sqlText(globFree(plan.path)) : `{${variable}_copy}`;
  const typed = new Set(typedColumns(plan));
  const delimiter = isCsv ? (dialect?.delimiter ?? ',') : ',';
  const skipped = isPlain ? linesBeforeRows : 0;
  const f = (text: string): string => (isPlain ? text : text.replaceAll('{', '{{').replaceAll('}', '}}'));
  const sql = [
    'SELECT',
    ...columns.map((column) => `    ${f(typed.has(column) ? converted(column) : sqlName(column.name))},`),
    'FROM read_csv(',
    `    ${isPlain ? source : `'${source}'`},`,
    `    delim = ${f(sqlText(delimiter))}, quote = '"', escape = '"', skip = ${skipped}, header = false, auto_detect = false,`,
    '    null_padding = true, strict_mode = false, parallel = false,',
    `    columns = ${isPlain ? '{' : '{{'}`,
    ...columns.map(({ name }) => `        ${f(sqlText(name))}: 'VARCHAR',`),
    `    ${isPlain ? '}' : '}}'}`,
    ')',
  ];
  return {
    imports: [...imports, 'import duckdb'],
    helpers: [...helpers, ...([...typed].some(({ reading }) => reading.kind === 'amount') ? [TO_NUMBER] : [])],
    lines: [
      ...commentsOf(plan),
      ...(isPlain ? [] : [`path = ${quoted(plan.path)}`]),
      ...lines,
      `${variable} = duckdb.sql(${isPlain ? '' : 'f'}"""`,
      ...sql,
      '""")',
    ],
  };
};

/** In SQL, names that differ only in case are the same. */
function withSqlNames(plan: ReadingPlan): ReadingPlan {
  const names = uniqueNames(
    plan.columns.map(({ name }) => name),
    (name) => name.toLowerCase(),
  );
  return { ...plan, columns: plan.columns.map((column, place) => ({ ...column, name: names[place] ?? column.name })) };
}

/** DuckDB takes these characters of a path for patterns. */
function globFree(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

function converted({ name, reading, isPadded }: PlannedColumn): string {
  const column = sqlName(name);
  const cells = isPadded ? `nullif(trim(${column}), '')` : column;
  return `${expression(cells, reading)} AS ${column}`;
}

function expression(cells: string, reading: ColumnReading): string {
  switch (reading.kind) {
    case 'integer':
      return `CAST(${cells} AS BIGINT)`;
    case 'decimal':
      return `CAST(${cells} AS DOUBLE)`;
    case 'amount':
      return `to_number(${cells}, '${reading.decimal}')`;
    case 'boolean':
      return `CASE lower(${cells}) WHEN 'true' THEN true WHEN 'yes' THEN true WHEN 'false' THEN false WHEN 'no' THEN false END`;
    case 'date':
      return date(cells, reading);
    default:
      return cells;
  }
}

function date(cells: string, { formats, hasZone, hasTime }: DateReading): string {
  const zoned = hasZone ? `regexp_replace(${cells}, '[Zz]$', '+00')` : cells;
  const written = formats.map((format) => sqlText(format));
  const format = written.length === 1 ? written.join('') : `[${written.join(', ')}]`;
  const parsed = `strptime(${zoned}, ${format})${hasZone ? " AT TIME ZONE 'UTC'" : ''}`;
  return hasTime ? parsed : `CAST(${parsed} AS DATE)`;
}

/** DuckDB reads the copy when the table is used. Python deletes it at its end. */
function copyLines(variable: string): readonly string[] {
  return [
    `${variable}_folder = tempfile.TemporaryDirectory()`,
    `${variable}_copy = os.path.join(${variable}_folder.name, "${variable}.csv")`,
  ];
}

const OPEN_COPY = 'encoding="utf-8", newline="") as copy';

/** A copy in UTF-8 that begins with the first row. */
function csvCopy(plan: ReadingPlan, variable: string): CodeParts {
  return {
    imports: ['import os', 'import shutil', 'import tempfile'],
    helpers: [],
    lines: [
      '# DuckDB reads UTF-8 without lines about the report, so this makes such a copy.',
      ...copyLines(variable),
      `with open(${variable}_copy, "w", ${OPEN_COPY}, ${openText(plan)} as file:`,
      ...skipLines(plan.linesBeforeRows),
      '    shutil.copyfileobj(file, copy)',
    ],
  };
}

function rowsCopy(plan: ReadingPlan, variable: string): CodeParts {
  const { imports, helpers, lines } = pythonRows(plan);
  return {
    imports: ['import csv', ...imports, 'import os', 'import tempfile'],
    helpers,
    lines: [
      ...lines,
      ...namesLines(plan),
      ...copyLines(variable),
      `with open(${variable}_copy, "w", ${OPEN_COPY}:`,
      '    csv.DictWriter(copy, names, extrasaction="ignore").writerows(rows)',
    ],
  };
}
