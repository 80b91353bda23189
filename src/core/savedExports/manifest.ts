import type { Filters } from '../reports/filterValues';
import type { DayRange, PeriodId } from '../reports/period';

/** The manifest's file name. It's in the same folder as the files that it describes. */
export const MANIFEST_FILE = 'impact-manifest.json';
export const MANIFEST_VERSION = 1;

/** Where a file came from, so that people can trace its numbers later. Times are ISO 8601, in UTC. */
export interface ManifestFile {
  /** The file's name, in the manifest's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
  /** Without the header. Null if the format's rows can't be counted. */
  readonly rows: number | null;
  readonly export: string;
  /** The set that the export ran with. Null for a single export. */
  readonly set: string | null;
  readonly report: { readonly id: string; readonly name: string };
  readonly format: string;
  /** As they were sent to impact.com. A list is a parameter that was repeated. */
  readonly parameters: Filters;
  /** The relative period, and the days that it meant for this run. Null for fixed days. */
  readonly period: (DayRange & { readonly name: PeriodId; readonly timeZone: string }) | null;
  /** The days of this file, if the export runs in pieces. */
  readonly piece?: DayRange;
  /** `name`: if the export runs for several accounts. */
  readonly account: { readonly sid: string; readonly kind: string; readonly name?: string };
  readonly job: {
    readonly id: string;
    /** Whether impact.com returned an existing job, so that the numbers are from that time. */
    readonly existedBefore: boolean;
    /** The ID of the job that this one replays. */
    readonly replayOf: string | null;
    readonly createdAt: string | null;
    readonly startedAt: string | null;
    readonly completedAt: string | null;
  };
  readonly runAt: string;
  readonly downloadedAt: string;
  /**
   * The file of a later run with the same export, account, and days, so that nobody adds up both. Undefined for the
   * latest one.
   */
  readonly supersededBy?: string;
}

/** A table that combines several of the files. */
export interface ManifestTable {
  /** The file's name, in the manifest's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
  /** Without the titles. */
  readonly rows: number;
  readonly format: string;
  /** The export whose results it combines. Null for those of the whole set. */
  readonly export: string | null;
  readonly set: string | null;
  readonly columns: readonly { readonly title: string; readonly type: string }[];
  /** The titles that identify a row of a client. */
  readonly key: readonly string[];
  /** How many rows were left out, because a newer row has the same key. */
  readonly replacedRows: number;
  /** How many results the table should have but hasn't, because they weren't exported. */
  readonly missingResults: number;
  /** The currencies of the accounts whose amounts it holds, if there are several. */
  readonly currencies?: readonly string[];
  /** The title of the column that tells these currencies apart. */
  readonly currencyColumn?: string;
  /**
   * The files that it's made of, in their order. `rows`: null for one that couldn't be read. `currency`: of its
   * account, if there are several, and null if it isn't known.
   */
  readonly sources: readonly {
    readonly file: string;
    readonly rows: number | null;
    readonly currency?: string | null;
  }[];
  readonly writtenAt: string;
}

export const MANIFEST_STATES = ['waiting', 'downloaded', 'failed', 'cancelled', 'skipped'] as const;
export type ManifestState = (typeof MANIFEST_STATES)[number];

/** The outcome of an export in its last run, so that people notice that the folder isn't complete. */
export interface ManifestMember {
  readonly export: string;
  /** The set that the export ran with. Null for a single export. */
  readonly set: string | null;
  /** The SID, or the ID of a brand, if the export runs for several accounts. */
  readonly account?: string;
  /** The days, if the export runs in pieces. */
  readonly piece?: DayRange;
  readonly state: ManifestState;
  /** The name of the downloaded file. */
  readonly file: string | null;
  /** A sentence in the user's language that says why there's no file. */
  readonly reason: string | null;
  /** Null, like the others, if no job was scheduled. */
  readonly job: string | null;
  readonly report: ManifestFile['report'] | null;
  readonly parameters: ManifestFile['parameters'] | null;
  readonly runAt: string;
}

/** A member that has ended without a file. Version 1.0 knew only these. */
export type ManifestFailure = Omit<ManifestMember, 'state' | 'file'>;

export interface Manifest {
  readonly version: typeof MANIFEST_VERSION;
  /** The most recent one is last. */
  readonly files: readonly ManifestFile[];
  /** The tables out of several of the files. Undefined if there are none. */
  readonly combined?: readonly ManifestTable[];
  /** Every export that has run into this folder, with its last outcome. */
  readonly members?: readonly ManifestMember[];
  /** The members that have ended without a file. Undefined if there are none. */
  readonly failed?: readonly ManifestFailure[];
}

/** Formats milliseconds since the epoch for the manifest. */
export function manifestTime(atMs: number): string;
export function manifestTime(atMs: number | undefined): string | null;
export function manifestTime(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
