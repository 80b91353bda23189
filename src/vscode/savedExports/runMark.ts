/** The progress of a running export or set, shown in its row. */
export interface RunMark {
  readonly done: number;
  readonly total: number;
}

/** How the last run of an export or a set ended. */
export interface LastRun {
  readonly atMs: number;
  readonly downloaded: number;
  readonly failed: number;
  /** The bytes of each export's latest result. Undefined if another version wrote this. */
  readonly bytes?: Readonly<Record<string, number>>;
}

/** Where the workspace's state keeps each export's `LastRun`, by name. */
export const LAST_RUNS_KEY = 'impactJobs.lastRuns';
