import { createHash } from 'node:crypto';
import { type Account, accountRef, isCalled } from '../../core/account';
import { ToolInput, ToolInputError } from '../../core/agent/toolInput';
import { fieldsOf } from '../../core/isRecord';
import { EXPORT_FORMATS } from '../../core/reports/exportRequest';
import { isSavedPeriod, PERIODS, type SavedPeriod } from '../../core/reports/period';
import { allClients } from '../../core/runs/planMembers';
import { EXISTING_JOB_RULES, type ExistingJobRule, type SavedExport } from '../../core/savedExports/savedExport';
import type { FoundExport, SavedSource } from '../savedExports/savedExportFiles';

const MAX_NAME_CHARS = 100;
const MAX_ACCOUNTS = 50;
const MAX_PERIODS = 2;
/** Enough to tell the exports of one report apart. */
const DIGEST_CHARS = 8;

/** An export of one report for several accounts and periods, which isn't saved. */
export interface FreshExport {
  readonly reportId: string;
  readonly accounts: readonly Account[];
  readonly periods: readonly SavedPeriod[];
  /** One for each period, in their order. */
  readonly exports: readonly SavedExport[];
  readonly existingJob: ExistingJobRule;
  /** Whether the results of the two periods are compared. */
  readonly isCompared: boolean;
}

/** Reads the input of a tool. Undefined if it names saved exports instead. Throws ToolInputError. */
export function readFreshExport(input: unknown, on: readonly Account[]): FreshExport | undefined {
  const fields = new ToolInput(input);
  const reportId = fields.optionalText('reportId');
  if (reportId === undefined) {
    return undefined;
  }
  const { accounts: wished, periods: wishedPeriods } = fieldsOf(input);
  const format = fields.optionalOneOf('format', EXPORT_FORMATS) ?? 'CSV';
  const filters = Object.fromEntries(Object.entries(fields.filters('filters')).sort(byName));
  const accounts = readAccounts(wished ?? 'all', on);
  const periods = readPeriods(wishedPeriods);
  const existingJob = fields.optionalOneOf('existingJob', EXISTING_JOB_RULES) ?? 'use';
  const isCompared = fields.optionalBoolean('compare') ?? false;
  if (isCompared && periods.length !== MAX_PERIODS) {
    throw new ToolInputError('"compare" needs two "periods": the earlier first');
  }
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
  }));
  return { reportId, accounts, periods, exports, existingJob, isCompared };
}

/**
 * The export as a set, so that its results go into one folder. Its name differs from those of all other exports of the
 * report, because a set that is running is joined instead of run. `source` identifies it among sets of that name.
 */
export function asSet({ reportId, periods, exports }: FreshExport, source: SavedSource): FoundExport {
  const name = [reportId, ...periods.map(periodInWords), digestOf(exports)].join(' ');
  const set = { name, exports: exports.map((saved) => saved.name), missing: [], folder: undefined };
  return { kind: 'set', source, set, members: exports };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** Depends on all that decides what is exported. */
function digestOf(exports: readonly SavedExport[]): string {
  return createHash('sha256').update(JSON.stringify(exports)).digest('hex').slice(0, DIGEST_CHARS);
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
