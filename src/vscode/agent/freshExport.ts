import { createHash } from 'node:crypto';
import { type Account, accountRef, isCalled } from '../../core/account';
import { ToolInput, ToolInputError } from '../../core/agent/toolInput';
import { safeFileName } from '../../core/download/fileName';
import { fieldsOf } from '../../core/isRecord';
import { isClickExport } from '../../core/reports/clickExport';
import { EXPORT_FORMATS } from '../../core/reports/exportRequest';
import { isSavedPeriod, PERIODS, type SavedPeriod } from '../../core/reports/period';
import { type PieceLength, PIECES } from '../../core/reports/pieces';
import { allClients } from '../../core/runs/planMembers';
import { MAX_REFRESHED } from '../../core/savedExports/readSavedExport';
import {
  type Combine,
  COMBINED_FORMATS,
  EXISTING_JOB_RULES,
  type ExistingJobRule,
  type SavedExport,
} from '../../core/savedExports/savedExport';
import type { FoundExport, SavedSource } from '../savedExports/savedExportFiles';

const MAX_NAME_CHARS = 100;
const MAX_ACCOUNTS = 50;
const MAX_PERIODS = 2;
const MAX_TITLES = 20;
/** What a saved export says itself, and what an export with one job can't have. */
export const RUN_FIELDS = ['pieces', 'refresh', 'combine', 'key'] as const;
/** Enough to tell the exports of one report apart. */
const DIGEST_CHARS = 8;

/** An export of one report for several accounts and periods, which isn't saved. */
export interface FreshExport {
  readonly reportId: string;
  readonly accounts: readonly Account[];
  /** Whether these are all accounts, however many there are the next time. */
  readonly isForAll: boolean;
  readonly periods: readonly SavedPeriod[];
  /** One for each period, in their order. */
  readonly exports: readonly SavedExport[];
  readonly existingJob: ExistingJobRule;
  readonly pieces: PieceLength | undefined;
  /** The table out of all results. */
  readonly combine: Combine | undefined;
  /** Whether the results of the two periods are compared. */
  readonly isCompared: boolean;
}

/** Reads the input of a tool. Undefined if it names saved exports instead. Throws ToolInputError. */
export function readFreshExport(input: unknown, on: readonly Account[]): FreshExport | undefined {
  const fields = new ToolInput(input);
  const reportId = fields.optionalText('reportId');
  if (reportId === undefined) {
    fields.refuse(RUN_FIELDS, 'goes with a "reportId": a saved export has its own');
    return undefined;
  }
  const { accounts: wished, periods: wishedPeriods } = fieldsOf(input);
  const format = fields.optionalOneOf('format', EXPORT_FORMATS) ?? 'CSV';
  const filters = Object.fromEntries(Object.entries(fields.filters('filters')).sort(byName));
  const isForAll = wished === undefined || wished === 'all';
  const accounts = readAccounts(wished ?? 'all', on);
  const periods = readPeriods(wishedPeriods);
  const existingJob = fields.optionalOneOf('existingJob', EXISTING_JOB_RULES) ?? 'use';
  const isCompared = fields.optionalBoolean('compare') ?? false;
  if (isCompared && periods.length !== MAX_PERIODS) {
    throw new ToolInputError('"compare" needs two "periods": the earlier first');
  }
  const { pieces, refresh } = readPieces(fields);
  if (isCompared && (pieces !== undefined || isClickExport({ reportId }))) {
    throw new ToolInputError('"compare" compares one result of each period. Leave out "pieces" and ClickExport');
  }
  const combine = readCombine(fields);
  const exports = periods.map((period) => ({
    name: `${reportId} ${periodInWords(period)}`,
    reportId,
    reportName: undefined,
    format,
    period,
    timeZone: undefined,
    filters,
    folder: undefined,
    fileName: undefined,
    account: undefined,
    accounts: accounts.map(accountRef),
    existingJob,
    ...(pieces !== undefined && { pieces }),
    ...(refresh !== undefined && { refresh }),
  }));
  return { reportId, accounts, isForAll, periods, exports, existingJob, pieces, combine, isCompared };
}

/**
 * The export as a set, so that its results go into one folder. Its name differs from those of all other exports of the
 * report, because a set that is running is joined instead of run. `source` identifies it among sets of that name.
 *
 * Pieces are looked for in the set's folder and by the set's name. So neither depends on the day, on how many pieces
 * are refreshed, on the table, or, for all accounts, on those that were added or turned off since.
 */
export function asSet(
  { reportId, isForAll, periods, exports, pieces, combine }: FreshExport,
  source: SavedSource,
): FoundExport {
  const hasPieces = pieces !== undefined || isClickExport({ reportId });
  const digest = digestOf(
    exports.map((saved) => ({ ...saved, refresh: undefined, ...(hasPieces && isForAll && { accounts: 'all' }) })),
    hasPieces ? undefined : combine,
  );
  const name = [reportId, ...periods.map(periodInWords), digest].join(' ');
  const set = {
    name,
    exports: exports.map((saved) => saved.name),
    missing: [],
    folder: hasPieces ? safeFileName(name, '') : undefined,
    ...(combine && { combine }),
  };
  return { kind: 'set', source, set, members: exports };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** Depends on all that decides what is exported. */
function digestOf(exports: readonly SavedExport[], combine: Combine | undefined): string {
  const text = JSON.stringify(combine === undefined ? exports : [exports, combine]);
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_CHARS);
}

function readPieces(fields: ToolInput): Pick<SavedExport, 'pieces' | 'refresh'> {
  const pieces = fields.optionalOneOf('pieces', PIECES);
  const refresh = fields.optionalInteger('refresh', 0, MAX_REFRESHED);
  if (refresh !== undefined && pieces === undefined) {
    throw new ToolInputError('"refresh" needs "pieces": it says how many of the newest are exported again');
  }
  return { pieces, refresh };
}

function readCombine(fields: ToolInput): Combine | undefined {
  const format = fields.optionalOneOf('combine', COMBINED_FORMATS);
  const key = fields.optionalTexts('key', MAX_TITLES);
  if (key !== undefined && format === undefined) {
    throw new ToolInputError('"key" needs "combine": it names the columns that identify a row of the table');
  }
  return format && { format, key: key ?? [] };
}

export function periodInWords(period: SavedPeriod): string {
  return typeof period === 'string' ? period : `${period.from} – ${period.to}`;
}

function readAccounts(wished: unknown, on: readonly Account[]): readonly Account[] {
  if (wished === 'all') {
    return allClients(on);
  }
  if (!Array.isArray(wished) || wished.length === 0 || wished.length > MAX_ACCOUNTS) {
    throw new ToolInputError(`"accounts" takes "all" or a list of 1 to ${MAX_ACCOUNTS} SIDs or brand IDs`);
  }
  const chosen = wished.map((ref: unknown) => {
    const account = typeof ref === 'string' ? on.find((one) => isCalled(one, ref)) : undefined;
    if (account === undefined) {
      throw new ToolInputError(`"accounts": ${JSON.stringify(ref).slice(0, MAX_NAME_CHARS)} isn't signed in`);
    }
    return account;
  });
  return on.filter((account) => chosen.includes(account)); // one order, whatever the model's is
}

function readPeriods(value: unknown): readonly SavedPeriod[] {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    value.length > MAX_PERIODS ||
    !value.every(isSavedPeriod) ||
    hasRepeats(value)
  ) {
    throw new ToolInputError(
      `"periods" takes one or two of ${PERIODS.join(', ')}, or {"from": "2026-10-01", "to": "2026-10-31"}`,
    );
  }
  return value;
}

function hasRepeats(periods: readonly SavedPeriod[]): boolean {
  return new Set(periods.map(periodInWords)).size < periods.length;
}
