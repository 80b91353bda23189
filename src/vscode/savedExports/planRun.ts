import path from 'node:path';
import * as vscode from 'vscode';
import { type Account, accountRef, isCalled } from '../../core/account';
import { type PlannedMember, type RunPlan, savedKey } from '../../core/runs/run';
import { folderZone, runFolderParts } from '../../core/runs/runFolder';
import type { SavedExport } from '../../core/savedExports/savedExport';
import type { Accounts } from '../accounts/accounts';
import type { Destination, Destinations } from '../downloads/destination';
import type { FolderGuard } from '../downloads/folderGuard';
import { zoneOf, type ZoneParts } from '../exports/accountZone';
import { accountsOn } from '../exports/exportArgument';
import type { ExportParts } from '../exports/scheduleExport';
import { UserError } from '../words/userError';
import type { FoundExport } from './savedExportFiles';

export interface PlanRunParts extends ZoneParts, Pick<ExportParts, 'clock'> {
  readonly accounts: Accounts;
  readonly destinations: Destinations;
  readonly guard: FolderGuard;
}

/**
 * Plans the run of an export or a set, and asks where its results go if that isn't known. Undefined if the user selects
 * no folder. Throws a `UserError` if nothing could be started.
 */
export async function planRun(parts: PlanRunParts, found: FoundExport): Promise<RunPlan | undefined> {
  const members = membersOf(parts, found);
  const reasons = members.flatMap(({ skipped }) => skipped ?? []);
  if (reasons.length === members.length) {
    throw new UserError([...new Set(reasons)].join(' '));
  }
  const destination = await parts.destinations.choose(undefined);
  const place = destination && runFolder(destination, runFolderParts(found, parts.clock.now(), folderZone(members)));
  if (place === undefined || !(await parts.guard.allow(place.folder))) {
    return undefined;
  }
  return { name: nameOf(found), source: sourceOf(found), isSet: found.kind === 'set', ...place, members };
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

/** The exports of the run. One that can't be scheduled is skipped, with the reason, and doesn't stop the others. */
function membersOf(parts: PlanRunParts, found: FoundExport): readonly PlannedMember[] {
  const accounts = accountsOn(parts.accounts);
  const missing = found.kind === 'set' ? found.set.missing : [];
  const skipped = missing.map((name): PlannedMember => ({
    ...NOTHING,
    export: name,
    skipped: vscode.l10n.t("{0}: the set's file doesn't contain this export, or the export has an error.", name),
  }));
  const members = (found.kind === 'set' ? found.members : [found.saved]).map((saved): PlannedMember => {
    const account = wrongFiltersInWords(saved) ?? accountFor(accounts, saved);
    return typeof account === 'string'
      ? { ...NOTHING, export: saved.name, skipped: account }
      : {
          export: saved.name,
          accountId: account.id,
          saved,
          replays: undefined,
          fileName: saved.fileName,
          timeZone: zoneOf(parts, account),
        };
  });
  return [...skipped, ...members];
}

const NOTHING = { accountId: '', saved: undefined, replays: undefined, fileName: undefined } as const;

/** The error for an export with invalid filters. Without them, it would download different data. */
function wrongFiltersInWords({ name, wrongFilters = [] }: SavedExport): string | undefined {
  return wrongFilters.length === 0
    ? undefined
    : vscode.l10n.t('{0}: the filter {1} has an error. Correct it in the file.', name, wrongFilters.join(', '));
}

/** The account that the export names, or the only one. A sentence if there's none, or if it could be several. */
function accountFor(accounts: readonly Account[], { name, account: sid }: SavedExport): Account | string {
  const candidates = accounts.filter((account) => isCalled(account, sid));
  const [account, ...others] = candidates;
  if (account === undefined) {
    return vscode.l10n.t("{0} uses the account {1}, which isn't signed in here.", name, sid ?? '');
  }
  if (others.length > 0 && sid === undefined) {
    return vscode.l10n.t(
      'Several accounts are signed in, and {0} doesn\'t specify one. Add "account" to it, such as "{1}".',
      name,
      accountRef(account),
    );
  }
  return account;
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
