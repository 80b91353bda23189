import { fieldsOf, isRecord } from '../isRecord';
import { decodeSavedExports } from './decodeSavedExports';
import { readJson, valueAt, withValue } from './jsonText';
import { ExportReading, SetReading } from './readSavedExport';
import type { Combine, ExportSet, JsonPath, SavedExport } from './savedExport';

/** The content of a new file. */
export const EMPTY_FILE = '{\n  "version": 1,\n  "exports": []\n}\n';

type List = 'exports' | 'sets';

/** Adds a saved export to the file, in place of the one named `replaced` or at the end. Its name must be free. */
export function withExport(text: string, saved: SavedExport, replaced?: string): string {
  const { index } = (replaced === undefined ? undefined : placeOf(text, replaced)) ?? { index: -1 };
  const written = write(text, ['exports', index], asJson(saved), index === -1);
  return replaced === undefined || replaced === saved.name ? written : renamedInSets(written, replaced, saved.name);
}

/**
 * Changes a saved export in the file. Writes only the differences between `before`, as it was read, and `after`.
 * Everything else stays as written, including comments and what others have changed since. If the export is no longer
 * in the file, adds it.
 */
export function withChangedExport(text: string, before: SavedExport, after: SavedExport): string {
  const place = placeOf(text, before.name);
  if (place?.list !== 'exports') {
    return withExport(text, after);
  }
  const path = [place.list, place.index];
  const written = withDifferences(text, path, asJson({ ...before, filters: {} }), asJson({ ...after, filters: {} }));
  const filtersPath = [...path, 'filters'];
  const filtered = withDifferences(written, filtersPath, before.filters, after.filters);
  const isEmptied = filtered !== written && Object.keys(rowAt(filtered, filtersPath) ?? {}).length === 0;
  return isEmptied ? write(filtered, filtersPath, undefined) : filtered;
}

/**
 * Writes the properties that differ between `before` and `after`. Treats `4187` and `"4187"` as equal, as impact.com
 * does.
 */
function withDifferences(
  text: string,
  path: JsonPath,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string {
  const row = rowAt(text, path) ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => textOf(before[name]) !== textOf(after[name]) && textOf(row[name]) !== textOf(after[name]))
    .reduce((written, name) => write(written, [...path, name], after[name]), text);
}

/** `4187` and `"4187"` are the same, and so are a list of one value and the value itself. */
function textOf(value: unknown): string {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return JSON.stringify(values.map((one) => (isRecord(one) ? JSON.stringify(one) : String(one))));
}

export function withSet(text: string, set: Omit<ExportSet, 'missing'>, replaced?: string): string {
  const { index } = (replaced === undefined ? undefined : placeOf(text, replaced)) ?? { index: -1 };
  return write(
    text,
    ['sets', index],
    withoutUndefined({
      name: set.name,
      exports: set.exports,
      folder: set.folder,
      accounts: set.accounts,
      combine: combineAsJson(set.combine),
    }),
    index === -1,
  );
}

/** Renames an export or a set in the file, also in the sets that contain it. */
export function withName(text: string, name: string, newName: string): string {
  const place = placeOf(text, name);
  if (place === undefined) {
    return text;
  }
  const written = write(text, [place.list, place.index, 'name'], newName);
  return place.list === 'sets' ? written : renamedInSets(written, name, newName);
}

/** Removes an export or a set from the file. Removes an export from its sets, too, and a set that becomes empty. */
export function without(text: string, name: string): string {
  const place = placeOf(text, name);
  if (place === undefined) {
    return text;
  }
  const written = write(text, [place.list, place.index], undefined);
  return place.list === 'sets' ? written : renamedInSets(written, name, undefined);
}

/** The path of the export or set with this name in the text. */
export function pathOf(text: string, name: string): JsonPath | undefined {
  const place = placeOf(text, name);
  return place && [place.list, place.index];
}

/**
 * Prefers the row that commands find under this name: a row with a mistake, even in the other list, can have the same
 * name.
 */
function placeOf(text: string, name: string): { readonly list: List; readonly index: number } | undefined {
  const lists = listsIn(text);
  const places = (['exports', 'sets'] as const).flatMap((list) =>
    lists[list].flatMap((row, index) => (nameIn(row) === name ? [{ list, index, row }] : [])),
  );
  return places.find(({ list, row }) => isReadable(list, row)) ?? places[0];
}

function isReadable(list: List, row: unknown): boolean {
  const fields = fieldsOf(row);
  const read =
    list === 'exports' ? new ExportReading(fields, [], []).read() : new SetReading(fields, [], []).read(new Map());
  return read !== undefined;
}

function nameIn(row: unknown): unknown {
  return fieldsOf(row)['name'];
}

/** Starts with the last set, so that removing a set doesn't move those that follow. */
function renamedInSets(text: string, name: string, newName: string | undefined): string {
  let written = text;
  const { sets } = listsIn(text);
  for (const [index, set] of [...sets.entries()].reverse()) {
    const { exports } = fieldsOf(set);
    const members: readonly unknown[] = Array.isArray(exports) ? exports : [];
    if (!members.includes(name)) {
      continue;
    }
    const remaining = members
      .map((member) => (member === name ? newName : member))
      .filter((member) => member !== undefined);
    written =
      remaining.length === 0
        ? write(written, ['sets', index], undefined)
        : write(written, ['sets', index, 'exports'], remaining);
  }
  return written;
}

function rowAt(text: string, path: JsonPath): Readonly<Record<string, unknown>> | undefined {
  const value = valueAt(text, path);
  return isRecord(value) ? value : undefined;
}

/** The rows as they are in the file, valid or not. */
function listsIn(text: string): Readonly<Record<List, readonly unknown[]>> {
  const { value } = readJson(text);
  const { exports, sets } = fieldsOf(value);
  return { exports: Array.isArray(exports) ? exports : [], sets: Array.isArray(sets) ? sets : [] };
}

function write(text: string, path: JsonPath, value: unknown, isInsertion = false): string {
  return withValue(text.trim() === '' ? EMPTY_FILE : text, path, value, isInsertion);
}

/** Omits properties with default values, because people read the file. */
function asJson({ format, existingJob, filters, ...saved }: SavedExport): Record<string, unknown> {
  const { name, reportId, reportName, period, timeZone, folder, fileName, account, accounts, pieces, refresh } = saved;
  return withoutUndefined({
    name,
    reportId,
    reportName,
    format,
    period,
    timeZone,
    filters: Object.keys(filters).length === 0 ? undefined : filters,
    folder,
    fileName,
    account,
    accounts,
    existingJob: existingJob === 'use' ? undefined : existingJob,
    pieces,
    refresh,
    combine: combineAsJson(saved.combine),
  });
}

function combineAsJson(combine: Combine | undefined): unknown {
  const { format = 'CSV', key = [] } = combine ?? {};
  const parts = { format: format === 'CSV' ? undefined : format, key: key.length === 0 ? undefined : key };
  return combine && (format === 'CSV' && key.length === 0 ? true : withoutUndefined(parts));
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A name that no export or set in the file has: `Actions`, `Actions 2`, … */
export function freeName(text: string, wished: string): string {
  const { exports, sets } = decodeSavedExports(text);
  const taken = new Set([...exports, ...sets].map(({ name }) => name));
  for (let number = 2, name = wished; ; number++) {
    if (!taken.has(name)) {
      return name;
    }
    name = `${wished} ${number}`;
  }
}
