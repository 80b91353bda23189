import type { ResolvedPeriod } from '../../core/savedExports/resolveExport';
import type { ExportParameters } from '../../core/reports/exportRequest';

/** One export of a run: its job is waited for, then its result downloaded. */
export interface PendingItem {
  readonly export: string;
  readonly parameters: ExportParameters;
  readonly period: ResolvedPeriod | undefined;
  readonly accountId: string;
  readonly jobId: string;
  /** impact.com gave a result that was there before. */
  readonly isOld: boolean;
  readonly replayOf: string | undefined;
  /** The template of the file's name; undefined: the setting's. */
  readonly fileName: string | undefined;
}

/** What a run still waits for, kept with the workspace so that a closed window takes it up again. */
export interface PendingRun {
  readonly id: string;
  /** The export or the set, as its row is called. */
  readonly name: string;
  readonly isSet: boolean;
  readonly startedAtMs: number;
  readonly folder: string;
  /** The folder of a workspace that is not on a disk, as a URI. */
  readonly remoteFolder: string | undefined;
  readonly items: readonly PendingItem[];
  /** What has come of the others so far. */
  readonly ended: readonly EndedItem[];
}

export type EndedItem =
  | {
      readonly kind: 'downloaded';
      readonly export: string;
      readonly uri: string;
      readonly bytes: number;
      readonly rows: number | undefined;
      readonly isOld: boolean;
      readonly item: PendingItem;
    }
  /** `item`: undefined where no job was scheduled. */
  | { readonly kind: 'failed'; readonly export: string; readonly sentence: string; readonly item?: PendingItem };

/** Tolerant: what was kept may have been written by another version. */
export function decodePendingRuns(value: unknown): readonly PendingRun[] {
  return Array.isArray(value)
    ? value.filter(
        (run): run is PendingRun =>
          typeof run === 'object' &&
          run !== null &&
          ['id', 'name', 'folder'].every((key) => typeof (run as Record<string, unknown>)[key] === 'string') &&
          ['items', 'ended'].every((key) => Array.isArray((run as Record<string, unknown>)[key])),
      )
    : [];
}
