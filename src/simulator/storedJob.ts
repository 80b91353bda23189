import type { JobRun } from './jobScript';
import type { JobState } from './jobState';

/** A job as the simulator keeps it. Only a Brand's or Partner's replay gives a job a second run under the same id. */
export interface StoredJob extends JobRun {
  readonly id: string;
  readonly accountSid: string;
  /** Replays so far along its line: they change what is in the result. */
  readonly revision: number;
  /** The first job of a line of replays, which all export the same period: their results resemble each other. */
  readonly origin: { readonly id: string; readonly createdAtMs: number };
  /** What earlier runs of the same id left behind: the dates that the present run has not reached yet. */
  readonly earlier: Partial<JobState>;
}
