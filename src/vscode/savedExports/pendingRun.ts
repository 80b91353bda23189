import type { ResolvedPeriod } from '../../core/savedExports/resolveExport';
import type { ExportParameters } from '../../core/reports/exportRequest';

/** One export of a run, from waiting for its job to downloading its result. */
export interface PendingItem {
  readonly export: string;
  readonly parameters: ExportParameters;
  readonly period: ResolvedPeriod | undefined;
  readonly accountId: string;
  readonly jobId: string;
  /** Whether impact.com returned an existing result instead of creating a new job. */
  readonly isOld: boolean;
  readonly replayOf: string | undefined;
  /** The template of the file's name. Undefined for the template in the settings. */
  readonly fileName: string | undefined;
}

/** What a run still waits for. Stored with the workspace, so that the next window can resume it. */
export interface PendingRun {
  readonly id: string;
  /** The name of the export or the set. */
  readonly name: string;
  readonly isSet: boolean;
  readonly startedAtMs: number;
  readonly folder: string;
  /** The URI of the folder if the workspace isn't on a disk. */
  readonly remoteFolder: string | undefined;
  readonly items: readonly PendingItem[];
  /** The exports that have ended so far. */
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
  /** `item` is undefined if no job was scheduled. */
  | { readonly kind: 'failed'; readonly export: string; readonly sentence: string; readonly item?: PendingItem };

/** Skips invalid entries, because another version might have written the value. */
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
