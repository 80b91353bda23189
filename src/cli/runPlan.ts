import { type Account, accountRef, isCalled } from '../core/account';
import type { PlannedMember, RunPlan } from '../core/runs/run';
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
  readonly account: Account;
  /** The folder for the results of all runs. */
  readonly results: string;
  readonly nowMs: number;
  /** The time zone of exports that don't name one. Undefined if none needs it. */
  readonly timeZone: string | undefined;
}

/** What to run, and into which folder below `results`. */
export function planRun(found: Runnable, { account, results, nowMs, timeZone }: PlanOptions): RunPlan {
  const missing = found.kind === 'set' ? found.set.missing : [];
  const members = exportsOf(found).map((saved) => plannedMember(saved, account, timeZone));
  return {
    name: found.kind === 'set' ? found.set.name : found.saved.name,
    isSet: found.kind === 'set',
    source: undefined,
    folder: runFolder(results, found, nowMs, folderZone(members)),
    remoteFolder: undefined,
    members: [...members, ...missing.map(missingMember)],
  };
}

export function exportsOf(found: Runnable): readonly SavedExport[] {
  return found.kind === 'set' ? found.members : [found.saved];
}

function plannedMember(saved: SavedExport, account: Account, timeZone: string | undefined): PlannedMember {
  const skipped = whySkipped(saved, account);
  return {
    export: saved.name,
    accountId: account.id,
    saved,
    replays: undefined,
    fileName: saved.fileName,
    timeZone,
    ...(skipped !== undefined && { skipped }),
  };
}

function missingMember(name: string): PlannedMember {
  const skipped = `${name}: the set's file doesn't contain this export, or the export has an error.`;
  return { export: name, accountId: '', saved: undefined, replays: undefined, fileName: undefined, skipped };
}

function whySkipped({ name, wrongFilters = [], account: ref }: SavedExport, account: Account): string | undefined {
  if (wrongFilters.length > 0) {
    return `${name}: the filter ${wrongFilters.join(', ')} has an error. Correct it in the file.`;
  }
  return isCalled(account, ref)
    ? undefined
    : `${name} uses the account ${ref ?? ''}, and the credentials are of ${accountRef(account)}. Set the other ones, or name a brand with --account.`;
}
