import type { JobAction } from '../../core/jobs/jobActions';
import type { GridWords } from '../grid/protocol';
import type { IconName } from '../kit/icons';
import { isRecord } from '../kit/isRecord';

/** The columns that there are, in their first order. */
export const TABLE_COLUMNS = [
  'name',
  'status',
  'progress',
  'moment',
  'records',
  'created',
  'started',
  'ended',
  'duration',
  'type',
  'program',
  'account',
  'file',
  'message',
  'id',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** What can be done with the rows that are picked, in the order of the buttons. */
export const TABLE_ACTIONS = [
  'replay',
  'download',
  'resumeDownload',
  'pauseDownload',
  'cancelDownload',
  'openResult',
  'previewResult',
  'showDetails',
  'copyId',
  'hideJob',
] as const satisfies readonly JobAction[];
export type TableAction = (typeof TABLE_ACTIONS)[number];

export interface TableActionView {
  readonly action: TableAction;
  readonly label: string;
  readonly icon: IconName;
  /** Not offered for several rows. */
  readonly isForOne: boolean;
}

/** One job. Texts are words in the user's language; numbers are formatted by the page, which shows few rows at a time. */
export interface TableRow {
  readonly id: string;
  /** The name of a drawing in media/rings. */
  readonly icon: string;
  readonly name: string;
  readonly status: string;
  /** 0 to 100. */
  readonly progress: number | undefined;
  /** Time left, a standstill, a retry; empty for what has ended. */
  readonly moment: string;
  readonly records: number | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly type: string;
  readonly program: string;
  readonly account: string;
  readonly file: string;
  readonly message: string;
  readonly jobId: string;
  readonly can: readonly TableAction[];
}

/** How the user wants the table; kept beyond the panel. */
export interface TableWishes {
  readonly columns: readonly TableColumn[];
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
}

/** What the page says of its own; `{0}` stands for a value. */
export interface TableWords extends GridWords {
  readonly table: string;
  readonly columns: Readonly<Record<TableColumn, string>>;
  readonly actions: readonly TableActionView[];
  readonly chooseColumns: string;
  readonly countAll: string;
  readonly countShown: string;
  readonly countPicked: string;
  readonly clearPicked: string;
  readonly pickedActions: string;
  readonly noJobs: string;
}

export type TableMessage =
  | { readonly kind: 'rows'; readonly rows: readonly TableRow[]; readonly wishes: TableWishes }
  | { readonly kind: 'changes'; readonly changed: readonly TableRow[]; readonly removedIds: readonly string[] };

export type TableRequest =
  | { readonly kind: 'run'; readonly action: TableAction; readonly ids: readonly string[] }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'wish'; readonly wishes: TableWishes };

/** In the page: what comes from the extension, whose parts are of one version. */
export function decodeTableMessage(message: unknown): TableMessage | undefined {
  const isOurs =
    isRecord(message) &&
    (message['kind'] === 'rows'
      ? Array.isArray(message['rows'])
      : message['kind'] === 'changes' && Array.isArray(message['changed']));
  return isOurs ? (message as unknown as TableMessage) : undefined;
}

/** In the extension: what comes from the page, which shows what strangers sent. */
export function decodeTableRequest(message: unknown): TableRequest | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { kind, action: name, ids, text, wishes } = message;
  const action = TABLE_ACTIONS.find((known) => known === name);
  if (kind === 'run' && action !== undefined && Array.isArray(ids) && ids.every((id) => typeof id === 'string')) {
    return { kind, action, ids };
  }
  if (kind === 'copy' && typeof text === 'string') {
    return { kind, text };
  }
  return kind === 'wish' ? { kind, wishes: decodeWishes(wishes) } : undefined;
}

const FIRST_COLUMNS: readonly TableColumn[] = [
  'name',
  'status',
  'progress',
  'moment',
  'records',
  'created',
  'duration',
  'type',
  'program',
  'message',
];

/** Kept by VS Code, perhaps by another version of this extension; what is not understood is as at first. */
export function decodeWishes(value: unknown): TableWishes {
  const { columns, sort } = isRecord(value) ? value : {};
  const known = Array.isArray(columns) ? TABLE_COLUMNS.filter((column) => columns.includes(column)) : [];
  const { columnId, direction } = isRecord(sort) ? sort : {};
  return {
    columns: known.length === 0 ? FIRST_COLUMNS : known,
    sort: typeof columnId === 'string' && (direction === 1 || direction === -1) ? { columnId, direction } : undefined,
  };
}
