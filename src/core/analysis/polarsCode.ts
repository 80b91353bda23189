import { type CodeParts, type CodeWriter, commentsOf, namesLines, paddedNames, typedColumns } from './codeParts';
import type { ColumnReading, DateReading } from './columnScan';
import { quoted } from './literals';
import { isPlainCsv, openText, pythonRows, skipLines } from './pythonRows';
import type { ReadingPlan } from './readingPlan';

const TO_NUMBER = `def to_number(name, decimal="."):
    """Reads 1,234.50, (5.00), 12.5 %, or $3. Percentages stay percent: 12.5 % is 12.5."""
    cells = pl.col(name)
    digits = cells.str.replace_all(f"[^0-9{decimal}]", "").str.replace(decimal, ".", literal=True)
    numbers = digits.cast(pl.Float64)
    return pl.when(cells.str.contains(r"-|^\\s*\\(")).then(-numbers).otherwise(numbers)`;

/** Polars takes these names for patterns. */
const IS_PATTERN = /^(?:\*|\^.*\$)$/s;

/** Code for Polars 1.0 or later. */
export const polarsCode: CodeWriter = (plan, variable) => {
  const loaded = plan.format === 'csv' ? csv(plan, variable) : rows(plan, variable);
  const typed = typedColumns(plan).filter(({ name }) => !IS_PATTERN.test(name));
  const padded = paddedNames(plan).filter((name) => !IS_PATTERN.test(name));
  const withColumns = (items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${variable} = ${variable}.with_columns(`, ...items.map((item) => `    ${item},`), ')'];
  return {
    imports: [...loaded.imports, 'import polars as pl'],
    helpers: [...loaded.helpers, ...(typed.some(({ reading }) => reading.kind === 'amount') ? [TO_NUMBER] : [])],
    lines: [
      ...commentsOf(plan),
      `path = ${quoted(plan.path)}`,
      ...loaded.lines,
      ...withColumns(padded.map((name) => `pl.col(${quoted(name)}).str.strip_chars().replace("", None)`)),
      ...withColumns(typed.map(({ name, reading }) => converted(quoted(name), reading))),
    ],
  };
};

function converted(name: string, reading: ColumnReading): string {
  const cells = `pl.col(${name})`;
  switch (reading.kind) {
    case 'integer':
      return `${cells}.cast(pl.Int64)`;
    case 'decimal':
      return `${cells}.str.strip_prefix("+").cast(pl.Float64)`;
    case 'amount':
      return reading.decimal === ',' ? `to_number(${name}, decimal=",")` : `to_number(${name})`;
    case 'boolean':
      return `${cells}.str.to_lowercase().replace_strict({"true": True, "yes": True, "false": False, "no": False}, default=None, return_dtype=pl.Boolean)`;
    case 'date':
      return date(cells, reading);
    default:
      return cells;
  }
}

function date(cells: string, { formats, hasZone, hasTime }: DateReading): string {
  const parse = (format: string): string => {
    const chrono = quoted(format.replace('.%f', '%.f'));
    const strict = formats.length > 1 ? ', strict=False' : '';
    const dated = hasZone ? `${cells}.str.replace("(?i)z$", "+0000")` : cells;
    if (!/%[HI]/.test(format)) {
      const cast = `.cast(pl.Datetime("us"${hasZone ? ', "UTC"' : ''}))`;
      return `${dated}.str.to_date(${chrono}${strict})${hasTime ? cast : ''}`;
    }
    const zone = hasZone && !format.includes('%z') ? '.dt.replace_time_zone("UTC")' : '';
    return `${dated}.str.to_datetime(${chrono}, time_unit="us"${strict})${zone}`;
  };
  const [only = '', ...others] = formats.map(parse);
  return others.length === 0 ? only : `pl.coalesce(${[only, ...others].join(', ')})`;
}

function csv(plan: ReadingPlan, variable: string): CodeParts {
  const { dialect, columns, linesBeforeRows, linesBeforeTitles } = plan;
  // Polars keeps both of the quotes that stand for one in a title.
  const hasOwnNames = plan.hasOwnNames || columns.some(({ name }) => name.includes('"'));
  const isPlain = isPlainCsv(plan) && !hasOwnNames;
  const options = [
    isPlain ? 'file' : 'io.BytesIO(file.read().encode())',
    ...(dialect?.delimiter === ',' ? [] : [`separator=${quoted(dialect?.delimiter ?? ',')}`]),
    ...(hasOwnNames ? ['has_header=False', 'schema={name: pl.String for name in names}'] : ['infer_schema_length=0']),
  ];
  const call = [`    ${variable} = pl.read_csv(`, ...options.map((option) => `        ${option},`), '    )'];
  return {
    imports: isPlain ? [] : ['import io'],
    helpers: [],
    lines: [
      ...(hasOwnNames ? namesLines(plan) : []),
      `with ${isPlain ? 'open(path, "rb")' : openText(plan)} as file:`,
      ...skipLines(hasOwnNames ? linesBeforeRows : linesBeforeTitles),
      ...call,
    ],
  };
}

function rows(plan: ReadingPlan, variable: string): CodeParts {
  const { imports, helpers, lines } = pythonRows(plan);
  return {
    imports,
    helpers,
    lines: [
      ...lines,
      ...namesLines(plan),
      `${variable} = pl.DataFrame(rows, schema={name: pl.String for name in names})`,
      `${variable} = ${variable}.with_columns(pl.all().replace("", None))`,
    ],
  };
}
