import path from 'node:path';
import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import { planMembers, planTables, type SkipReason } from '../../core/runs/planMembers';
import { MAX_MEMBERS, type PlannedMember, type RunPlan, savedKey } from '../../core/runs/run';
import { folderZone, runFolderParts } from '../../core/runs/runFolder';
import type { Accounts } from '../accounts/accounts';
import type { Log } from '../diagnostics/log';
import type { Destination, Destinations } from '../downloads/destination';
import type { FolderGuard } from '../downloads/folderGuard';
import { learnZones, zoneOf, type ZoneParts } from '../exports/accountZone';
import { accountsOn } from '../exports/exportArgument';
import type { ExportParts } from '../exports/scheduleExport';
import { numberInWords } from '../words/timeWords';
import { UserError } from '../words/userError';
import type { FoundExport } from './savedExportFiles';

export interface PlanRunParts extends ZoneParts, Pick<ExportParts, 'clock' | 'store'> {
  readonly log: Log;
  readonly accounts: Accounts;
  readonly destinations: Destinations;
  readonly guard: FolderGuard;
}

/**
 * Plans the run of an export or a set, and asks where its results go if that isn't known. Undefined if the user selects
 * no folder. Throws a `UserError` if nothing could be started.
 */
export async function planRun(parts: PlanRunParts, found: FoundExport): Promise<RunPlan | undefined> {
  const accounts = accountsOn(parts.accounts);
  const plan = (): readonly PlannedMember[] =>
    planMembers(found, {
      accounts,
      nowMs: parts.clock.now(),
      zoneOf: (account) => zoneOf(parts, account),
      sentence: skippedInWords,
    });
  const withDays = plan().filter(({ saved }) => saved?.period !== undefined && saved.timeZone === undefined);
  await learnZones(
    parts,
    accounts.filter(({ id }) => withDays.some(({ accountId }) => accountId === id)),
  );
  const members = plan();
  const reasons = members.flatMap(({ skipped }) => skipped ?? []);
  if (reasons.length === members.length) {
    throw new UserError([...new Set(reasons)].join(' '));
  }
  const destination = await parts.destinations.choose(undefined);
  const zone = folderZone(members);
  const place =
    destination && runFolder(destination, runFolderParts(found, parts.clock.now(), zone, found.source.label));
  if (place === undefined || !(await parts.guard.allow(place.folder))) {
    return undefined;
  }
  const tables = planTables(found);
  return { name: nameOf(found), source: sourceOf(found), isSet: found.kind === 'set', ...place, members, tables };
}

export function nameOf(found: FoundExport): string {
  return found.kind === 'set' ? found.set.name : found.saved.name;
}

/** Identifies an export or a set, also among those of the same name in other files. See `savedKey`. */
export function keyOf(found: FoundExport): string {
  return savedKey({ name: nameOf(found), source: sourceOf(found) });
}

function sourceOf({ source }: FoundExport): string {
  return source.uri.toString();
}

/** Why an export isn't requested, and what to do. */
export function skippedInWords(name: string, reason: SkipReason): string {
  switch (reason.kind) {
    case 'missing':
      return vscode.l10n.t("{0}: the set's file doesn't contain this export, or the export has an error.", name);
    case 'wrongFilters':
      return vscode.l10n.t(
        '{0}: the filter {1} has an error. Correct it in the file.',
        name,
        reason.filters.join(', '),
      );
    case 'unknownAccount':
      return vscode.l10n.t("{0} uses the account {1}, which isn't signed in here.", name, reason.ref);
    case 'severalAccounts':
      return vscode.l10n.t(
        'Several accounts are signed in, and {0} doesn\'t specify one. Add "account" to it, such as "{1}".',
        name,
        accountRef(reason.account),
      );
    case 'tooMany':
      return vscode.l10n.t(
        '{0} would make {1} exports, and a run can have {2}. Use longer pieces, or fewer accounts.',
        name,
        numberInWords(reason.count),
        numberInWords(MAX_MEMBERS),
      );
  }
}

function runFolder(
  { folder, remoteFolder }: Destination,
  parts: readonly string[],
): Pick<RunPlan, 'folder' | 'remoteFolder'> {
  return {
    folder: path.join(folder, ...parts),
    remoteFolder: remoteFolder === undefined ? undefined : vscode.Uri.joinPath(remoteFolder, ...parts).toString(),
  };
}
