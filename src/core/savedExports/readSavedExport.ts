import { isRecord } from '../isRecord';
import { isDay, isTimeZone } from '../reports/calendar';
import { CLICK_EXPORT_ID, CLICK_FILTERS } from '../reports/clickExport';
import { EXPORT_FORMATS } from '../reports/exportRequest';
import { type FilterValue, readFilterValue } from '../reports/filterValues';
import { isSavedPeriod, type SavedPeriod } from '../reports/period';
import { PIECES } from '../reports/pieces';
import { nearestWord } from './nearestWord';
import {
  type Combine,
  COMBINED_FORMATS,
  EXISTING_JOB_RULES,
  type Expectation,
  type ExportSet,
  type JsonPath,
  type SavedExport,
  type SavedExportProblem,
} from './savedExport';

/** The properties of each object. A test checks that the JSON schema has the same ones. */
export const PROPERTIES = {
  document: ['$schema', 'version', 'exports', 'sets'],
  export: [
    'name',
    'reportId',
    'reportName',
    'format',
    'period',
    'timeZone',
    'filters',
    'folder',
    'fileName',
    'account',
    'accounts',
    'existingJob',
    'pieces',
    'refresh',
    'combine',
  ],
  combine: ['format', 'key'],
  set: ['name', 'exports', 'folder', 'accounts', 'combine'],
} as const;

const PERIOD_FILTERS = ['START_DATE', 'END_DATE', 'StartDate', 'EndDate'] as const;
const SECRET = /token|password|secret|authorization|credential/i;
/** A query name: `SUBAID`, `timeRange`, `GRÖSSE`. Display names have spaces. `ResultFormat` has its own property. */
const FILTER_NAME = /^(?!ResultFormat$)[^\s\u0000-\u001f\u007f-\u009f]{1,200}$/;
/** A folder name that stays inside its parent on every system. */
const FOLDER = /^(?![\s.])[^<>:"\\|?*\u0000-\u001f]*$/;
const MAX_TEXT_CHARS = 300;
const MAX_FOUND_CHARS = 60;
/** More days than five years have. */
export const MAX_REFRESHED = 2000;

type Row = Readonly<Record<string, unknown>>;

/** Reads one object of the file, and collects all mistakes in it. */
export class Reading {
  /** A mistake that makes the row useless. */
  protected isBroken = false;

  constructor(
    protected readonly row: Row,
    protected readonly path: JsonPath,
    protected readonly problems: SavedExportProblem[],
  ) {}

  checkProperties(known: readonly string[]): void {
    for (const property of Object.keys(this.row)) {
      if (known.includes(property)) {
        continue;
      }
      const path = [...this.path, property];
      this.problems.push(
        SECRET.test(property)
          ? { kind: 'secret', path }
          : { kind: 'unknownProperty', path, suggestion: nearestWord(property, known) },
      );
    }
  }

  protected required<T>(
    property: string,
    expected: Expectation,
    accepts: (value: unknown) => value is T,
  ): T | undefined {
    if (this.row[property] === undefined) {
      this.note({ kind: 'missing', path: [...this.path, property], expected });
      return undefined;
    }
    return this.optional(property, expected, accepts);
  }

  protected optional<T>(
    property: string,
    expected: Expectation,
    accepts: (value: unknown) => value is T,
  ): T | undefined {
    const value = this.row[property];
    if (value === undefined || accepts(value)) {
      return value;
    }
    this.wrong([property], expected, value);
    return undefined;
  }

  protected wrong(path: JsonPath, expected: Expectation, value: unknown): void {
    this.note({ kind: 'wrong', path: [...this.path, ...path], expected, found: foundText(value) });
  }

  protected note(problem: SavedExportProblem): void {
    this.isBroken = true;
    this.problems.push(problem);
  }
}

/** What exports and sets have in common. */
class FanOutReading extends Reading {
  protected accounts(): SavedExport['accounts'] {
    return this.optional('accounts', 'accounts', isAccounts);
  }

  protected combine(): Combine | undefined {
    const value = this.row['combine'];
    if (value === undefined || typeof value === 'boolean') {
      return value === true ? { format: 'CSV', key: [] } : undefined;
    }
    if (!isRecord(value)) {
      this.wrong(['combine'], 'combine', value);
      return undefined;
    }
    const reading = new CombineReading(value, [...this.path, 'combine'], this.problems);
    const combine = reading.read();
    this.isBroken ||= combine === undefined;
    return combine;
  }
}

class CombineReading extends Reading {
  read(): Combine | undefined {
    this.checkProperties(PROPERTIES.combine);
    const format = this.optional('format', 'combinedFormat', isOneOf(COMBINED_FORMATS)) ?? 'CSV';
    const key = this.optional('key', 'titles', isListOfNames) ?? [];
    return this.isBroken ? undefined : { format, key };
  }
}

export class ExportReading extends FanOutReading {
  read(): SavedExport | undefined {
    this.checkProperties(PROPERTIES.export);
    const name = this.required('name', 'name', isText);
    const reportId = this.required('reportId', 'reportId', isText);
    const format = this.optional('format', 'format', isOneOf(EXPORT_FORMATS));
    const period = this.optional('period', 'period', isSavedPeriod);
    const saved = {
      reportName: this.optional('reportName', 'text', isText),
      timeZone: this.optional('timeZone', 'timeZone', isZone),
      ...this.filters(period),
      folder: this.optional('folder', 'folder', isFolder),
      fileName: this.optional('fileName', 'fileName', isFileName),
      account: this.optional('account', 'account', isAccount),
      existingJob: this.optional('existingJob', 'existingJob', isOneOf(EXISTING_JOB_RULES)) ?? 'use',
      ...this.fanOut(),
    };
    return this.isBroken || name === undefined || reportId === undefined
      ? undefined
      : { name, reportId, format: format ?? 'CSV', period, ...saved };
  }

  /** For how many accounts, in which pieces, and into which table. Only what the file names. */
  private fanOut(): Pick<SavedExport, 'accounts' | 'pieces' | 'refresh' | 'combine'> {
    const accounts = this.accounts();
    const pieces = this.optional('pieces', 'pieces', isOneOf(PIECES));
    const refresh = this.optional('refresh', 'refresh', isRefresh);
    const combine = this.combine();
    if (accounts !== undefined && this.row['account'] !== undefined) {
      this.note({ kind: 'accountAndAccounts', path: [...this.path, 'accounts'] });
    }
    if (pieces !== undefined && this.row['period'] === undefined) {
      this.note({ kind: 'needs', path: [...this.path, 'pieces'], needed: 'period' });
    }
    if (refresh !== undefined && this.row['pieces'] === undefined) {
      this.note({ kind: 'needs', path: [...this.path, 'refresh'], needed: 'pieces' });
    }
    return {
      ...(accounts !== undefined && { accounts }),
      ...(pieces !== undefined && { pieces }),
      ...(refresh !== undefined && { refresh }),
      ...(combine !== undefined && { combine }),
    };
  }

  /** The filters, and the names of those with a mistake. A mistake in one doesn't take the export away. */
  private filters(period: SavedPeriod | undefined): Pick<SavedExport, 'filters' | 'wrongFilters'> {
    const value = this.row['filters'];
    if (value === undefined) {
      return { filters: {} };
    }
    if (!isRecord(value)) {
      this.wrong(['filters'], 'filters', value);
      return { filters: {} };
    }
    const read = Object.entries(value).map(([name, filter]) => [name, this.filter(name, filter, period)] as const);
    const wrongFilters = read.flatMap(([name, filter]) => (filter === undefined ? [name] : []));
    // fromEntries defines each field, so a filter named __proto__ is harmless.
    const filters = Object.fromEntries(
      read.flatMap(([name, filter]) => (filter === undefined ? [] : [[name, filter]])),
    );
    return wrongFilters.length === 0 ? { filters } : { filters, wrongFilters };
  }

  /** Undefined, with the mistake noted, for a filter that can't be sent. */
  private filter(name: string, value: unknown, period: SavedPeriod | undefined): FilterValue | undefined {
    const path = [...this.path, 'filters', name];
    const isDate =
      PERIOD_FILTERS.some((date) => date === name) ||
      (this.row['reportId'] === CLICK_EXPORT_ID && name === CLICK_FILTERS.day);
    const read = readFilterValue(value);
    if (SECRET.test(name)) {
      this.problems.push({ kind: 'secret', path });
    } else if (!FILTER_NAME.test(name)) {
      this.problems.push({ kind: 'wrong', path, expected: 'filterName', found: foundText(name) });
    } else if (isDate && period !== undefined) {
      this.problems.push({ kind: 'periodAndDates', path, filter: name });
    } else if (read === undefined) {
      this.problems.push({ kind: 'wrong', path, expected: 'filterValue', found: foundText(value) });
    } else if (isDate && (Array.isArray(value) || !isDay(String(value).slice(0, 10)))) {
      this.problems.push({ kind: 'wrong', path, expected: 'day', found: foundText(value) });
    } else {
      return read;
    }
    return undefined;
  }
}

export class SetReading extends FanOutReading {
  /**
   * Reads a set of the exports in `known`. Reports members that aren't there, and keeps them apart: they might only
   * have a mistake.
   */
  read(known: ReadonlyMap<string, Pick<SavedExport, 'name' | 'reportId'>>): ExportSet | undefined {
    this.checkProperties(PROPERTIES.set);
    const name = this.required('name', 'name', isText);
    const exports = this.required('exports', 'exportNames', isListOfNames);
    const folder = this.optional('folder', 'folder', isFolder);
    const accounts = this.accounts();
    const combine = this.combine();
    if (this.isBroken || name === undefined || exports === undefined) {
      return undefined;
    }
    exports.forEach((member, index) => {
      if (!known.has(member)) {
        this.note({ kind: 'noSuchExport', path: [...this.path, 'exports', index], name: member });
      }
    });
    const members = exports.flatMap((member) => known.get(member) ?? []);
    const [first, other] = [members[0], members.find(({ reportId }) => reportId !== members[0]?.reportId)];
    if (combine !== undefined && first !== undefined && other !== undefined) {
      const path = [...this.path, 'combine'];
      this.note({ kind: 'differentReports', path, exports: [first.name, other.name] });
    }
    return {
      name,
      exports: exports.filter((member) => known.has(member)),
      missing: exports.filter((member) => !known.has(member)),
      folder,
      ...(accounts !== undefined && { accounts }),
      ...(combine !== undefined && other === undefined && { combine }),
    };
  }
}

function foundText(value: unknown): string {
  const found = JSON.stringify(value) ?? '';
  return found.length > MAX_FOUND_CHARS ? `${found.slice(0, MAX_FOUND_CHARS)}…` : found;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT_CHARS && !/\p{Cc}/u.test(value);
}

function isZone(value: unknown): value is string {
  return typeof value === 'string' && isTimeZone(value);
}

/** Whether the value is a folder inside the results folder, without `..`, a drive, or a root. */
function isFolder(value: unknown): value is string {
  return (
    isText(value) && value.split('/').every((part) => part.trim() !== '' && FOLDER.test(part) && !/[\s.]$/.test(part))
  );
}

/** Whether the value names a file, and no folder. */
export function isFileName(value: unknown): value is string {
  return isText(value) && !/[/\\]/.test(value);
}

function isAccount(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value);
}

/** Whether the value is `all`, or a list of SIDs and IDs of brands without duplicates. */
export function isAccounts(value: unknown): value is 'all' | readonly string[] {
  return (
    value === 'all' ||
    (Array.isArray(value) && value.length > 0 && value.every(isAccount) && new Set(value).size === value.length)
  );
}

function isRefresh(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_REFRESHED;
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText) && new Set(value).size === value.length;
}

function isOneOf<T extends string>(values: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => values.some((known) => known === value);
}
