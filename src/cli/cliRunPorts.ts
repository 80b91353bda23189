import { pathToFileURL } from 'node:url';
import { accountRef } from '../core/account';
import { type ApiError, isApiError, isCredentialError } from '../core/apiError';
import { DEFAULTS } from '../core/defaults';
import type { Job } from '../core/jobs/job';
import { canReplay, canStillChange } from '../core/jobs/jobState';
import { exportName } from '../core/reports/exportName';
import { exportAllowance } from '../core/reports/exportAllowance';
import { isOlderExport } from '../core/reports/isOlderExport';
import type { Run, RunMember } from '../core/runs/run';
import type { DownloadOrder, DownloadOutcome, MemberReason, RunPorts, ScheduledExport } from '../core/runs/runPorts';
import { resolveExport, type ResolvedExport } from '../core/savedExports/resolveExport';
import { ENGLISH } from '../core/words/language';
import type { SavedExport } from '../core/savedExports/savedExport';
import { readPeriodFilters } from '../core/reports/exportDraft';
import type { Cli } from './cli';
import { CliError } from './cliError';
import { cliSentence } from './cliSentence';
import type { Downloading } from './downloading';
import { EXIT, type ExitCode, exitCodeOf } from './exitCode';
import { fetchJob } from './eachJob';
import type { LastResults } from './lastResults';
import { requireInside } from './requireInside';
import { runSentence } from './runSentence';
import { lookUpZone, zoneOfExport } from './runZone';
import type { Session } from './session';

export interface CliRunPortsOptions {
  readonly cli: Cli;
  readonly session: Session;
  readonly downloading: Downloading;
  /** Results stay inside this folder, even if a link has come into it since the run was planned. */
  readonly root: string;
  readonly last: LastResults;
  /** The credentials were rejected, so waiting makes no sense. */
  readonly onRefused: (error: ApiError) => void;
}

/** What a saved export requests at that time. Asks for the report's filters if its days are relative. */
export async function resolveAt(
  nowMs: number,
  { client }: Session,
  { saved, timeZone }: { readonly saved: SavedExport; readonly timeZone: string },
  signal: AbortSignal,
): Promise<ResolvedExport> {
  const periodFilters =
    saved.period === undefined ? undefined : await readPeriodFilters(client.reportMetaData(saved.reportId, signal));
  return resolveExport(saved, { nowMs, timeZone, periodFilters });
}

/** What runs need, for one account on the command line. */
export class CliRunPorts implements RunPorts {
  /** Why members failed, as exit codes. */
  readonly codes: ExitCode[] = [];
  /** A reason that concerns all members is reported once. */
  private lastReason = '';
  private zoneLookUp: Promise<string> | undefined;
  private readonly looks = new Map<string, Promise<Job>>();

  constructor(private readonly options: CliRunPortsOptions) {}

  async schedule({ startedAtMs }: Run, { saved, ...member }: RunMember, signal: AbortSignal): Promise<ScheduledExport> {
    const { session, last } = this.options;
    const { client, clock } = session;
    if (saved === undefined) {
      throw new CliError('failed', "The export isn't in the file anymore.");
    }
    const timeZone = member.timeZone ?? (await zoneOfExport(saved, () => this.zone()));
    const { parameters, period } = await resolveAt(startedAtMs, session, { saved, timeZone }, signal);
    const known = saved.existingJob === 'replay' ? await this.knownToReplay(last.jobOf(parameters), signal) : undefined;
    if (known !== undefined) {
      return { job: known, isExisting: true, parameters, period };
    }
    const askedAtMs = clock.now();
    const job = this.known(await client.exportReport(parameters, signal));
    const isExisting = isOlderExport(job, { askedAtMs, clockAheadMs: client.clockAheadMs });
    return { job, isExisting, parameters, period };
  }

  /** The account's time zone, for runs that were planned without it. The same for all exports. */
  private zone(): Promise<string> {
    const { cli, session } = this.options;
    this.zoneLookUp ??= lookUpZone(cli, session).catch((error: unknown) => {
      this.zoneLookUp = undefined;
      throw error;
    });
    return this.zoneLookUp;
  }

  /** The ended job of the same export, so that replaying it costs none of the day's exports. */
  private async knownToReplay(jobId: string | undefined, signal: AbortSignal): Promise<Job | undefined> {
    if (jobId === undefined) {
      return undefined;
    }
    const { session } = this.options;
    try {
      const { job } = await fetchJob(session, jobId, signal);
      return !canStillChange(job, this.nowAt()) && canReplay(job) ? job : undefined;
    } catch (error) {
      if (isApiError(error) && error.kind === 'notFound') {
        return undefined;
      }
      throw error;
    }
  }

  async replay(_: RunMember, jobId: string, signal: AbortSignal): Promise<Job> {
    return this.known(await this.options.session.client.replayJob(jobId, signal));
  }

  exportsLeft(): number {
    const { client, clock } = this.options.session;
    const { used, limit } = exportAllowance([], client.exportLimit, clock.now());
    return limit - used;
  }

  nowAt(): number {
    const { client, clock } = this.options.session;
    return clock.now() + (client.clockAheadMs ?? 0);
  }

  async currentJob(accountId: string, jobId: string): Promise<Job | undefined> {
    const { cli, session } = this.options;
    const known = session.store.entry(accountId, jobId)?.job;
    if (known !== undefined) {
      return known;
    }
    const asked =
      this.looks.get(jobId) ??
      fetchJob(session, jobId, cli.signal)
        .then(({ job }) => job)
        .finally(() => this.looks.delete(jobId));
    this.looks.set(jobId, asked);
    return asked;
  }

  syncOf(accountId: string): ReturnType<RunPorts['syncOf']> {
    return this.options.session.store.account(accountId)?.sync;
  }

  onDidChange(listener: () => void): () => void {
    return this.options.session.store.onDidChange(() => listener());
  }

  async download({ run, member, job, names, signal }: DownloadOrder): Promise<DownloadOutcome> {
    const { session, downloading } = this.options;
    await this.checkFolder(run.folder);
    const entry = session.store.entry(member.accountId, job.id) ?? (await fetchJob(session, job.id, signal));
    const name = member.fileName ?? DEFAULTS.fileName;
    const place = { folder: run.folder, name, names, signal, key: `${run.id} ${member.id}`, label: member.export };
    const {
      path,
      sizeBytes: bytes,
      sha256,
    } = await downloading.download({ ...entry, name: nameOf(member) ?? entry.name }, place);
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

  checkFolder(folder: string): Promise<void> {
    return requireInside(folder, this.options.root);
  }

  accountOf(): { readonly sid: string; readonly kind: string } {
    const { account } = this.options.session;
    return { sid: accountRef(account), kind: account.kind };
  }

  sentence(member: RunMember, reason: MemberReason): string {
    this.codes.push(codeOf(reason));
    return runSentence(member, reason, this.options.session.clock.now());
  }

  errorSentence(error: unknown): string {
    if (isApiError(error) && isCredentialError(error)) {
      this.options.onRefused(error);
    }
    return cliSentence(error, this.options.session.clock.now());
  }

  onProblem(message: string, error: unknown): void {
    const { cli, session } = this.options;
    if (!cli.signal.aborted) {
      const reason = error === undefined ? '' : cliSentence(error, session.clock.now());
      cli.terminal.note(reason === this.lastReason ? `${message}.` : `${message}. ${reason}`.trimEnd());
      this.lastReason = reason;
    }
  }

  private known(job: Job): Job {
    const { store, account } = this.options.session;
    store.applyJob(account.id, job);
    return job;
  }
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
