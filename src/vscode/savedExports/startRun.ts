import path from 'node:path';
import * as vscode from 'vscode';
import type { Account } from '../../core/accounts/account';
import { dayAt } from '../../core/reports/calendar';
import type { Job } from '../../core/jobs/job';
import { safeFileName } from '../../core/download/fileName';
import { type ResolvedExport, resolveExport } from '../../core/savedExports/resolveExport';
import { type ExportStart, runExports } from '../../core/savedExports/runExports';
import type { SavedExport } from '../../core/savedExports/savedExport';
import type { Accounts } from '../accounts';
import type { Destination, Destinations } from '../downloads/destination';
import { sentenceFor, UserError } from '../errorMessages';
import { replayEntry } from '../exports/replayEntry';
import { type ExportParts, exportsOf, scheduleExport } from '../exports/scheduleExport';
import { withNotice } from '../messages';
import { statusInWords } from '../words/jobWords';
import type { EndedItem, PendingItem, PendingRun } from './pendingRun';
import type { FoundExport } from './savedExportFiles';

export interface StartRunParts extends ExportParts {
  readonly accounts: Accounts;
  readonly destinations: Destinations;
}

export interface StartedRun {
  readonly run: Omit<PendingRun, 'id'>;
  readonly jobs: readonly Job[];
  /** Why some exports were not started, in sentences. */
  readonly failures: readonly string[];
}

interface Item extends ResolvedExport {
  readonly saved: SavedExport;
  readonly accountId: string;
  readonly existingJob: SavedExport['existingJob'];
}

/** Schedules an export or all of a set. Undefined where the user says no folder; throws a sentence where nothing could be started. */
export async function startRun(parts: StartRunParts, found: FoundExport): Promise<StartedRun | undefined> {
  const { clock } = parts;
  const nowMs = clock.now();
  const members = found.kind === 'set' ? found.members : [found.saved];
  const items = members.map((saved): Item => {
    const account = accountFor(parts.accounts.on, saved);
    return { saved, accountId: account.id, existingJob: saved.existingJob, ...resolveExport(saved, nowMs, parts.watchers.client(account.id)?.utcOffset ?? machineZone()) };
  });
  const destination = await parts.destinations.choose(undefined);
  if (destination === undefined) {
    return undefined;
  }
  const starts = await schedule(parts, nameOf(found), items);
  const started = starts.flatMap((start, index) => {
    const item = items[index];
    return start.kind === 'started' && item !== undefined ? [{ start, item }] : [];
  });
  const failures = starts.flatMap((start, index) => failureOf(start, items[index]?.saved.name ?? '', nowMs));
  if (started.length === 0 && failures.length > 0) {
    throw new UserError(failures.map(({ sentence }) => sentence).join(' '));
  }
  const pending = started.map(({ start, item }) => pendingItem(start, item));
  const run = { name: nameOf(found), isSet: found.kind === 'set', startedAtMs: nowMs, ...runFolder(destination, found, nowMs), items: pending, ended: failures };
  return { run, jobs: started.map(({ start }) => start.job), failures: failures.map(({ sentence }) => sentence) };
}

export function nameOf(found: FoundExport): string {
  return found.kind === 'set' ? found.set.name : found.saved.name;
}

/** One notification while exports are asked for; Cancel leaves out those that have not been asked for yet. */
async function schedule(parts: StartRunParts, name: string, items: readonly Item[]): Promise<readonly ExportStart[]> {
  return withNotice(name, async (notice, token) => {
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    try {
      return await runExports(items, {
        schedule: async ({ accountId, parameters }) => {
          const { entry, isExisting } = await scheduleExport(parts, accountId, parameters, abort.signal);
          return { job: entry.job, isExisting };
        },
        replay: async ({ accountId }, job) => {
          const entry = parts.store.account(accountId)?.entries.get(job.id);
          if (entry === undefined) {
            throw new UserError(vscode.l10n.t('The account that this export belongs to is signed out.'));
          }
          return replayEntry(parts, entry);
        },
        left: (accountId) => {
          const { used, limit } = exportsOf(parts, accountId);
          return limit - used;
        },
        now: () => parts.clock.now(),
        signal: abort.signal,
        onStep: ({ saved }, index) => notice.report({ message: items.length === 1 ? vscode.l10n.t('scheduling') : vscode.l10n.t('scheduling {0}, {1} of {2}', saved.name, index + 1, items.length), increment: index === 0 ? 0 : 100 / items.length }),
      });
    } finally {
      cancellation.dispose();
    }
  });
}

/** The account that the export names, or the only one. */
function accountFor(accounts: readonly Account[], { name, account: sid }: SavedExport): Account {
  const candidates = sid === undefined ? accounts : accounts.filter((account) => account.sid === sid);
  const [account, ...others] = candidates;
  if (account === undefined) {
    throw new UserError(sid === undefined ? vscode.l10n.t('Sign in to impact.com first.') : vscode.l10n.t('{0} is for the account {1}, which is not signed in here.', name, sid));
  }
  if (others.length > 0 && sid === undefined) {
    throw new UserError(vscode.l10n.t('Several accounts are signed in, and {0} names none: add "account" to it, such as "{1}".', name, account.sid));
  }
  return account;
}

function failureOf(start: ExportStart, name: string, nowMs: number): (EndedItem & { readonly kind: 'failed' })[] {
  const failed = (sentence: string): (EndedItem & { readonly kind: 'failed' })[] => [{ kind: 'failed', export: name, sentence }];
  switch (start.kind) {
    case 'started':
    case 'cancelled':
      return [];
    case 'failed':
      return failed(vscode.l10n.t('{0}: {1}', name, sentenceFor(start.error, nowMs)));
    case 'dead':
      return failed(vscode.l10n.t('{0}: impact.com gives the job that the same parameters made before, which ended as {1} and cannot be replayed.', name, statusInWords(start.job).toLowerCase()));
    case 'overLimit':
      return failed(vscode.l10n.t('{0}: the day\'s exports are used up. Run it again tomorrow.', name));
  }
}

function pendingItem({ job, isOld, replayOf }: Extract<ExportStart, { kind: 'started' }>, { saved, accountId, parameters, period }: Item): PendingItem {
  return { export: saved.name, parameters, period, accountId, jobId: job.id, isOld, replayOf, fileName: saved.fileName };
}

/** All of a set goes into one folder; an export on its own where it says, or where results go. */
function runFolder({ folder, remoteFolder }: Destination, found: FoundExport, nowMs: number): Pick<PendingRun, 'folder' | 'remoteFolder'> {
  const wished = found.kind === 'set' ? (found.set.folder ?? `${safeFileName(found.set.name, '')} \${date}`) : (found.saved.folder ?? '');
  const parts = wished.replaceAll('${date}', dayAt(nowMs, machineZone())).split('/').filter((part) => part !== '').map((part) => safeFileName(part, ''));
  return { folder: path.join(folder, ...parts), remoteFolder: remoteFolder === undefined ? undefined : vscode.Uri.joinPath(remoteFolder, ...parts).toString() };
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
