import { isRecord } from '../isRecord';
import { readJson } from './jsonText';
import { ExportReading, PROPERTIES, Reading, SetReading } from './readSavedExport';
import type { ExportSet, JsonPath, SavedExport, SavedExportProblem, SavedExports } from './savedExport';

const VERSION = 1;

/**
 * Reads a file of saved exports. Returns every mistake with its path, and everything that can still be read: drops rows
 * with a mistake, and ignores unknown properties. An empty file contains no exports.
 */
export function decodeSavedExports(text: string): SavedExports {
  const { value = {}, errorOffset } = readJson(text);
  return new Decoding(errorOffset === undefined ? [] : [{ kind: 'syntax', path: [], offset: errorOffset }]).read(value);
}

class Decoding {
  constructor(private readonly problems: SavedExportProblem[]) {}

  read(document: unknown): SavedExports {
    if (!isRecord(document)) {
      this.problems.push({ kind: 'wrong', path: [], expected: 'document', found: JSON.stringify(document) });
      return { exports: [], sets: [], problems: this.problems };
    }
    const row = document;
    const { version, exports, sets } = row;
    if (version !== undefined && version !== VERSION) {
      this.problems.push({ kind: 'wrong', path: ['version'], expected: 'version', found: JSON.stringify(version) });
    }
    new Reading(row, [], this.problems).checkProperties(PROPERTIES.document);
    const names = new Set<string>();
    const savedExports = this.rows(
      'exports',
      exports,
      (row, path) => new ExportReading(row, path, this.problems).read(),
      names,
    );
    const known = new Map(savedExports.map((saved) => [saved.name, saved]));
    const savedSets = this.rows(
      'sets',
      sets,
      (row, path) => new SetReading(row, path, this.problems).read(known),
      names,
    );
    return { exports: savedExports, sets: savedSets, problems: this.problems };
  }

  /** The valid rows of a list. Each name counts only once, because commands look up exports and sets by name. */
  private rows<T extends SavedExport | ExportSet>(
    list: string,
    value: unknown,
    read: (row: Readonly<Record<string, unknown>>, path: JsonPath) => T | undefined,
    names: Set<string>,
  ): readonly T[] {
    if (value === undefined) {
      return [];
    }
    if (!Array.isArray(value)) {
      this.problems.push({ kind: 'wrong', path: [list], expected: 'list', found: JSON.stringify(value) });
      return [];
    }
    return value.flatMap((row: unknown, index): T[] => {
      const path = [list, index];
      if (!isRecord(row)) {
        this.problems.push({ kind: 'wrong', path, expected: 'object', found: JSON.stringify(row) });
        return [];
      }
      const saved = read(row, path);
      if (saved !== undefined && names.has(saved.name)) {
        this.problems.push({ kind: 'sameName', path: [...path, 'name'], name: saved.name });
        return [];
      }
      if (saved !== undefined) {
        names.add(saved.name);
      }
      return saved === undefined ? [] : [saved];
    });
  }
}
