import type { Account } from '../account';
import type { JobEntry } from './jobEntry';
import { canReplay, hasResult, canStillChange } from './jobState';

export interface ActionContext {
  readonly entry: JobEntry;
  /** Undefined if the account is unknown. A replay is then allowed. */
  readonly account: Pick<Account, 'isReadOnly'> | undefined;
  readonly nowMs: number;
}

/**
 * The actions on a job, and when each is possible, with the most useful first. Each action is a command with the same
 * name, except `downloadAgain`, which runs `download` if the file is already here.
 */
const RULES = {
  resumeDownload: ({ entry }) => entry.transfer?.kind === 'unfinished',
  pauseDownload: ({ entry }) => isUnderWay(entry),
  cancelDownload: ({ entry }) => entry.transfer !== undefined,
  openResult: ({ entry }) => entry.download !== undefined,
  revealResult: ({ entry }) => entry.download !== undefined,
  download: ({ entry }) => hasResult(entry.job) && entry.transfer === undefined && entry.download === undefined,
  previewResult: ({ entry }) => hasResult(entry.job) || entry.download !== undefined,
  downloadAgain: ({ entry }) => hasResult(entry.job) && entry.transfer === undefined && entry.download !== undefined,
  replay: ({ entry, account }) => canReplay(entry.job) && account?.isReadOnly !== true,
  watchJob: ({ entry, nowMs }) => canStillChange(entry.job, nowMs) && entry.alert !== 'watched',
  unwatchJob: ({ entry, nowMs }) => canStillChange(entry.job, nowMs) && entry.alert === 'watched',
  muteJob: ({ entry, nowMs }) => canStillChange(entry.job, nowMs) && entry.alert !== 'muted',
  unmuteJob: ({ entry, nowMs }) => canStillChange(entry.job, nowMs) && entry.alert === 'muted',
  compareResults: ({ entry }) => entry.download !== undefined,
  copyReadingCode: ({ entry }) => entry.download !== undefined,
  newNotebook: ({ entry }) => entry.download !== undefined,
  openResultWith: ({ entry }) => entry.download !== undefined,
  saveExport: ({ entry }) => entry.parameters !== undefined,
  showDetails: () => true,
  revealJob: () => true,
  renameJob: () => true,
  copyPath: ({ entry }) => entry.download !== undefined,
  copyId: () => true,
  copyLink: () => true,
  copyCurl: () => true,
  copyScript: () => true,
  hideJob: ({ entry }) => !entry.isHidden,
  unhideJobs: ({ entry }) => entry.isHidden,
} as const satisfies Record<string, (context: ActionContext) => boolean>;

export type JobAction = keyof typeof RULES;

export const JOB_ACTIONS = Object.keys(RULES) as readonly JobAction[];

/** The actions that get a job's result, whatever is here already. */
export const DOWNLOAD_ACTIONS: readonly JobAction[] = ['download', 'downloadAgain', 'resumeDownload'];
/** The actions that set whether the user hears of a job's end. A job that has ended supports none of them. */
export const ALERT_ACTIONS: readonly JobAction[] = ['watchJob', 'unwatchJob', 'muteJob', 'unmuteJob'];

/** The actions that are possible on a job right now, with the most useful first. */
export function actionsOf(entry: JobEntry, account: ActionContext['account'], nowMs: number): readonly JobAction[] {
  const context = { entry, account, nowMs };
  return JOB_ACTIONS.filter((action) => RULES[action](context));
}

/** Whether one action is possible on a job. Cheaper than computing all of them. */
export function canDo(action: JobAction, entry: JobEntry, account: ActionContext['account'], nowMs: number): boolean {
  return RULES[action]({ entry, account, nowMs });
}

/** Whether the job has a result that is neither downloaded nor being downloaded. */
export function isToDownload(entry: JobEntry): boolean {
  const { download, transfer } = entry;
  return hasResult(entry.job) && download === undefined && (transfer?.kind ?? 'unfinished') === 'unfinished';
}

function isUnderWay({ transfer }: JobEntry): boolean {
  return transfer !== undefined && transfer.kind !== 'unfinished';
}
