import type { Account } from '../account';
import type { JobEntry } from './jobEntry';
import { canReplay, hasResult, isWatched } from './jobState';
import { type AccountSnapshot, entriesOf } from './snapshot';

export interface ActionContext {
  readonly entry: JobEntry;
  /** Undefined if it is not known: then nothing is held against a replay. */
  readonly account: Pick<Account, 'isReadOnly'> | undefined;
  readonly nowMs: number;
}

/**
 * What can be done with a job, and when. Each is a command of the extension under the same name, except `downloadAgain`,
 * which is `download` where a file is here already. Ordered by what people want most.
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
  watchJob: ({ entry, nowMs }) => isWatched(entry.job, nowMs) && entry.alert !== 'watched',
  unwatchJob: ({ entry, nowMs }) => isWatched(entry.job, nowMs) && entry.alert === 'watched',
  muteJob: ({ entry, nowMs }) => isWatched(entry.job, nowMs) && entry.alert !== 'muted',
  unmuteJob: ({ entry, nowMs }) => isWatched(entry.job, nowMs) && entry.alert === 'muted',
  compareResults: ({ entry }) => entry.download !== undefined,
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

/** What can be done with a job as it stands, the likeliest first. */
export function actionsOf(entry: JobEntry, account: ActionContext['account'], nowMs: number): readonly JobAction[] {
  const context = { entry, account, nowMs };
  return JOB_ACTIONS.filter((action) => RULES[action](context));
}

/** Whether one thing can be done with a job; cheaper than asking for all. */
export function canDo(action: JobAction, entry: JobEntry, account: ActionContext['account'], nowMs: number): boolean {
  return RULES[action]({ entry, account, nowMs });
}

/** What can be done with at least one of the jobs. One walk over all of them, because there may be many thousands. */
export function possibleActions(accounts: readonly AccountSnapshot[], nowMs: number): ReadonlySet<JobAction> {
  const missing = new Set(JOB_ACTIONS);
  for (const source of accounts) {
    for (const entry of entriesOf(source)) {
      const context = { entry, account: source.account, nowMs };
      for (const action of missing) {
        if (RULES[action](context)) {
          missing.delete(action);
        }
      }
    }
  }
  return new Set(JOB_ACTIONS.filter((action) => !missing.has(action)));
}

/** Whether there is a result that is neither here nor on its way. */
export function isToDownload(entry: JobEntry): boolean {
  const { download, transfer } = entry;
  return hasResult(entry.job) && download === undefined && (transfer?.kind ?? 'unfinished') === 'unfinished';
}

function isUnderWay({ transfer }: JobEntry): boolean {
  return transfer !== undefined && transfer.kind !== 'unfinished';
}
