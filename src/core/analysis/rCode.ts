import { stepsOf } from '../tables/tablePath';
import type { Encoding } from '../tables/textDecoding';
import { type CodeParts, type CodeWriter, commentsOf, paddedNames, typedColumns } from './codeParts';
import type { ColumnReading, DateReading } from './columnScan';
import { quoted } from './literals';
import { hasBadBytes, isPlainCsv } from './pythonRows';
import type { ReadingPlan } from './readingPlan';

const TO_NUMBER = `# Reads 1,234.50, (5.00), 12.5 %, or $3. Percentages stay percent: 12.5 % is 12.5.
to_number <- function(cells, decimal = ".") {
  digits <- sub(decimal, ".", gsub(paste0("[^0-9", decimal, "]"), "", cells), fixed = TRUE)
  as.numeric(digits) * ifelse(grepl("-|^\\\\s*\\\\(", cells), -1, 1)
}`;

const TO_TIME = `# Reads times in any of the formats. Times without a zone count as UTC.
to_time <- function(cells, ...) {
  zoned <- sub("([+-][0-9]{2}):([0-9]{2})$", "\\\\1\\\\2", sub("[Zz]$", "+0000", cells))
  times <- as.POSIXct(rep(NA_real_, length(cells)), origin = "1970-01-01", tz = "UTC")
  for (format in c(...)) {
    open <- is.na(times)
    times[open] <- as.POSIXct(strptime(zoned[open], format, tz = "UTC"))
  }
  lost <- cells[is.na(times) & !is.na(cells)]
  if (length(lost) > 0) stop(lost[1], " has none of the formats")
  times
}`;

const CELL = `# Text as it is in the file. Nested values stay JSON.
to_cell <- function(value) {
  if (is.null(value) || identical(value, "")) return(NA_character_)
  if (is.list(value)) return(as.character(toJSON(value, auto_unbox = TRUE, null = "null", digits = NA)))
  if (is.logical(value)) return(tolower(as.character(value)))
  if (is.numeric(value)) return(format(value, digits = 15, scientific = FALSE, trim = TRUE))
  as.character(value)
}`;

const FIELDS = `text_of <- function(element) trimws(paste(xml_text(xml_find_all(element, "text()")), collapse = ""))

# The attributes and values of an XML element. Repeated values are joined.
fields_of <- function(element, prefixes) {
  fields <- as.list(xml_attrs(element, prefixes))
  if (length(fields) > 0) names(fields) <- paste0("@", names(fields))
  add <- function(name, value) fields[[name]] <<- paste(c(fields[[name]], value), collapse = "; ")
  for (child in xml_children(element)) {
    name <- xml_name(child, prefixes)
    text <- text_of(child)
    if (text != "" || xml_length(child) == 0) add(name, text)
    inner <- fields_of(child, prefixes)
    for (key in names(inner)) add(paste0(name, ".", key), inner[[key]])
  }
  fields
}

record_of <- function(element, prefixes) {
  fields <- fields_of(element, prefixes)
  text <- text_of(element)
  if (text != "" || length(fields) == 0) fields$Value <- paste(c(fields$Value, text), collapse = "; ")
  lapply(fields, function(cell) if (cell == "") NA_character_ else cell)
}`;

/** Code for R with readr, jsonlite, or xml2. */
export const rCode: CodeWriter = (plan, variable) => {
  const loaded = loading(plan, variable);
  const typed = typedColumns(plan);
  const padded = paddedNames(plan);
  return {
    imports: loaded.imports,
    helpers: [
      ...loaded.helpers,
      ...(typed.some(({ reading }) => reading.kind === 'amount') ? [TO_NUMBER] : []),
      ...(typed.some(({ reading }) => reading.kind === 'date' && needsTime(reading)) ? [TO_TIME] : []),
    ],
    lines: [
      ...commentsOf(plan),
      `path <- ${quoted(plan.path)}`,
      ...loaded.lines,
      ...(padded.length === 0
        ? []
        : [
            ...rList('for (name in c(', padded.map(quoted), ')) {'),
            `  ${variable}[[name]] <- trimws(${variable}[[name]])`,
            `  ${variable}[[name]][${variable}[[name]] == ""] <- NA`,
            '}',
          ]),
      ...typed.map(({ name, reading }) => {
        const cells = `${variable}[[${quoted(name)}]]`;
        return `${cells} <- ${converted(cells, reading)}`;
      }),
    ],
  };
};

function needsTime({ formats, hasTime }: DateReading): boolean {
  return hasTime || formats.length > 1;
}

function converted(cells: string, reading: ColumnReading): string {
  switch (reading.kind) {
    case 'integer':
    case 'decimal':
      return `as.numeric(${cells})`;
    case 'amount':
      return reading.decimal === ',' ? `to_number(${cells}, decimal = ",")` : `to_number(${cells})`;
    case 'boolean':
      return `ifelse(is.na(${cells}), NA, tolower(${cells}) %in% c("true", "yes"))`;
    case 'date': {
      const formats = reading.formats.map((format) => quoted(format.replace(/%S[.,]%f/, '%OS')));
      return needsTime(reading)
        ? `to_time(${cells}, ${formats.join(', ')})`
        : `as.Date(${cells}, format = ${formats.join('')})`;
    }
    default:
      return cells;
  }
}

function loading(plan: ReadingPlan, variable: string): CodeParts {
  switch (plan.format) {
    case 'csv':
      return { imports: ['library(readr)'], helpers: [], lines: csv(plan, variable) };
    case 'xml':
      return { imports: ['library(xml2)'], helpers: [FIELDS], lines: [...xml(plan), ...frame(plan, variable, 'cell')] };
    default:
      return {
        imports: ['library(jsonlite)'],
        helpers: [CELL],
        lines: [...json(plan), ...frame(plan, variable, 'to_cell(cell)')],
      };
  }
}

function rEncoding({ encoding, hasMark }: ReadingPlan): string {
  const names: Readonly<Record<Encoding, string>> = {
    'utf-8': hasMark ? 'UTF-8-BOM' : 'UTF-8',
    'utf-16le': hasMark ? 'UTF-16' : 'UTF-16LE',
    'utf-16be': hasMark ? 'UTF-16' : 'UTF-16BE',
    'windows-1252': 'CP1252',
  };
  return names[encoding];
}

/** Code that reads the lines of a file into the variable `lines`, from the first one that's wanted. */
function readLines(plan: ReadingPlan, skipped: number): readonly string[] {
  const rest = skipped === 0 ? [] : [`lines <- tail(lines, -${skipped})`];
  const encoding = rEncoding(plan);
  // A connection ends at the first byte that isn't of its encoding.
  return hasBadBytes(plan)
    ? [`lines <- iconv(readLines(path, warn = FALSE), "${encoding}", "UTF-8", sub = "\\ufffd")`, ...rest]
    : [
        `connection <- file(path, encoding = "${encoding}")`,
        'lines <- readLines(connection, warn = FALSE)',
        'close(connection)',
        ...rest,
      ];
}

function csv(plan: ReadingPlan, variable: string): readonly string[] {
  const { dialect, hasOwnNames, linesBeforeRows, linesBeforeTitles, columns } = plan;
  const isPlain = isPlainCsv(plan);
  const delimiter = quoted(dialect?.delimiter ?? ',');
  const options = [
    isPlain ? 'path' : 'I(paste(c(lines, ""), collapse = "\\n"))',
    `delim = ${delimiter}`,
    'col_types = cols(.default = col_character())',
    'na = ""',
    'trim_ws = FALSE',
    'name_repair = "minimal"',
    ...(columns.length === 1 ? ['skip_empty_rows = FALSE'] : []),
    'progress = FALSE',
  ];
  return [
    ...(isPlain ? [] : readLines(plan, hasOwnNames ? linesBeforeRows : linesBeforeTitles)),
    // The first line tells how many columns there are.
    ...(hasOwnNames ? [...namesOf(plan), `lines <- c(paste(seq_along(names), collapse = ${delimiter}), lines)`] : []),
    `${variable} <- as.data.frame(read_delim(`,
    ...options.map((option, index) => `  ${option}${index === options.length - 1 ? '' : ','}`),
    '))',
    ...(hasOwnNames ? [`names(${variable}) <- names`] : []),
  ];
}

function namesOf({ columns }: ReadingPlan): readonly string[] {
  return rList(
    'names <- c(',
    columns.map(({ name }) => quoted(name)),
    ')',
  );
}

/** R allows no comma after the last item. */
function rList(open: string, items: readonly string[], close: string): readonly string[] {
  const line = `${open}${items.join(', ')}${close}`;
  return line.length <= 100
    ? [line]
    : [open, ...items.map((item, index) => `  ${item}${index === items.length - 1 ? '' : ','}`), close];
}

function json(plan: ReadingPlan): readonly string[] {
  const read = readLines(plan, 0);
  const options = 'simplifyVector = FALSE, bigint_as_char = TRUE';
  if (plan.format === 'jsonLines') {
    const isBad = plan.notes.some(({ kind }) => kind === 'badLines');
    const parse = `fromJSON(line, ${options})`;
    return [
      ...read,
      isBad
        ? `records <- lapply(lines[trimws(lines) != ""], function(line) tryCatch(${parse}, error = function(e) NULL))`
        : `records <- lapply(lines[trimws(lines) != ""], function(line) ${parse})`,
      ...(isBad ? ['records <- Filter(Negate(is.null), records)'] : []),
    ];
  }
  const steps = stepsOf(plan.table ?? '');
  const document = `fromJSON(paste(lines, collapse = "\\n"), ${options})${steps.map((step) => `[[${quoted(step)}]]`).join('')}`;
  return [...read, `records <- ${plan.table === undefined ? `list(${document})` : document}`];
}

function xml(plan: ReadingPlan): readonly string[] {
  const steps = stepsOf(plan.table ?? '');
  return [
    'root <- xml_ns_strip(read_xml(path))',
    `elements <- ${steps.length === 0 ? 'list(root)' : `xml_find_all(root, ${quoted(steps.join('/'))})`}`,
    'records <- lapply(elements, record_of, prefixes = xml_ns(root))',
  ];
}

/** A record that lacks a field has no value there. */
function frame(plan: ReadingPlan, variable: string, cell: string): readonly string[] {
  const isList = plan.hasOwnNames && plan.columns.every(({ title }) => title === '');
  const titles = plan.columns.map(({ title }) => quoted(title));
  const field = plan.hasOwnNames ? 'record[[match(titles[match(name, names)], names(record))]]' : 'record[[name]]';
  return [
    ...namesOf(plan),
    ...(plan.hasOwnNames && !isList ? rList('titles <- c(', titles, ')') : []),
    `${variable} <- as.data.frame(sapply(names, function(name) vapply(records, function(record) {`,
    isList
      ? '  cell <- if (match(name, names) <= length(record)) record[[match(name, names)]]'
      : `  cell <- if (is.list(record)) ${field} else if (name == "Value") record`,
    `  ${cell === 'cell' ? 'if (is.null(cell)) NA_character_ else cell' : cell}`,
    '}, ""), simplify = FALSE), check.names = FALSE, stringsAsFactors = FALSE)',
  ];
}
