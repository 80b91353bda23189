import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import { type JobEntry, theirNow } from '../../core/jobs/jobEntry';
import type { Accounts } from '../accounts/accounts';
import { accountFor, accountsOn, type ExportArgument, readExportArgument } from './exportArgument';
import type { FlowParts } from './flowState';
import { scheduleExport, type ScheduledJob } from './scheduleExport';
import { commandId } from '../ids';
import { offer } from '../messages';
import { workName } from '../jobs/jobWords';
import { ageInWords } from '../words/timeWords';
import type { CommandHandlers } from '../commands/commands';

export interface ExportCommandsOptions extends FlowParts {
  readonly accounts: Accounts;
  readonly reveal: (entry: JobEntry) => Promise<void>;
  readonly downloadWhenDone: (entry: JobEntry) => void;
}

/** The command that schedules the export of a report. */
export function exportCommands(options: ExportCommandsOptions): Pick<CommandHandlers, 'exportReport'> {
  return {
    async exportReport(argument) {
      const request = readExportArgument(argument);
      return request === undefined ? exportInSteps(options) : exportAsAsked(options, request);
    },
  };
}

async function exportInSteps(options: ExportCommandsOptions): Promise<Job | undefined> {
  const [first, ...others] = accountsOn(options.accounts);
  const { exportFlow } = await import('./exportFlow');
  const end = await exportFlow(options, [first, ...others]);
  switch (end?.kind) {
    case undefined:
      return undefined;
    case 'replay':
      return replay(options, end.entry, end.isDownloaded);
    case 'show':
      await options.reveal(end.entry);
      return end.entry.job;
    case 'save': {
      // The account is saved only if there are several, because then a file that an agency shares works for each of its
      // users.
      const { accountSid: _, ...anybodys } = end.toSave;
      await vscode.commands.executeCommand(commandId('saveExport'), others.length > 0 ? end.toSave : anybodys);
      return undefined;
    }
    case 'scheduled':
      if (end.isDownloaded) {
        options.downloadWhenDone(end.job.entry);
      }
      return bringBefore(options, end.job);
  }
}

async function replay(
  { store, downloadWhenDone }: ExportCommandsOptions,
  { accountId, job: { id } }: JobEntry,
  isDownloaded: boolean,
): Promise<Job> {
  const job = await vscode.commands.executeCommand<Job>(commandId('replay'), { jobId: id, accountId });
  const entry = store.entry(accountId, job.id);
  if (isDownloaded && entry !== undefined) {
    downloadWhenDone(entry);
  }
  return job;
}

async function exportAsAsked(options: ExportCommandsOptions, { accountSid, ...request }: ExportArgument): Promise<Job> {
  const { id } = accountFor(options.accounts, accountSid);
  return bringBefore(
    options,
    await scheduleExport(options, id, { ...request, reportName: await reportName(options, id, request.reportId) }),
  );
}

/**
 * The report's name from the catalog. Falls back to its ID if the catalog can't be read, so that the export can
 * start.
 */
async function reportName(
  { watchers, catalog, log }: ExportCommandsOptions,
  accountId: string,
  reportId: string,
): Promise<string> {
  const client = watchers.client(accountId);
  try {
    const reports = client === undefined ? [] : (await catalog.reports(client)).items;
    return reports.find(({ id }) => id === reportId)?.name ?? reportId;
  } catch (error) {
    log.error("Can't read the catalog of reports", error);
    return reportId;
  }
}

/** Selects the job's row, and shows a message if the job existed before. */
async function bringBefore(
  { reveal, clock }: ExportCommandsOptions,
  { entry, isExisting }: ScheduledJob,
): Promise<Job> {
  if (isExisting) {
    offerReplay(entry, clock.now());
  }
  await reveal(entry);
  return entry.job;
}

/** Ignores a failure of the command, because the command reports it. */
function offerReplay(entry: JobEntry, nowMs: number): void {
  const age = entry.job.createdAt === undefined ? '' : ageInWords(entry.job.createdAt, theirNow(entry, nowMs), 'long');
  const sentence = vscode.l10n.t(
    "impact.com doesn't create a second job with the same parameters, so this is {0}, created {1}. Replay it for newer data.",
    workName(entry),
    age,
  );
  const reference = { jobId: entry.job.id, accountId: entry.accountId };
  const replay = (): Thenable<unknown> => vscode.commands.executeCommand(commandId('replay'), [reference]);
  offer(sentence, { [vscode.l10n.t('Replay')]: replay }).catch(() => undefined);
}
