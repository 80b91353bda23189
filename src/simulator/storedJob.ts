import type { JobRun } from './jobScript';
import type { JobState } from './jobState';

/** A job in the simulator. Only the replay of a Brand's or Partner's job starts a second run with the same ID. */
export interface StoredJob extends JobRun {
  readonly id: string;
  readonly accountSid: string;
  /** The number of replays in its chain so far, which changes the result. */
  readonly revision: number;
  /** The first job of a chain of replays. All of them export the same period, so their results are similar. */
  readonly origin: { readonly id: string; readonly createdAtMs: number };
  /** The dates from earlier runs with the same ID that the current run hasn't reached yet. */
  readonly earlier: Partial<JobState>;
}
