import { spawnSync } from 'node:child_process';
import type { ReadingLanguage } from '../../src/core/analysis/readingCode';

/** A program that runs code in a language: the code comes from its standard input. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

const PYTHON = process.env['READING_PYTHON'] ?? 'python3';
const R = process.env['READING_R'] ?? 'Rscript';

const TOOLS: Readonly<Record<ReadingLanguage | 'python', Tool & { readonly check: string }>> = {
  python: { command: PYTHON, args: ['-'], check: 'print(1)' },
  pandas: { command: PYTHON, args: ['-'], check: 'import pandas' },
  polars: { command: PYTHON, args: ['-'], check: 'import polars' },
  duckdb: { command: PYTHON, args: ['-'], check: 'import duckdb' },
  r: { command: R, args: ['--vanilla', '-'], check: 'library(readr); library(jsonlite); library(xml2)' },
};

/** The program for a language if it's on this machine with its packages, else a sentence that says what's missing. */
export function findTool(language: ReadingLanguage | 'python'): Tool | string {
  const { check, ...tool } = TOOLS[language];
  const { status, stderr } = runTool(tool, check);
  if (status === 0) {
    return tool;
  }
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return `NOT RUN HERE: ${tool.command} can't run "${check}"${reason === '' ? '' : ` (${reason})`}`;
}

export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runTool({ command, args }: Tool, code: string): ToolRun {
  const { status, stdout, stderr } = spawnSync(command, args, {
    input: code,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' },
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

export type Value = string | number | boolean | null;

/** A table as a language has read it. Times are in milliseconds since the epoch. */
export interface Dump {
  readonly names: readonly string[];
  readonly columns: readonly (readonly Value[])[];
}

/** Runs codes that each read a table into `df`, in one process. Throws what the first of them prints as an error. */
export function runCodes(tool: Tool, language: ReadingLanguage, codes: readonly string[]): readonly Dump[] {
  const { status, stdout, stderr } = runTool(tool, language === 'r' ? rBatch(codes) : pythonBatch(language, codes));
  if (status !== 0) {
    throw new Error(`${stderr.trim().split('\n').slice(-12).join('\n')}`);
  }
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('DUMP'))
    .map((line) => JSON.parse(line.slice('DUMP'.length)) as Dump);
}

const PYTHON_ROWS: Readonly<Record<Exclude<ReadingLanguage, 'r'>, string>> = {
  pandas: 'list(df.columns), df.astype(object).itertuples(index=False, name=None)',
  polars: 'df.columns, df.rows()',
  duckdb: 'df.columns, df.fetchall()',
};

function pythonBatch(language: Exclude<ReadingLanguage, 'r'>, codes: readonly string[]): string {
  return `
import datetime, json

def value_of(value):
    if str(value) in ("<NA>", "NaT", "None") or value != value:
        return None
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    if isinstance(value, datetime.datetime):
        value = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return round((value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)).total_seconds() * 1000)
    if isinstance(value, datetime.date):
        return (value - datetime.date(1970, 1, 1)).days * 86400000
    return value if isinstance(value, (bool, int, float, str)) else value.item()

for code in json.loads(${JSON.stringify(JSON.stringify(codes)).replaceAll('\u2028', '\\u2028')}):
    names = {}
    try:
        exec(compile(code, "code", "exec"), names)
        df = names["df"]
        columns, rows = ${PYTHON_ROWS[language]}
        rows = [[value_of(value) for value in row] for row in rows]
    except Exception as error:
        raise SystemExit(f"{code}\\n{type(error).__name__}: {error}")
    print("DUMP" + json.dumps({"names": columns, "columns": [[row[i] for row in rows] for i in range(len(columns))]}))
`;
}

function rBatch(codes: readonly string[]): string {
  // R reads lines of its standard input in pieces, and may cut one inside of an escape.
  const pieces = (JSON.stringify(codes).match(/[^]{1,500}/gu) ?? []).map((piece) => JSON.stringify(piece));
  return `
value_of <- function(cells) {
  if (inherits(cells, "Date")) return(as.numeric(cells) * 86400000)
  if (inherits(cells, "POSIXct")) return(round(as.numeric(cells) * 1000))
  cells
}
for (code in jsonlite::fromJSON(paste0(${pieces.join(',\n')}))) {
  place <- new.env()
  tryCatch(eval(parse(text = code, encoding = "UTF-8"), place), error = function(e) {
    message(conditionMessage(e), "\\n", code)
    quit(status = 1)
  })
  df <- list(names = I(names(place$df)), columns = lapply(unname(as.list(place$df)), value_of))
  cat("DUMP", as.character(jsonlite::toJSON(df, digits = NA, na = "null")), "\\n", sep = "")
}
`;
}
