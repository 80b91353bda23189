import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import { isPause } from '../../core/download/transferQueue';
import { isApiError } from '../../core/apiError';
import type { Job } from '../../core/jobs/job';
import { canReplay, canStillChange } from '../../core/jobs/jobState';
import { entryIn } from '../../core/jobs/snapshot';
import { isFixedOffset } from '../../core/reports/calendar';
import { memberTemplate } from '../../core/runs/memberNames';
import { allowanceOf, existingJobOf, type Run, type RunMember } from '../../core/runs/run';
import type { DownloadOrder, DownloadOutcome, RunPorts, ScheduledExport } from '../../core/runs/runPorts';
import { type ResolvedExport, resolveExport } from '../../core/savedExports/resolveExport';
import { combineErrorInWords, combineNotesInWords } from '../../core/words/combineWords';
import type { TableChoice } from '../../core/tables/tableChoice';
import { memberReasonInWords } from '../../core/words/memberReasonInWords';
import type { Accounts } from '../accounts/accounts';
import type { Log } from '../diagnostics/log';
import type { Downloads } from '../downloads/downloads';
import type { FolderGuard } from '../downloads/folderGuard';
import type { UnfinishedDownloads } from '../downloads/unfinishedDownloads';
import { zoneOf } from '../exports/accountZone';
import { jobOfExport } from '../exports/exportMemory';
import { replayEntry } from '../exports/replayEntry';
import type { ReportCatalog } from '../exports/reportCatalog';
import { type ExportParts, exportsAgainFor, exportsOf, scheduleExport } from '../exports/scheduleExport';
import { lookUpJob } from '../jobs/findJob';
import { TableChoices } from '../tables/tableChoices';
import { editorLanguage } from '../words/editorLanguage';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';

export interface RunPortsOptions extends ExportParts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'extensionUri'>;
  readonly accounts: Accounts;
  readonly catalog: ReportCatalog;
  readonly downloads: Downloads;
  readonly unfinished: UnfinishedDownloads;
  readonly guard: FolderGuard;
  readonly log: Log;
}

/** Lets the engine of runs work in VS Code: jobs come from the store that the watches fill. */
export function runPorts(options: RunPortsOptions): RunPorts {
  const { store, watchers, clock, guard, log, unfinished } = options;
  return {
    schedule: (run, member, signal) => schedule(options, run, member, signal),
    async replay({ accountId }, jobId) {
      const entry = await lookUpJob(options, accountId, jobId);
      if (entry === undefined) {
        throw signedOut();
      }
      return replayEntry(options, entry);
    },
    exportsLeft(member) {
      const { used, limit } = exportsOf(options, member.accountId, allowanceOf(member));
      return limit - used;
    },
    exportsAgainAt: (member) => exportsAgainFor(options, member.accountId, allowanceOf(member)),
    nowAt: (accountId) => clock.now() + (watchers.client(accountId)?.clockAheadMs ?? 0),
    currentJob: (accountId, jobId) => currentJob(options, accountId, jobId),
    syncOf: (accountId) => store.account(accountId)?.sync,
    onDidChange: (listener) => store.onDidChange(listener),
    download: (order) => download(options, order),
    async discard({ folder }, { accountId, job }) {
      const found = await unfinished.scan(folder);
      await unfinished.discard(found.filter((one) => one.accountId === accountId && one.jobId === job?.id));
    },
    async countRows(member, { id }, filePath) {
      const { countRows } = await import('../../core/tables/readTable');
      return countRows(filePath, { choice: choiceOf(options, member.accountId, id) });
    },
    choiceOf: ({ accountId, job }) => choiceOf(options, accountId, job?.id),
    combineThread: vscode.Uri.joinPath(options.context.extensionUri, 'dist', 'combineThread.js').fsPath,
    combineProblem: (error) => combineErrorInWords(error, editorLanguage()) ?? sentenceFor(error, clock.now()),
    combineNotes: (table, counts) => combineNotesInWords(table, counts, editorLanguage()),
    checkFolder: (folder) => guard.check(folder),
    accountOf(accountId) {
      const account = store.account(accountId)?.account;
      return account && { sid: accountRef(account), kind: account.kind, currency: account.currency };
    },
    sentence: (member, reason) => memberReasonInWords(member, reason, clock.now(), editorLanguage()),
    errorSentence: (error) => sentenceFor(error, clock.now()),
    onProblem: (message, error) => (error === undefined ? log.warn(message) : log.error(message, error)),
  };
}

/** How the user chose to read the results of the job's report. */
function choiceOf(
  { store, context }: RunPortsOptions,
  accountId: string,
  jobId: string | undefined,
): TableChoice | undefined {
  const entry = jobId === undefined ? undefined : store.entry(accountId, jobId);
  return entry && new TableChoices(context.globalState).of(entry);
}

/** The job from the list, or from impact.com if it's too old for a current list. */
async function currentJob(
  { store, watchers }: RunPortsOptions,
  accountId: string,
  jobId: string,
): Promise<Job | undefined> {
  const account = store.account(accountId);
  if (account === undefined) {
    throw signedOut();
  }
  if (watchers.client(accountId) === undefined) {
    return undefined;
  }
  const entry =
    account.sync.kind === 'current' ? await lookUpJob({ store, watchers }, accountId, jobId) : entryIn(account, jobId);
  return entry?.job;
}

async function schedule(
  options: RunPortsOptions,
  run: Run,
  member: RunMember,
  signal: AbortSignal,
): Promise<ScheduledExport> {
  const { watchers, catalog } = options;
  const { accountId, saved, timeZone, piece } = member;
  const client = watchers.client(accountId);
  if (saved === undefined || client === undefined) {
    throw signedOut();
  }
  const resolved = resolveExport(saved, {
    nowMs: run.startedAtMs,
    timeZone: timeZone ?? zoneOf(options, client.account),
    periodFilters: saved.period === undefined ? undefined : await catalog.periodFilters(client, saved.reportId, signal),
    piece,
  });
  if (resolved.period !== undefined && saved.timeZone === undefined && isFixedOffset(resolved.period.timeZone)) {
    options.log.warn(
      `The days of ${saved.name} begin at UTC${resolved.period.timeZone}, because the account's time zone isn't known`,
    );
  }
  const known = existingJobOf(member) === 'replay' ? knownToReplay(options, accountId, resolved) : undefined;
  if (known !== undefined) {
    return { job: known, isExisting: true, ...resolved };
  }
  const { entry, isExisting } = await scheduleExport(options, accountId, resolved.parameters, signal);
  return { job: entry.job, isExisting, ...resolved };
}

/**
 * The ended job of the same export, if it's listed and can be replayed: to learn of it again costs one of the day's
 * exports.
 */
function knownToReplay(
  { memory, store, clock }: RunPortsOptions,
  accountId: string,
  { parameters }: ResolvedExport,
): Job | undefined {
  const account = store.account(accountId);
  if (account?.sync.kind !== 'current') {
    return undefined;
  }
  const key = jobOfExport(memory, accountId, parameters);
  const job = [...account.entries.values()].find((entry) => entry.key === key)?.job;
  return job !== undefined && !canStillChange(job, clock.now()) && canReplay(job) ? job : undefined;
}

async function download(
  { store, downloads }: RunPortsOptions,
  { run, member, job, names, signal }: DownloadOrder,
): Promise<DownloadOutcome> {
  const entry = store.entry(member.accountId, job.id);
  if (entry === undefined) {
    throw signedOut();
  }
  const remoteFolder = run.remoteFolder === undefined ? undefined : vscode.Uri.parse(run.remoteFolder);
  try {
    const { uri, sizeBytes, sha256 } = await downloads.downloadFor({
      entry,
      owner: `${run.id} ${member.id}`,
      destination: { folder: run.folder, fileName: undefined, remoteFolder, isElsewhere: true },
      template: (usual) => memberTemplate(member, member.fileName ?? usual),
      names,
      signal,
    });
    const path = uri.scheme === 'file' ? uri.fsPath : undefined;
    return { kind: 'downloaded', uri: uri.toString(), path, bytes: sizeBytes, sha256 };
  } catch (error) {
    if (isApiError(error) && error.kind === 'aborted') {
      return { kind: isPause(error) ? 'paused' : 'cancelled' };
    }
    throw error;
  }
}

function signedOut(): UserError {
  return new UserError(vscode.l10n.t("You're signed out of the account for this export."));
}
