import { JOB_ACTIONS, type JobAction } from '../core/jobs/jobActions';

/** Public identifiers: people bind keys to them, and scripts call them. A unit test compares them with package.json. */
export const EXTENSION_ID = 'impact-jobs.impact-jobs';
export const JOBS_VIEW_ID = 'impactJobs.jobs';
export const SAVED_EXPORTS_VIEW_ID = 'impactJobs.savedExports';
export const STATUS_ITEM_ID = 'impactJobs.status';
/** The view type of a panel. `onWebviewPanel:` in package.json names it too. */
export const DETAILS_VIEW_TYPE = 'impactJobs.details';
export const PREVIEW_VIEW_TYPE = 'impactJobs.preview';
export const COMPARISON_VIEW_TYPE = 'impactJobs.comparison';
export const TABLE_VIEW_TYPE = 'impactJobs.table';
/** The task type: people write it in their tasks.json. */
export const TASK_TYPE = 'impactJobs';
/** The URI scheme of the read-only document that shows a job's JSON. */
export const JSON_SCHEME = 'impact-job';

const COMMANDS_NOT_ABOUT_A_JOB = [
  'addAccount',
  'replaceToken',
  'confirmServer',
  'renameAccount',
  'enableAccount',
  'disableAccount',
  'removeAccount',
  'chooseBrands',
  'refresh',
  'exportReport',
  'downloadAll',
  'chooseDownloadFolder',
  'openTable',
  'runSavedExport',
  'newExportSet',
  'editSavedExport',
  'renameSavedExport',
  'deleteSavedExport',
  'openSavedExports',
  'openSavedExportFile',
  'startDemo',
  'stopDemo',
  'filter',
  'clearFilter',
  'groupBy',
  'groupByAccount',
  'mergeAccounts',
  'sortBy',
  'showLog',
  'copyDiagnostics',
  'showMore',
  'moveFocus',
  'copyCompared',
  'copyComparedRows',
] as const;
/** Every action on a job is a command, except `downloadAgain`, which runs `download`. */
type JobCommandId = Exclude<JobAction, 'downloadAgain'>;
export type CommandId = (typeof COMMANDS_NOT_ABOUT_A_JOB)[number] | JobCommandId;

/** All commands. A function, so that a bundle that only names a command doesn't contain the rules of actions. */
export function commandIds(): readonly CommandId[] {
  const isCommand = (action: JobAction): action is JobCommandId => action !== 'downloadAgain';
  return [...COMMANDS_NOT_ABOUT_A_JOB, ...JOB_ACTIONS.filter(isCommand)];
}

export function commandId(id: CommandId): `impactJobs.${CommandId}` {
  return `impactJobs.${id}`;
}

/** The context keys that `when` clauses in package.json read. */
export const CONTEXT_KEYS = [
  'viewState',
  'hasAccountsOn',
  'hasAccountsOff',
  'hasNothingOn',
  'needsToken',
  'needsServer',
  'hasStoredAccounts',
  'hasAgencies',
  'isDemoRunning',
  'hasJobs',
  'hasSeveralAccounts',
  'isByAccount',
  'isFiltered',
  'hasShown',
  'hasHidden',
  'hasExported',
  'hasComparable',
  'hasReplayable',
  'hasDownloadable',
  'hasPreviewable',
  'hasToDownload',
  'hasDownloaded',
  'hasTransfers',
  'hasUnfinished',
  'hasUnwatched',
  'hasUnmuted',
  'hasWatched',
  'hasMuted',
] as const;
export type ContextKey = (typeof CONTEXT_KEYS)[number];
/** A context key: whether the files of saved exports that were read so far contain any export. */
export const HAS_SAVED_EXPORTS_KEY = 'impactJobs.hasSavedExports';
/** Set when a row moves to another group, until the next arrow key. */
export const ROW_MOVED_KEY = 'impactJobs.rowMoved';
/** A context key: whether an extension that opens results as tables is installed. */
export const HAS_TABLE_EDITORS_KEY = 'impactJobs.hasTableEditors';

export const MCP_PROVIDER_ID = 'impactJobs.mcp';

/** The tools for language models. package.json contains each tool's description and input schema. */
export const TOOL_NAMES = [
  'impactJobs_list',
  'impactJobs_brands',
  'impactJobs_get',
  'impactJobs_wait',
  'impactJobs_preview',
  'impactJobs_export',
  'impactJobs_replay',
  'impactJobs_download',
  'impactJobs_runs',
  'impactJobs_run',
  'impactJobs_compare',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
