import type { CombinedTable, TableCounts } from '../combine/combinedTable';
import type { Job } from '../jobs/job';
import type { SyncState } from '../jobs/snapshot';
import type { ExportParameters } from '../reports/exportRequest';
import type { ResolvedPeriod } from '../savedExports/resolveExport';
import type { TableChoice } from '../tables/tableChoice';
import type { FileNames } from '../download/fileNames';
import type { Run, RunMember } from './run';

export interface ScheduledExport {
  readonly job: Job;
  /** Whether impact.com returned a job that existed before. */
  readonly isExisting: boolean;
  readonly parameters: ExportParameters;
  readonly period: ResolvedPeriod | undefined;
}

export interface DownloadOrder {
  readonly run: Run;
  readonly member: RunMember;
  readonly job: Job;
  /** Which names in the folder belong to other members. Pass it on to `downloadResult`. */
  readonly names: FileNames;
  /** Aborts when the run is canceled, and nothing may be left then; or with PAUSE, and what has arrived is kept. */
  readonly signal: AbortSignal;
}

/** How a download ended. Errors are thrown. `paused`: the user stopped it, and can resume it. */
export type DownloadOutcome =
  | {
      readonly kind: 'downloaded';
      readonly uri: string;
      /** Undefined if the file isn't on a disk. */
      readonly path: string | undefined;
      readonly bytes: number;
      readonly sha256: string;
    }
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' };

/** Why a member has no file. */
export type MemberReason =
  | { readonly kind: 'error'; readonly error: unknown }
  /** The job ended without a result. */
  | { readonly kind: 'ended'; readonly job: Job }
  /** impact.com returned a job that ended without a result and can't be replayed. */
  | { readonly kind: 'notReplayable'; readonly job: Job }
  /** The day's exports are used up. */
  | { readonly kind: 'overLimit' }
  /** A piece waits for the exports of another day. Times are milliseconds since the epoch. */
  | { readonly kind: 'waitsForExports'; readonly untilMs: number }
  /** The run was canceled. `wasRequested` says whether its job continues at impact.com. */
  | { readonly kind: 'cancelled'; readonly wasRequested: boolean }
  | { readonly kind: 'downloadCancelled' };

/**
 * What the engine needs from where it runs: VS Code or the command line. It never asks impact.com on its own timer for
 * a job's state: `onDidChange` tells it when a watch has seen a change.
 */
export interface RunPorts {
  /** Throws ApiError or an error with a sentence for people. */
  schedule(run: Run, member: RunMember, signal: AbortSignal): Promise<ScheduledExport>;
  replay(member: RunMember, jobId: string, signal: AbortSignal): Promise<Job>;
  /** The number of exports such as the member's that its account can still start today. */
  exportsLeft(member: RunMember): number;
  /** When the account can start such exports again, in milliseconds since the epoch, as far as it's known. */
  exportsAgainAt(member: RunMember): number;
  /** The time by impact.com's clock, if known, because the ages of its jobs are measured by that clock. */
  nowAt(accountId: string): number;
  /** The job as last seen. Undefined while it isn't known. Throws if it can't become known: `notFound`, signed out. */
  currentJob(accountId: string, jobId: string): Promise<Job | undefined>;
  /** The state of the account's list. A current list is a sign that impact.com responds. */
  syncOf(accountId: string): SyncState | undefined;
  /** Reports that jobs or lists may have changed. Returns a function that stops it. */
  onDidChange(listener: () => void): () => void;
  download(order: DownloadOrder): Promise<DownloadOutcome>;
  /** Removes what a paused download has left. */
  discard(run: Run, member: RunMember): Promise<void>;
  countRows(member: RunMember, job: Job, filePath: string): Promise<number | undefined>;
  /** How the user chose to read the member's result. */
  choiceOf(member: RunMember): TableChoice | undefined;
  /** The bundle of `combineThread.ts`. */
  readonly combineThread: string | URL;
  /** Why there's no combined table, and what to know of one. For people. */
  combineProblem(error: unknown): string;
  combineNotes(table: CombinedTable, counts: TableCounts): readonly string[];
  /** Throws if the folder mustn't be written to now: it has become a link that leads elsewhere. */
  checkFolder(folder: string): Promise<void>;
  accountOf(
    accountId: string,
  ): { readonly sid: string; readonly kind: string; readonly currency?: string | undefined } | undefined;
  /** A sentence for people. It names the member's export. */
  sentence(member: RunMember, reason: MemberReason): string;
  /** A sentence for an error that concerns no single member, or that a member waits for. */
  errorSentence(error: unknown): string;
  /** Logs a problem that nobody waits for. */
  onProblem(message: string, error: unknown): void;
}
