import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { Job } from '../../core/jobs/job';
import { isClickExport } from '../../core/reports/clickExport';
import { type DayRange, daysOfPeriod } from '../../core/reports/period';
import { piecesOf } from '../../core/reports/pieces';
import { resolveExport } from '../../core/savedExports/resolveExport';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { type JobEntry, theirNow } from '../../core/jobs/jobEntry';
import type { Accounts } from '../accounts/accounts';
import { learnZones, zoneOf } from './accountZone';
import { accountsFor, accountsOn, type ExportArgument, readExportArgument } from './exportArgument';
import { clickExportName } from './clickWords';
import { canExportToday, type DaysLeft, offerLater } from './daysLeft';
import type { FlowParts } from './flowState';
import { scheduleExport, type ScheduledJob } from './scheduleExport';
import { UNSAVED } from '../../core/savedExports/unsavedExport';
import { commandId } from '../ids';
import { offer, warn } from '../messages';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { workName } from '../jobs/jobWords';
import { ageInWords } from '../words/timeWords';
import type { CommandHandlers } from '../commands/commands';

export interface ExportCommandsOptions extends FlowParts {
  readonly accounts: Accounts;
  readonly reveal: (entry: JobEntry) => Promise<void>;
  readonly downloadWhenDone: (entry: JobEntry) => void;
  /** Runs an export for several accounts, and downloads the results into one folder. */
  readonly runUnsaved: (saved: SavedExport) => Promise<readonly Job[]>;
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

async function exportInSteps(options: ExportCommandsOptions): Promise<Job | readonly Job[] | undefined> {
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
    case 'many': {
      const { accountSid, accounts = [accountSid], reportName: name, period, ...request } = end.toRun;
      if (!end.isDownloaded) {
        const asked = { ...request, period, accounts, accountSid: undefined };
        return exportForAll(options, asked, accountsFor(options.accounts, asked));
      }
      const combine = end.isCombined ? { format: 'CSV' as const, key: [] } : undefined;
      return options.runUnsaved({ ...UNSAVED, ...request, name, reportName: name, period, accounts, combine });
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

async function exportAsAsked(options: ExportCommandsOptions, request: ExportArgument): Promise<Job | readonly Job[]> {
  const accounts = accountsFor(options.accounts, request);
  if (request.period !== undefined) {
    await learnZones(options, accounts);
  }
  const [account] = accounts;
  const isOne =
    request.accounts === undefined && account !== undefined && daysFor(options, account, request).length === 1;
  return isOne
    ? bringBefore(options, await scheduleFor(options, account, request))
    : exportForAll(options, request, accounts);
}

/**
 * Schedules the export for each account, and each of several days with clicks. A failure of one stops no other. Throws
 * the first one if all fail.
 */
async function exportForAll(
  options: ExportCommandsOptions,
  request: ExportArgument,
  accounts: readonly Account[],
): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  const failures: { readonly account: Account; readonly error: unknown }[] = [];
  const left: DaysLeft[] = [];
  for (const account of accounts) {
    const days = daysFor(options, account, request);
    for (const [index, day] of days.entries()) {
      // Its other days wait if the user wants them: impact.com would refuse each of them.
      if (day !== undefined && !canExportToday(options, account, request)) {
        left.push({ account, days: days.slice(index).flatMap((one) => one ?? []) });
        break;
      }
      try {
        jobs.push((await scheduleFor(options, account, request, day)).entry.job);
      } catch (error) {
        options.log.error("Can't schedule the export", error);
        failures.push({ account, error });
      }
    }
  }
  if (failures.length > 0) {
    const sentences = failures.map(({ account, error }) =>
      vscode.l10n.t('{0}: {1}', account.name, sentenceFor(error, options.clock.now())),
    );
    const said = [...new Set(sentences)].join(' ');
    if (jobs.length === 0 && left.length === 0) {
      throw new UserError(said, failures[0]?.error);
    }
    void warn(said);
  }
  if (left.length > 0) {
    offerLater(options, request, left, jobs.length);
  }
  return jobs;
}

/** The days that are an export each: those of clicks. Otherwise, one export has all days. */
function daysFor(
  options: ExportCommandsOptions,
  account: Account,
  { period, ...request }: ExportArgument,
): readonly (DayRange | undefined)[] {
  return period !== undefined && isClickExport(request)
    ? piecesOf(daysOfPeriod(period, options.clock.now(), zoneOf(options, account)), 'day')
    : [undefined];
}

/** Schedules the export with the days of the account's own time zone, for the filters that its report has. */
async function scheduleFor(
  options: ExportCommandsOptions,
  account: Account,
  { reportId, format, filters, period }: ExportArgument,
  piece?: DayRange,
): Promise<ScheduledJob> {
  const { watchers, catalog, clock } = options;
  const client = watchers.client(account.id);
  const { parameters } = resolveExport(
    { ...UNSAVED, name: reportId, reportId, format, filters, period },
    {
      nowMs: clock.now(),
      timeZone: zoneOf(options, account),
      periodFilters: period && client && (await catalog.periodFilters(client, reportId)),
      piece,
    },
  );
  const name = await reportName(options, account.id, reportId);
  return scheduleExport(options, account.id, { ...parameters, reportName: name });
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
  if (isClickExport({ reportId })) {
    return clickExportName();
  }
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
