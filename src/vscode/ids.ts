/** Public identifiers: people bind keys to them, scripts and tests call them. Held against package.json by a test. */
export const EXTENSION_ID = 'impact-jobs.impact-jobs';
export const JOBS_VIEW_ID = 'impactJobs.jobs';
export const COMPARISON_SCHEME = 'impact-comparison';
export const SAVED_EXPORTS_VIEW_ID = 'impactJobs.savedExports';
export const STATUS_ITEM_ID = 'impactJobs.status';
/** Of the panel; `onWebviewPanel:` in package.json names it too. */
export const DETAILS_VIEW_TYPE = 'impactJobs.details';
export const PREVIEW_VIEW_TYPE = 'impactJobs.preview';
export const TABLE_VIEW_TYPE = 'impactJobs.table';
/** Of a job's read-only JSON. */
export const JSON_SCHEME = 'impact-job';

export const COMMAND_IDS = [
  'addAccount',
  'replaceToken',
  'confirmServer',
  'renameAccount',
  'enableAccount',
  'disableAccount',
  'removeAccount',
  'refresh',
  'exportReport',
  'replay',
  'download',
  'previewResult',
  'openResult',
  'revealResult',
  'copyPath',
  'downloadAll',
  'pauseDownload',
  'resumeDownload',
  'cancelDownload',
  'chooseDownloadFolder',
  'showDetails',
  'openTable',
  'renameJob',
  'revealJob',
  'copyId',
  'copyLink',
  'copyCurl',
  'copyScript',
  'compareResults',
  'runSavedExport',
  'saveExport',
  'newExportSet',
  'editSavedExport',
  'renameSavedExport',
  'deleteSavedExport',
  'openSavedExports',
  'openSavedExportFile',
  'startDemo',
  'stopDemo',
  'watchJob',
  'unwatchJob',
  'muteJob',
  'unmuteJob',
  'filter',
  'clearFilter',
  'groupBy',
  'sortBy',
  'hideJob',
  'unhideJobs',
  'showLog',
  'copyDiagnostics',
  'showMore',
] as const;
export type CommandId = (typeof COMMAND_IDS)[number];

export function commandId(id: CommandId): `impactJobs.${CommandId}` {
  return `impactJobs.${id}`;
}

/** Context keys that `when` clauses of package.json read. */
export const CONTEXT_KEYS = [
  'viewState',
  'hasAccountsOn',
  'hasAccountsOff',
  'hasNothingOn',
  'needsToken',
  'needsServer',
  'hasStoredAccounts',
  'isDemoRunning',
  'hasJobs',
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
/** Follows the files of saved exports, as far as they have been looked at. */
export const HAS_SAVED_EXPORTS_KEY = 'impactJobs.hasSavedExports';

export const MCP_PROVIDER_ID = 'impactJobs.mcp';

/** What language models can have done; package.json says of each what it is for and what it takes. */
export const TOOL_NAMES = [
  'impactJobs_list',
  'impactJobs_get',
  'impactJobs_wait',
  'impactJobs_preview',
  'impactJobs_export',
  'impactJobs_replay',
  'impactJobs_download',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
