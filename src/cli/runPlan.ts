import { type Account, accountRef } from '../core/account';
import { planMembers, planTables, type SkipReason } from '../core/runs/planMembers';
import { MAX_MEMBERS, type RunPlan } from '../core/runs/run';
import { folderZone, type Runnable, runFolder } from '../core/runs/runFolder';
import type { SavedExport, SavedExports } from '../core/savedExports/savedExport';
import { nearestWord } from '../core/savedExports/nearestWord';
import { ENGLISH } from '../core/words/language';
import { savedProblemInWords } from '../core/words/savedProblemInWords';
import { CliError } from './cliError';

/** Finds an export or a set by its name. Throws a sentence if there's none. */
export function findRunnable({ exports, sets, problems }: SavedExports, name: string, file: string): Runnable {
  const saved = exports.find((one) => one.name === name);
  const set = sets.find((one) => one.name === name);
  if (saved !== undefined) {
    return { kind: 'export', saved };
  }
  if (set === undefined) {
    throw new CliError('usage', notFound({ exports, sets, problems }, name, file));
  }
  const members = set.exports.flatMap((member) => exports.filter((one) => one.name === member));
  return { kind: 'set', set, members };
}

function notFound({ exports, sets, problems }: SavedExports, name: string, file: string): string {
  const hiding = problems.find(({ path }) => path.length === 0);
  if (hiding !== undefined) {
    return `${file}: ${savedProblemInWords(hiding, ENGLISH)}`;
  }
  const names = [...sets, ...exports].map((one) => one.name);
  const similar = nearestWord(name, names);
  const mistakes = problems.length > 0 ? ' impact-jobs check lists its mistakes.' : '';
  const hint = similar === undefined ? mistakes : ` Did you mean "${similar}"?`;
  return `No saved export or set is named "${name}" in ${file}.${hint}`;
}

export interface PlanOptions {
  readonly accounts: readonly Account[];
  /** The folder for the results of all runs. */
  readonly results: string;
  readonly nowMs: number;
  /** The time zone of exports that don't name one. Undefined if none needs it. */
  readonly timeZone: string | undefined;
}

/** What to run, and into which folder below `results`. */
export function planRun(found: Runnable, { accounts, results, nowMs, timeZone }: PlanOptions): RunPlan {
  const members = planMembers(found, {
    accounts,
    nowMs,
    zoneOf: (account) => account.timeZone ?? timeZone,
    sentence: (name, reason) => skippedInWords(name, reason, accounts),
  });
  return {
    name: found.kind === 'set' ? found.set.name : found.saved.name,
    isSet: found.kind === 'set',
    source: undefined,
    folder: runFolder(results, found, nowMs, folderZone(members)),
    remoteFolder: undefined,
    members,
    tables: planTables(found),
  };
}

export function exportsOf(found: Runnable): readonly SavedExport[] {
  return found.kind === 'set' ? found.members : [found.saved];
}

function skippedInWords(name: string, reason: SkipReason, accounts: readonly Account[]): string {
  switch (reason.kind) {
    case 'missing':
      return `${name}: the set's file doesn't contain this export, or the export has an error.`;
    case 'wrongFilters':
      return `${name}: the filter ${reason.filters.join(', ')} has an error. Correct it in the file.`;
    case 'unknownAccount':
      return accounts.length > 1
        ? `${name} uses the account ${reason.ref}, which these credentials don't reach. impact-jobs brands lists the brands.`
        : `${name} uses the account ${reason.ref}, and the credentials are of ${accounts.map(accountRef).join()}. Set the other ones, or name a brand with --account.`;
    case 'severalAccounts':
      return `${name} doesn't say which account. Add "account" or "accounts" to it, or use --account.`;
    case 'tooMany':
      return `${name} would make ${reason.count} exports, and a run can have ${MAX_MEMBERS}. Use longer pieces, or fewer accounts.`;
  }
}
