import path from 'node:path';
import { safeFileName } from '../download/fileName';
import type { CombinedFormat } from '../savedExports/savedExport';

export const TABLE_ENDINGS: Readonly<Record<CombinedFormat, string>> = {
  CSV: 'csv',
  NDJSON: 'ndjson',
  Parquet: 'parquet',
};

/** The file name of a combined table. */
export function tableFileName(name: string, format: CombinedFormat): string {
  return safeFileName(name, TABLE_ENDINGS[format]);
}

/** Whether a name is `table.csv` or `table (2).csv`. What a manifest names may be anything. */
export function isNumberOf(name: string, fileName: string): boolean {
  const { name: stem, ext } = path.parse(fileName);
  return (
    name.startsWith(stem) && name.endsWith(ext) && /^(?: \(\d{1,3}\))?$/.test(name.slice(stem.length, -ext.length))
  );
}
