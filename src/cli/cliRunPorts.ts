import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { accountRef } from '../core/account';
import { type ApiError, isApiError, isCredentialError } from '../core/apiError';
import { DEFAULTS } from '../core/defaults';
import type { Job } from '../core/jobs/job';
import { canReplay, canStillChange } from '../core/jobs/jobState';
import { exportName } from '../core/reports/exportName';
import { PeriodLookups } from '../core/reports/periodLookups';
import { exportAllowance, exportsAgainAt } from '../core/reports/exportAllowance';
import { isOlderExport } from '../core/reports/isOlderExport';
import type { DayRange } from '../core/reports/period';
import { memberLabel, memberTemplate } from '../core/runs/memberNames';
import { allowanceOf, existingJobOf, type Run, type RunMember } from '../core/runs/run';
import type { DownloadOrder, DownloadOutcome, MemberReason, RunPorts, ScheduledExport } from '../core/runs/runPorts';
import { resolveExport, type ResolvedExport } from '../core/savedExports/resolveExport';
import type { CombinedTable, TableCounts } from '../core/combine/combinedTable';
import { combineErrorInWords, combineNotesInWords } from '../core/words/combineWords';
import { ENGLISH } from '../core/words/language';
import type { SavedExport } from '../core/savedExports/savedExport';
import { readPeriodFilters } from '../core/reports/exportDraft';
import type { Cli } from './cli';
import { CliError } from './cliError';
import { cliSentence } from './cliSentence';
import type { AccountSessions } from './accountSessions';
import { Downloading } from './downloading';
import { EXIT, type ExitCode, exitCodeOf } from './exitCode';
import { fetchJob } from './eachJob';
import type { LastResults } from './lastResults';
import { requireInside } from './requireInside';
import { runSentence } from './runSentence';
import { lookUpZone, zoneOfExport } from './runZone';
import type { Session } from './session';

export interface CliRunPortsOptions {
  readonly cli: Cli;
  /** The environment's account. */
  readonly main: Session;
  readonly sessions: AccountSessions;
  /** Results stay inside this folder, even if a link has come into it since the run was planned. */
  readonly root: string;
  readonly last: LastResults;
  /** The credentials were rejected, so waiting makes no sense. */
  readonly onRefused: (error: ApiError) => void;
}

/** What a saved export requests at that time. Asks for the report's filters if its days are relative. */
export async function resolveAt(
  nowMs: number,
  { client, account }: Session,
  {
    saved,
    timeZone,
    piece,
  }: { readonly saved: SavedExport; readonly timeZone: string; readonly piece?: DayRange | undefined },
  signal: AbortSignal,
  lookups: PeriodLookups,
): Promise<ResolvedExport> {
  const look = (): ReturnType<typeof readPeriodFilters> =>
    readPeriodFilters(client.reportMetaData(saved.reportId, signal));
  const periodFilters = saved.period === undefined ? undefined : await lookups.of(account, saved.reportId, look);
  return resolveExport(saved, { nowMs, timeZone, periodFilters, piece });
}

/** What runs need on the command line. */
export class CliRunPorts implements RunPorts {
  /** Why members failed, as exit codes. */
  readonly codes: ExitCode[] = [];
  /** A reason that concerns all members is reported once. */
  private lastReason = '';
  private readonly zones = new Map<string, Promise<string>>();
  private readonly downloading: Downloading;
  private readonly looks = new Map<string, Promise<Job>>();

  private readonly lookups: PeriodLookups;

  constructor(private readonly options: CliRunPortsOptions) {
    this.lookups = new PeriodLookups(options.main.clock);
    this.downloading = new Downloading(options.cli, options.main);
  }

  async schedule({ startedAtMs }: Run, member: RunMember, signal: AbortSignal): Promise<ScheduledExport> {
    const { sessions, last } = this.options;
    const { accountId, saved, piece } = member;
    const session = sessions.of(accountId);
    const { client, clock } = session;
    if (saved === undefined) {
      throw new CliError('failed', "The export isn't in the file anymore.");
    }
    const timeZone = member.timeZone ?? (await zoneOfExport(saved, () => this.zone(session)));
    const { parameters, period } = await resolveAt(
      startedAtMs,
      session,
      { saved, timeZone, piece },
      signal,
      this.lookups,
    );
    const replayed = existingJobOf(member) === 'replay' ? last.jobOf(accountId, parameters) : undefined;
    const job = replayed === undefined ? undefined : await this.knownToReplay(session, replayed, signal);
    if (job !== undefined) {
      return { job, isExisting: true, parameters, period };
    }
    const askedAtMs = clock.now();
    const scheduled = known(session, await client.exportReport(parameters, signal));
    const isExisting = isOlderExport(scheduled, { askedAtMs, clockAheadMs: client.clockAheadMs });
    return { job: scheduled, isExisting, parameters, period };
  }

  /** An account's time zone, for runs that were planned without it. All its exports have the same. */
  private zone(session: Session): Promise<string> {
    const { id } = session.account;
    const zone =
      this.zones.get(id) ??
      lookUpZone(this.options.cli, session).catch((error: unknown) => {
        this.zones.delete(id);
        throw error;
      });
    this.zones.set(id, zone);
    return zone;
  }

  /** The ended job of the same export, so that replaying it costs none of the day's exports. */
  private async knownToReplay(session: Session, jobId: string, signal: AbortSignal): Promise<Job | undefined> {
    try {
      const { job } = await fetchJob(session, jobId, signal);
      return !canStillChange(job, this.nowAt(session.account.id)) && canReplay(job) ? job : undefined;
    } catch (error) {
      if (isApiError(error) && error.kind === 'notFound') {
        return undefined;
      }
      throw error;
    }
  }

  async replay({ accountId }: RunMember, jobId: string, signal: AbortSignal): Promise<Job> {
    const session = this.options.sessions.of(accountId);
    return known(session, await session.client.replayJob(jobId, signal));
  }

  exportsLeft(member: RunMember): number {
    const { client, clock } = this.options.sessions.of(member.accountId);
    const { used, limit } = exportAllowance(allowanceOf(member), [], client.exportLimits, clock.now());
    return limit - used;
  }

  exportsAgainAt(member: RunMember): number {
    const { client, clock } = this.options.sessions.of(member.accountId);
    return exportsAgainAt(allowanceOf(member), [], client.exportLimits, clock.now());
  }

  nowAt(accountId: string): number {
    const { client, clock } = this.options.sessions.of(accountId);
    return clock.now() + (client.clockAheadMs ?? 0);
  }

  async currentJob(accountId: string, jobId: string): Promise<Job | undefined> {
    const { cli, sessions } = this.options;
    const session = sessions.of(accountId);
    const known = session.store.entry(accountId, jobId)?.job;
    if (known !== undefined) {
      return known;
    }
    const key = `${accountId} ${jobId}`;
    const asked =
      this.looks.get(key) ??
      fetchJob(session, jobId, cli.signal)
        .then(({ job }) => job)
        .finally(() => this.looks.delete(key));
    this.looks.set(key, asked);
    return asked;
  }

  syncOf(accountId: string): ReturnType<RunPorts['syncOf']> {
    return this.options.main.store.account(accountId)?.sync;
  }

  onDidChange(listener: () => void): () => void {
    return this.options.main.store.onDidChange(() => listener());
  }

  async download({ run, member, job, names, signal }: DownloadOrder): Promise<DownloadOutcome> {
    const session = this.options.sessions.of(member.accountId);
    await this.checkFolder(run.folder);
    const entry = session.store.entry(member.accountId, job.id) ?? (await fetchJob(session, job.id, signal));
    const name = memberTemplate(member, member.fileName ?? DEFAULTS.fileName);
    const place = {
      client: session.client,
      folder: run.folder,
      name,
      names,
      signal,
      key: `${run.id} ${member.id}`,
      label: memberLabel(member, ENGLISH.locale),
    };
    const {
      path,
      sizeBytes: bytes,
      sha256,
    } = await this.downloading.download({ ...entry, name: nameOf(member) ?? entry.name }, place);
    return { kind: 'downloaded', uri: pathToFileURL(path).href, path, bytes, sha256 };
  }

  /** Nobody pauses a single download here. */
  discard(): Promise<void> {
    return Promise.resolve();
  }

  async countRows(_member: RunMember, _job: Job, filePath: string): Promise<number | undefined> {
    const { countRows } = await import('../core/tables/readTable');
    return countRows(filePath);
  }

  /** Reading Options are the editor's. */
  choiceOf(): undefined {
    return undefined;
  }

  readonly combineThread = path.join(__dirname, 'combineThread.js');

  combineProblem(error: unknown): string {
    this.codes.push(EXIT.failed);
    return combineErrorInWords(error, ENGLISH) ?? cliSentence(error, this.options.main.clock.now());
  }

  combineNotes(table: CombinedTable, counts: TableCounts): readonly string[] {
    return combineNotesInWords(table, counts, ENGLISH);
  }

  checkFolder(folder: string): Promise<void> {
    return requireInside(folder, this.options.root);
  }

  accountOf(accountId: string): ReturnType<RunPorts['accountOf']> {
    if (accountId === '') {
      return undefined;
    }
    const { account } = this.options.sessions.of(accountId);
    return { sid: accountRef(account), kind: account.kind, currency: account.currency };
  }

  sentence(member: RunMember, reason: MemberReason): string {
    if (reason.kind !== 'waitsForExports') {
      this.codes.push(codeOf(reason));
    }
    return runSentence(member, reason, this.options.main.clock.now());
  }

  errorSentence(error: unknown): string {
    if (isApiError(error) && isCredentialError(error)) {
      this.options.onRefused(error);
    }
    return cliSentence(error, this.options.main.clock.now());
  }

  onProblem(message: string, error: unknown): void {
    const { cli, main } = this.options;
    if (!cli.signal.aborted) {
      const reason = error === undefined ? '' : cliSentence(error, main.clock.now());
      cli.terminal.note(reason === this.lastReason ? `${message}.` : `${message}. ${reason}`.trimEnd());
      this.lastReason = reason;
    }
  }
}

function known({ store, account }: Session, job: Job): Job {
  store.applyJob(account.id, job);
  return job;
}

/** As in the editor, so that both find the same file. */
function nameOf({ parameters }: RunMember): string | undefined {
  return parameters && exportName(parameters, ENGLISH.locale);
}

function codeOf(reason: MemberReason): ExitCode {
  switch (reason.kind) {
    case 'error':
      return exitCodeOf(reason.error);
    case 'overLimit':
      return EXIT.blocked;
    default:
      return EXIT.failed;
  }
}
