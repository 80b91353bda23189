import type { JobAction } from '../../core/jobs/jobActions';
import type { Tone } from '../../core/jobs/statuses';
import type { GridWords } from '../grid/protocol';
import type { PluralForms } from '../../core/pluralForm';
import type { IconName } from '../kit/icons';
import { isRecord } from '../../core/isRecord';

/**
 * How a column's cells are shown, sorted, and filtered. A `job` is a text after the job's icon; a `time` is in
 * milliseconds since the epoch.
 */
export type CellKind = 'job' | 'text' | 'number' | 'percent' | 'time' | 'duration';

/** Texts are in the user's language; the page formats numbers, because it shows few rows at a time. */
export type Cell = string | number | undefined;

export interface ColumnView {
  readonly id: string;
  readonly kind: CellKind;
  readonly title: string;
  readonly widthPx: number;
}

/** The actions for the selected rows, in the order of the buttons. */
export const TABLE_ACTIONS = [
  'resumeDownload',
  'pauseDownload',
  'cancelDownload',
  'openResult',
  'download',
  'previewResult',
  'newNotebook',
  'replay',
  'showDetails',
  'copyId',
  'hideJob',
] as const satisfies readonly JobAction[];
export type TableAction = (typeof TABLE_ACTIONS)[number];
/** The actions that only a key runs. */
const KEY_ACTIONS = ['renameJob'] as const satisfies readonly JobAction[];

export interface TableActionView {
  readonly action: TableAction;
  readonly label: string;
  readonly icon: IconName;
  /** Whether the action is offered only for a single row. */
  readonly isForOne: boolean;
}

/** One job. */
export interface TableRow {
  readonly id: string;
  /** The name of a drawing in media/rings. */
  readonly icon: string;
  readonly tone: Tone;
  /** Rows are ordered by this, newest first, until the user sorts them. */
  readonly createdAt: number | undefined;
  /** By column ID. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** All actions that the job supports. The row's menu has more of them than `TABLE_ACTIONS`. */
  readonly can: readonly JobAction[];
}

/** The user's preferences for the table. Stored for the next time it opens. */
export interface TablePreferences {
  /** IDs of the columns that are shown. */
  readonly columns: readonly string[];
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
}

/** The page's own texts. `{0}` stands for a value. */
export interface TableWords extends GridWords {
  readonly table: string;
  /** All columns, in order. */
  readonly columns: readonly ColumnView[];
  readonly actions: readonly TableActionView[];
  readonly chooseColumns: string;
  readonly countAll: PluralForms;
  readonly countShown: string;
  readonly countPicked: string;
  readonly clearPicked: string;
  readonly nonePicked: string;
  readonly pickedActions: string;
  /** The page's heading, for screen readers. */
  readonly heading: string;
}

/** Why there are no jobs, and the labels of the next steps. */
export interface NoJobs {
  readonly sentences: readonly string[];
  readonly steps: readonly string[];
}

export type TableMessage =
  | { readonly kind: 'rows'; readonly rows: readonly TableRow[]; readonly preferences: TablePreferences }
  | { readonly kind: 'changes'; readonly changed: readonly TableRow[]; readonly removedIds: readonly string[] }
  /** Sent while there are no jobs, each time the reason changes. */
  | ({ readonly kind: 'noJobs' } & NoJobs)
  /** Selects these rows, and shows the first one. */
  | { readonly kind: 'pick'; readonly ids: readonly string[] };

export type TableRequest =
  | {
      readonly kind: 'run';
      readonly action: TableAction | (typeof KEY_ACTIONS)[number];
      readonly ids: readonly string[];
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'prefer'; readonly preferences: unknown }
  /** Takes one of the next steps of a table without jobs. */
  | { readonly kind: 'step'; readonly index: number };

/** Runs in the page. Checks little, because the extension that sends the message has the same version. */
export function decodeTableMessage(message: unknown): TableMessage | undefined {
  const isOurs =
    isRecord(message) &&
    (message['kind'] === 'rows'
      ? Array.isArray(message['rows'])
      : (message['kind'] === 'changes' && Array.isArray(message['changed'])) ||
        (message['kind'] === 'pick' && Array.isArray(message['ids'])) ||
        (message['kind'] === 'noJobs' && Array.isArray(message['steps'])));
  return isOurs ? (message as unknown as TableMessage) : undefined;
}

/** Runs in the extension. Checks the whole message, because the page shows data from strangers. */
export function decodeTableRequest(message: unknown): TableRequest | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { kind, action: name, ids, text, preferences, index } = message;
  const action = [...TABLE_ACTIONS, ...KEY_ACTIONS].find((known) => known === name);
  if (kind === 'run' && action !== undefined && Array.isArray(ids) && ids.every((id) => typeof id === 'string')) {
    return { kind, action, ids };
  }
  if (kind === 'copy' && typeof text === 'string') {
    return { kind, text };
  }
  if (kind === 'step' && typeof index === 'number') {
    return { kind, index };
  }
  return kind === 'prefer' ? { kind, preferences } : undefined;
}

/** Reads the preferences that VS Code stored, perhaps for another version of this extension. Drops unknown columns. */
export function decodePreferences(
  value: unknown,
  known: readonly string[],
  initial: readonly string[],
): TablePreferences {
  const { columns, sort } = isRecord(value) ? value : {};
  const chosen = Array.isArray(columns) ? known.filter((id) => columns.includes(id)) : [];
  const { columnId, direction } = isRecord(sort) ? sort : {};
  return {
    columns: chosen.length === 0 ? initial : chosen,
    sort: typeof columnId === 'string' && (direction === 1 || direction === -1) ? { columnId, direction } : undefined,
  };
}
