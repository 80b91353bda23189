import * as vscode from 'vscode';
import type { Account } from '../../../core/account';
import { type JobEntry, theirNow } from '../../../core/jobs/jobEntry';
import { endedAt, isRunning, canStillChange, runDuration } from '../../../core/jobs/jobState';
import type { Cell, CellKind, ColumnView } from '../../../webviews/table/protocol';
import { lastSeenInWords, momentInWords, statusInWords, typeInWords, workName } from '../../jobs/jobWords';

interface CellSource {
  readonly entry: JobEntry;
  readonly account: Account;
  readonly nowMs: number;
}

interface TableColumn {
  /** Stored with the user's preferences, so a released ID never changes. */
  readonly id: string;
  /** How the page shows, sorts, and filters the cells. */
  readonly kind: CellKind;
  /** A function, because VS Code loads translations after this module. */
  readonly title: () => string;
  readonly widthPx: number;
  /** Whether the column is shown until the user selects columns. */
  readonly isInitial: boolean;
  readonly cell: (source: CellSource) => Cell;
}

/** Every column of the jobs table, in order. The page is generic: to add a column, add it here. */
const COLUMNS: readonly TableColumn[] = [
  {
    id: 'name',
    kind: 'job',
    title: () => vscode.l10n.t('Job'),
    widthPx: 230,
    isInitial: true,
    cell: ({ entry }) => workName(entry),
  },
  {
    id: 'account',
    kind: 'text',
    title: () => vscode.l10n.t('Account'),
    widthPx: 190,
    isInitial: false,
    cell: ({ account }) => account.name,
  },
  {
    id: 'status',
    kind: 'text',
    title: () => vscode.l10n.t('Status'),
    widthPx: 100,
    isInitial: true,
    cell: ({ entry }) => statusInWords(entry.job),
  },
  {
    id: 'progress',
    kind: 'percent',
    title: () => vscode.l10n.t('Progress'),
    widthPx: 90,
    isInitial: true,
    cell: ({ entry: { job } }) => (isRunning(job) ? job.percent : undefined),
  },
  {
    id: 'moment',
    kind: 'text',
    title: () => vscode.l10n.t('Time'),
    widthPx: 140,
    isInitial: true,
    cell: ({ entry, nowMs }) =>
      canStillChange(entry.job, nowMs) ? momentInWords(entry, nowMs, 'short') : lastSeenInWords(entry, nowMs, 'short'),
  },
  {
    id: 'records',
    kind: 'number',
    title: () => vscode.l10n.t('Records'),
    widthPx: 100,
    isInitial: true,
    cell: ({ entry }) => entry.job.recordsProcessed,
  },
  {
    id: 'created',
    kind: 'time',
    title: () => vscode.l10n.t('Created'),
    widthPx: 170,
    isInitial: true,
    cell: ({ entry }) => entry.job.createdAt,
  },
  {
    id: 'started',
    kind: 'time',
    title: () => vscode.l10n.t('Started'),
    widthPx: 170,
    isInitial: false,
    cell: ({ entry }) => entry.job.startedAt,
  },
  {
    id: 'ended',
    kind: 'time',
    title: () => vscode.l10n.t('Ended'),
    widthPx: 170,
    isInitial: false,
    cell: ({ entry }) => endedAt(entry.job),
  },
  {
    id: 'duration',
    kind: 'duration',
    title: () => vscode.l10n.t('Duration'),
    widthPx: 90,
    isInitial: true,
    cell: ({ entry, nowMs }) => runDuration(entry.job, theirNow(entry, nowMs)),
  },
  {
    id: 'type',
    kind: 'text',
    title: () => vscode.l10n.t('Type'),
    widthPx: 130,
    isInitial: true,
    cell: ({ entry }) => typeInWords(entry.job.type),
  },
  {
    id: 'program',
    kind: 'text',
    title: () => vscode.l10n.t('Program'),
    widthPx: 90,
    isInitial: true,
    cell: ({ entry }) => entry.programName ?? entry.job.programId,
  },
  {
    id: 'file',
    kind: 'text',
    title: () => vscode.l10n.t('File'),
    widthPx: 240,
    isInitial: false,
    cell: ({ entry: { download } }) => download && vscode.Uri.parse(download.uri).path.split('/').at(-1),
  },
  {
    id: 'message',
    kind: 'text',
    title: () => vscode.l10n.t('Message'),
    widthPx: 300,
    isInitial: true,
    cell: ({ entry }) => entry.job.statusMessage,
  },
  {
    id: 'id',
    kind: 'text',
    title: () => vscode.l10n.t('Job ID'),
    widthPx: 280,
    isInitial: false,
    cell: ({ entry }) => entry.job.id,
  },
];

export const COLUMN_IDS = COLUMNS.map(({ id }) => id);

/** The columns shown until the user selects some. Several accounts are told apart by theirs. */
export function initialColumnIds(accountCount: number): readonly string[] {
  return COLUMNS.filter(({ id, isInitial }) => isInitial || (id === 'account' && accountCount > 1)).map(({ id }) => id);
}

/** The columns as the page shows them. */
export function columnViews(): readonly ColumnView[] {
  return COLUMNS.map(({ id, kind, title, widthPx }) => ({ id, kind, title: title(), widthPx }));
}

/** A job's cells, by column ID. */
export function cellsOf(source: CellSource): Readonly<Record<string, Cell>> {
  return Object.fromEntries(COLUMNS.map(({ id, cell }) => [id, cell(source)]));
}
