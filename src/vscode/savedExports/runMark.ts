/** How far a run of an export or a set is, for its row. */
export interface RunMark {
  readonly done: number;
  readonly total: number;
}

/** How the last run of an export or a set ended. */
export interface LastRun {
  readonly atMs: number;
  readonly downloaded: number;
  readonly failed: number;
}

export const LAST_RUNS_KEY = 'impactJobs.lastRuns';
export const PENDING_RUNS_KEY = 'impactJobs.pendingRuns';
/** Of exports that are downloaded when done. */
export const WANTED_DOWNLOADS_KEY = 'impactJobs.wantedDownloads';
