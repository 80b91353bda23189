import path from 'node:path';
import * as vscode from 'vscode';
import { type Account, accountRef, isCalled } from '../../core/account';
import { dayAt } from '../../core/reports/calendar';
import type { Job } from '../../core/jobs/job';
import { canReplay, canStillChange } from '../../core/jobs/jobState';
import { safeFileName } from '../../core/download/fileName';
import { type ResolvedExport, resolveExport } from '../../core/savedExports/resolveExport';
import { type ExportStart, runExports } from '../../core/runs/runExports';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { machineZone } from '../../core/machineZone';
import type { Accounts } from '../accounts/accounts';
import type { Destination, Destinations } from '../downloads/destination';
import type { FolderGuard } from '../downloads/folderGuard';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { accountsOn } from '../exports/exportArgument';
import { replayEntry } from '../exports/replayEntry';
import type { ReportCatalogue } from '../exports/reportCatalogue';
import { type ExportParts, exportsOf, scheduleExport } from '../exports/scheduleExport';
import { withNotice } from '../messages';
import { statusInWords } from '../jobs/jobWords';
import type { EndedItem, PendingItem, PendingRun } from './pendingRun';
import type { FoundExport } from './savedExportFiles';

export interface StartRunParts extends ExportParts {
  readonly accounts: Accounts;
  readonly destinations: Destinations;
  readonly guard: FolderGuard;
  readonly catalogue: ReportCatalogue;
}

export interface StartedRun {
  readonly run: Omit<PendingRun, 'id'>;
  readonly jobs: readonly Job[];
  /** Why some exports weren't started, as sentences. */
  readonly failures: readonly string[];
}

interface Item {
  readonly saved: SavedExport;
  readonly accountId: string;
  readonly existingJob: SavedExport['existingJob'];
}

type Failure = EndedItem & { readonly kind: 'failed' };

/**
 * Schedules an export or all exports of a set. Undefined if the user selects no folder. Throws a `UserError` if nothing
 * could be started.
 */
export async function startRun(parts: StartRunParts, found: FoundExport): Promise<StartedRun | undefined> {
  const { clock } = parts;
  const nowMs = clock.now();
  const { items, failures: unfit } = membersOf(accountsOn(parts.accounts), found);
  const destination = items.length === 0 ? refuse(unfit) : await parts.destinations.choose(undefined);
  const place = destination && runFolder(destination, found, nowMs);
  if (place === undefined || !(await parts.guard.allow(place.folder))) {
    return undefined;
  }
  const resolved = new Map<Item, ResolvedExport>();
  const starts = await schedule(parts, nameOf(found), items, resolved);
  const started = starts.flatMap((start, index) => {
    const item = items[index];
    const what = item && resolved.get(item);
    return start.kind === 'started' && item !== undefined && what !== undefined ? [{ start, item, what }] : [];
  });
  const failures = [
    ...unfit,
    ...starts.flatMap((start, index) => failureOf(start, items[index]?.saved.name ?? '', nowMs)),
  ];
  if (started.length === 0 && failures.length > 0) {
    refuse(failures);
  }
  const pending = started.map(({ start, item, what }) => pendingItem(start, item, what));
  const run = {
    name: nameOf(found),
    isSet: found.kind === 'set',
    startedAtMs: nowMs,
    ...place,
    items: pending,
    ended: failures,
  };
  return { run, jobs: started.map(({ start }) => start.job), failures: failures.map(({ sentence }) => sentence) };
}

export function nameOf(found: FoundExport): string {
  return found.kind === 'set' ? found.set.name : found.saved.name;
}

/**
 * The exports that can be scheduled, and those that can't, with the reasons. One that can't doesn't stop the others.
 */
function membersOf(
  accounts: readonly Account[],
  found: FoundExport,
): { readonly items: readonly Item[]; readonly failures: readonly Failure[] } {
  const missing = found.kind === 'set' ? found.set.missing : [];
  const failures = missing.map((name): Failure => ({
    kind: 'failed',
    export: name,
    sentence: vscode.l10n.t("{0}: the set's file doesn't contain this export, or the export has an error.", name),
  }));
  const items: Item[] = [];
  for (const saved of found.kind === 'set' ? found.members : [found.saved]) {
    const account = wrongFiltersInWords(saved) ?? accountFor(accounts, saved);
    if (typeof account === 'string') {
      failures.push({ kind: 'failed', export: saved.name, sentence: account });
    } else {
      items.push({ saved, accountId: account.id, existingJob: saved.existingJob });
    }
  }
  return { items, failures };
}

/** The error for an export with invalid filters. Without them, it would download different data. */
function wrongFiltersInWords({ name, wrongFilters = [] }: SavedExport): string | undefined {
  return wrongFilters.length === 0
    ? undefined
    : vscode.l10n.t('{0}: the filter {1} has an error. Correct it in the file.', name, wrongFilters.join(', '));
}

/** Throws the reasons when no export was started. */
function refuse(failures: readonly Failure[]): never {
  throw new UserError([...new Set(failures.map(({ sentence }) => sentence))].join(' '));
}

/** The export's parameters. If its days are relative, asks for the report's filters to find where they belong. */
async function resolve(
  { watchers, catalogue, clock }: StartRunParts,
  { saved, accountId }: Item,
  signal: AbortSignal,
): Promise<ResolvedExport> {
  const client = watchers.client(accountId);
  const periodFilters =
    client === undefined || saved.period === undefined
      ? undefined
      : await catalogue.periodFilters(client, saved.reportId, signal);
  return resolveExport(saved, { nowMs: clock.now(), timeZone: client?.timeZone ?? machineZone(), periodFilters });
}

/**
 * Schedules the exports and shows one notification meanwhile. Cancel skips the exports that haven't been requested yet.
 */
async function schedule(
  parts: StartRunParts,
  name: string,
  items: readonly Item[],
  resolved: Map<Item, ResolvedExport>,
): Promise<readonly ExportStart[]> {
  return withNotice(name, async (notice, token) => {
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    try {
      return await runExports(items, {
        schedule: async (item) => {
          const what = await resolve(parts, item, abort.signal);
          resolved.set(item, what);
          const known = knownToReplay(parts, item, what);
          if (known !== undefined) {
            return { job: known, isExisting: true };
          }
          const { entry, isExisting } = await scheduleExport(parts, item.accountId, what.parameters, abort.signal);
          return { job: entry.job, isExisting };
        },
        replay: async ({ accountId }, jobId) => {
          const entry = parts.store.entry(accountId, jobId);
          if (entry === undefined) {
            throw new UserError(vscode.l10n.t("You're signed out of the account for this export."));
          }
          return replayEntry(parts, entry);
        },
        exportsLeft: (accountId) => {
          const { used, limit } = exportsOf(parts, accountId);
          return limit - used;
        },
        now: ({ accountId }) => parts.clock.now() + (parts.watchers.client(accountId)?.clockAheadMs ?? 0),
        signal: abort.signal,
        onStep: ({ saved }, index) =>
          notice.report({
            message:
              items.length === 1
                ? vscode.l10n.t('scheduling')
                : vscode.l10n.t('scheduling {0}, {1} of {2}', saved.name, index + 1, items.length),
            increment: index === 0 ? 0 : 100 / items.length,
          }),
      });
    } finally {
      cancellation.dispose();
    }
  });
}

/**
 * The ended job of the same export, if it's listed and can be replayed: to learn of it again costs one of the day's
 * exports.
 */
function knownToReplay(
  { memory, store, clock }: StartRunParts,
  { accountId, existingJob }: Item,
  { parameters }: ResolvedExport,
): Job | undefined {
  const account = store.account(accountId);
  if (existingJob !== 'replay' || account?.sync.kind !== 'current') {
    return undefined;
  }
  const key = memory.jobOfExport(accountId, parameters);
  const job = [...account.entries.values()].find((entry) => entry.key === key)?.job;
  return job !== undefined && !canStillChange(job, clock.now()) && canReplay(job) ? job : undefined;
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

function failureOf(start: ExportStart, name: string, nowMs: number): Failure[] {
  const failed = (sentence: string): Failure[] => [{ kind: 'failed', export: name, sentence }];
  switch (start.kind) {
    case 'started':
    case 'cancelled':
      return [];
    case 'failed':
      return failed(vscode.l10n.t('{0}: {1}', name, sentenceFor(start.error, nowMs)));
    case 'notReplayable':
      return failed(
        vscode.l10n.t(
          "{0}: impact.com returned an existing job with the same parameters, which ended with the status {1} and can't be replayed.",
          name,
          statusInWords(start.job).toLowerCase(),
        ),
      );
    case 'overLimit':
      return failed(vscode.l10n.t("{0}: today's exports are used up. Run it again tomorrow.", name));
  }
}

function pendingItem(
  { job, isExisting, replayOf }: Extract<ExportStart, { kind: 'started' }>,
  { saved, accountId }: Item,
  { parameters, period }: ResolvedExport,
): PendingItem {
  return {
    export: saved.name,
    parameters,
    period,
    accountId,
    jobId: job.id,
    isOld: isExisting,
    replayOf,
    fileName: saved.fileName,
  };
}

/** A set's results go to one folder. A single export's result goes to the export's own folder, or the usual one. */
function runFolder(
  { folder, remoteFolder }: Destination,
  found: FoundExport,
  nowMs: number,
): Pick<PendingRun, 'folder' | 'remoteFolder'> {
  const wished =
    found.kind === 'set'
      ? (found.set.folder ?? `${safeFileName(found.set.name, '')} \${date}`)
      : (found.saved.folder ?? '');
  const parts = wished
    .replaceAll('${date}', dayAt(nowMs, machineZone()))
    .split('/')
    .filter((part) => part !== '')
    .map((part) => safeFileName(part, ''));
  return {
    folder: path.join(folder, ...parts),
    remoteFolder: remoteFolder === undefined ? undefined : vscode.Uri.joinPath(remoteFolder, ...parts).toString(),
  };
}
