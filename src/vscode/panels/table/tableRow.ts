import * as vscode from 'vscode';
import type { Account } from '../../../core/account';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { endedAt, isRunning, isWatched, runDuration } from '../../../core/jobs/jobState';
import type { TableRow } from '../../../webviews/table/protocol';
import { iconName } from '../../jobs/jobIcons';
import { lastSeenInWords, momentInWords, statusInWords, typeInWords, workName } from '../../jobs/jobWords';
import { tableActions } from './tableActions';

/** A job as a row of the table. */
export function tableRow(entry: JobEntry, account: Account, nowMs: number): TableRow {
  const { key, job, download } = entry;
  const isPending = isWatched(job, nowMs);
  return {
    id: key,
    icon: iconName(entry, nowMs),
    name: workName(entry),
    status: statusInWords(job),
    progress: isRunning(job) ? job.percent : undefined,
    moment: isPending ? momentInWords(entry, nowMs, 'short') : lastSeenInWords(entry, nowMs, 'short'),
    records: job.recordsProcessed,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    endedAt: endedAt(job),
    durationMs: runDuration(job, nowMs),
    type: typeInWords(job.type),
    program: job.programId,
    account: account.name,
    file: download === undefined ? '' : (vscode.Uri.parse(download.uri).path.split('/').at(-1) ?? ''),
    message: job.statusMessage,
    jobId: job.id,
    can: tableActions(entry, account, nowMs),
  };
}
