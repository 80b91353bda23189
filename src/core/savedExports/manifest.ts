import type { Filters } from '../reports/filterValues';
import type { DayRange, PeriodId } from '../reports/period';

/** Beside the files that it tells of. */
export const MANIFEST_FILE = 'impact-manifest.json';
export const MANIFEST_VERSION = 1;

/** Where a file came from, so that a month later one can tell what a number in it is. Times are ISO 8601, in UTC. */
export interface ManifestFile {
  /** The file's name, in the manifest's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Without the header; null where the format's rows cannot be told apart. */
  readonly rows: number | null;
  readonly export: string;
  /** The set that it was run with; null for an export on its own. */
  readonly set: string | null;
  readonly report: { readonly id: string; readonly name: string };
  readonly format: string;
  /** As they were sent to impact.com. A list is a parameter that was repeated. */
  readonly parameters: Filters;
  /** The days that were meant, and those that this was when the export was run; null where the days were fixed. */
  readonly period: (DayRange & { readonly name: PeriodId; readonly timeZone: string }) | null;
  readonly account: { readonly sid: string; readonly kind: string };
  readonly job: {
    readonly id: string;
    /** impact.com had run the same export before: the numbers are of that time. */
    readonly existedBefore: boolean;
    /** The job that this one repeats. */
    readonly replayOf: string | null;
    readonly createdAt: string | null;
    readonly startedAt: string | null;
    readonly completedAt: string | null;
  };
  readonly runAt: string;
  readonly downloadedAt: string;
}

/** An export of a set whose result is not there, so that one can tell that a folder is not whole. */
export interface ManifestFailure {
  readonly export: string;
  readonly set: string;
  /** In words, in the language of VS Code. */
  readonly reason: string;
  /** Null where no job was scheduled, as the others. */
  readonly job: string | null;
  readonly report: ManifestFile['report'] | null;
  readonly parameters: ManifestFile['parameters'] | null;
  readonly runAt: string;
}

export interface Manifest {
  readonly version: typeof MANIFEST_VERSION;
  /** The latest last. */
  readonly files: readonly ManifestFile[];
  /** The failures of each export's last run. Undefined if none failed. */
  readonly failed?: readonly ManifestFailure[];
}

/** Milliseconds since the epoch as the manifest has them. */
export function manifestTime(atMs: number): string;
export function manifestTime(atMs: number | undefined): string | null;
export function manifestTime(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
