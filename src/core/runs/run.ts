import { countedAs } from '../reports/clickExport';
import type { CountedAs, ExportParameters } from '../reports/exportRequest';
import type { DayRange } from '../reports/period';
import type { ResolvedPeriod } from '../savedExports/resolveExport';
import type { Combine, ExistingJobRule, SavedExport } from '../savedExports/savedExport';

/**
 * What has become of one export of a run:
 * - `planned`: not requested yet. `waiting`: its job isn't done, or its result is tried again later.
 * - `downloading`, `paused`: only the user resumes a paused download.
 * - `done`, `failed`, `cancelled`, `skipped`: final. Nothing was requested for a skipped export.
 */
export const MEMBER_STATES = [
  'planned',
  'waiting',
  'downloading',
  'paused',
  'done',
  'failed',
  'cancelled',
  'skipped',
] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** The most members of a run: a year of days for twelve clients. */
export const MAX_MEMBERS = 5000;

/** The job that a member waits for. Several members, also of several runs, can have the same job. */
export interface MemberJob {
  readonly id: string;
  /** Whether impact.com returned an existing result instead of creating a new job. */
  readonly isExisting: boolean;
  /** The ID of the job that this one replays. */
  readonly replayOf: string | undefined;
}

/** The file of a member that is done. */
export interface MemberFile {
  readonly uri: string;
  readonly bytes: number;
  /** Without the header. Undefined if they can't be counted. */
  readonly rows: number | undefined;
}

/** One export of a run. */
export interface RunMember {
  /** Unique in its run, and the same from start to end. */
  readonly id: string;
  /** The name of the saved export. */
  readonly export: string;
  /** The name of the account, if the export runs for several. */
  readonly client?: string;
  /** The days to request, if the export runs in pieces. */
  readonly piece?: DayRange;
  /** Whether a piece is requested although its result is there. */
  readonly isRefreshed?: boolean;
  /** Empty if no account fits the export. */
  readonly accountId: string;
  /** What to schedule. Undefined if the file doesn't contain the export, or the member replays a job. */
  readonly saved: SavedExport | undefined;
  /** The job to replay instead of scheduling an export. */
  readonly replays: string | undefined;
  /** The template of the file's name. Undefined for the usual one. */
  readonly fileName: string | undefined;
  /**
   * The time zone of relative days, for an export that doesn't name one, so that all attempts request the same days.
   * Undefined if it isn't decided yet.
   */
  readonly timeZone?: string | undefined;
  /** What was requested, as soon as it's known. */
  readonly parameters: ExportParameters | undefined;
  readonly period: ResolvedPeriod | undefined;
  readonly job: MemberJob | undefined;
  readonly state: MemberState;
  /** Why the member failed, was canceled, or was skipped, or what it waits for. For people. */
  readonly sentence: string | undefined;
  readonly file: MemberFile | undefined;
  /** Whether the file was there before the run, so that nothing was requested. */
  readonly isKept?: boolean;
  /** Whether the member failed because no requests or exports were left. */
  readonly isBlocked?: boolean;
}

/** A table out of the results of a run. */
export interface RunTable extends Combine {
  /** The export whose results it combines. Undefined for those of all exports. */
  readonly export: string | undefined;
  /** Whether nothing more happens: it's written, or can't be. */
  readonly isSettled?: boolean;
  readonly file?: MemberFile;
  /** How many results it's made of. */
  readonly sourceCount?: number;
  /** Why there's no table, for people. */
  readonly sentence?: string;
  /** What to know of it, for people. */
  readonly notes?: readonly string[];
}

/** Saved exports that run together into one folder, or a single one. Stored until all members have ended. */
export interface Run {
  readonly id: string;
  /** The name of the set or the export. */
  readonly name: string;
  readonly isSet: boolean;
  /**
   * The URI of the file that the set or the export is saved in, because files of several folders can have the same
   * names. Undefined on the command line, and if an earlier version stored the run.
   */
  readonly source: string | undefined;
  readonly startedAtMs: number;
  /** Absolute. */
  readonly folder: string;
  /** The URI of the folder if the workspace isn't on a disk. There's no manifest then. */
  readonly remoteFolder: string | undefined;
  readonly members: readonly RunMember[];
  /**
   * Whether all exports wait until the account's limits allow them, for hours or overnight, as pieces do. Otherwise,
   * they fail, because somebody waits for the end of the run.
   */
  readonly waitsForLimits?: boolean;
  /** Written when all members have ended. */
  readonly tables?: readonly RunTable[];
  /** Whether the user stopped the run before all members had ended. */
  readonly isCancelled?: boolean;
  /** Why the manifest couldn't be written, for people. The results are there anyway. */
  readonly manifestProblem: string | undefined;
}

/** A member before the run starts: it has either something to schedule, a job to replay, or a reason to be skipped. */
export type PlannedMember = Pick<RunMember, 'export' | 'accountId' | 'saved' | 'replays' | 'fileName'> &
  Partial<Pick<RunMember, 'client' | 'piece' | 'isRefreshed' | 'parameters' | 'period' | 'timeZone'>> & {
    readonly skipped?: string;
  };

export interface RunPlan extends Pick<
  Run,
  'name' | 'isSet' | 'source' | 'folder' | 'remoteFolder' | 'tables' | 'waitsForLimits'
> {
  readonly members: readonly PlannedMember[];
}

/** What to do if impact.com returns an existing job: a piece that's requested again wants current data. */
export function existingJobOf({ saved, isRefreshed }: Pick<RunMember, 'saved' | 'isRefreshed'>): ExistingJobRule {
  return isRefreshed === true ? 'replay' : (saved?.existingJob ?? 'use');
}

/** The allowance of the day that the member's export uses. */
export function allowanceOf({ saved }: Pick<RunMember, 'saved'>): CountedAs {
  return saved === undefined ? 'exports' : countedAs(saved);
}

/** Identifies the set or the export of a run among those of all files. */
export function savedKey({ name, source }: Pick<Run, 'name' | 'source'>): string {
  return JSON.stringify([source, name]);
}

const FINAL: readonly MemberState[] = ['done', 'failed', 'cancelled', 'skipped'];

export function hasEnded({ state }: Pick<RunMember, 'state'>): boolean {
  return FINAL.includes(state);
}

/** Whether nothing more is requested or downloaded. */
export function haveMembersEnded({ members }: Pick<Run, 'members'>): boolean {
  return members.every(hasEnded);
}

export function isOver(run: Pick<Run, 'members' | 'tables'>): boolean {
  return haveMembersEnded(run) && (run.tables ?? []).every(({ isSettled }) => isSettled === true);
}

export function membersIn(run: Pick<Run, 'members'>, ...states: readonly MemberState[]): readonly RunMember[] {
  return run.members.filter(({ state }) => states.includes(state));
}
