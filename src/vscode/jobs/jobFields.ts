import * as vscode from 'vscode';
import { yesOrNo } from '../words/yesOrNo';
import { type Account, accountRef } from '../../core/account';
import { type JobEntry, theirNow } from '../../core/jobs/jobEntry';
import type { DownloadMark } from '../../core/jobs/jobMarks';
import { isActive, runDuration } from '../../core/jobs/jobState';
import { timeLeft } from '../../core/jobs/progress';
import { retryOf } from '../../core/jobs/retries';
import { type ExportParameters, filledFilters } from '../../core/reports/exportRequest';
import { transferInWords } from '../downloads/downloadWords';
import { alertInWords, stateInWords, typeInWords } from './jobWords';
import { retryInWords } from '../watching/retryWords';
import {
  ageInWords,
  bytesInWords,
  durationInWords,
  fullTime,
  numberInWords,
  percentInWords,
  timeLeftInWords,
} from '../words/timeWords';

export interface JobField {
  readonly name: string;
  readonly value: string;
}

/** The fields at the top of a job: its status and the server's message. */
export function headFields(entry: JobEntry, nowMs: number): readonly JobField[] {
  const { job } = entry;
  return withValues([
    [vscode.l10n.t('Status'), `${stateInWords(entry, nowMs)}${job.statusText === '' ? '' : ` (${job.statusText})`}`],
    [vscode.l10n.t('Message'), job.statusMessage],
  ]);
}

/** All other fields of a job in words, the most interesting first. Leaves out fields without a value. */
export function jobFields(entry: JobEntry, account: Account, nowMs: number): readonly JobField[] {
  const { progress, times, work, parameters, result, id, unread } = jobFieldGroups(entry, account, nowMs);
  return [...progress, ...times, ...work, ...parameters, ...result, ...id, ...unread];
}

export type JobFieldGroup = 'progress' | 'times' | 'work' | 'parameters' | 'result' | 'id' | 'unread';

/** The fields of a job in words, by subject. */
export function jobFieldGroups(
  entry: JobEntry,
  account: Account,
  nowMs: number,
): Readonly<Record<JobFieldGroup, readonly JobField[]>> {
  const { job, download, transfer } = entry;
  const theirNowMs = theirNow(entry, nowMs);
  const duration = runDuration(job, theirNowMs);
  const left = timeLeft(entry, nowMs);
  const retry = retryOf(entry, nowMs);
  const since = (time: number | undefined, clockMs: number): string =>
    time === undefined ? '' : `${fullTime(time)} (${ageInWords(time, clockMs, 'long')})`;
  const at = (time: number | undefined): string => since(time, theirNowMs);
  return {
    progress: withValues([
      [vscode.l10n.t('Last seen in the list'), since(entry.lastSeenAtMs, nowMs)],
      [vscode.l10n.t('Progress'), job.percent === undefined ? '' : percentInWords(job.percent)],
      [vscode.l10n.t('Time left'), left === undefined ? '' : timeLeftInWords(left, 'long')],
      [vscode.l10n.t('Retries'), retry === undefined ? '' : retryInWords(retry, nowMs, 'long')],
      [vscode.l10n.t('Notifications'), alertField(alertInWords(entry, nowMs), entry)],
      [vscode.l10n.t('Records'), job.recordsProcessed === undefined ? '' : numberInWords(job.recordsProcessed)],
      [
        isActive(job) ? vscode.l10n.t('Running for') : vscode.l10n.t('Ran for'),
        duration === undefined ? '' : durationInWords(duration, 'long'),
      ],
    ]),
    times: withValues([
      [vscode.l10n.t('Created'), at(job.createdAt)],
      [vscode.l10n.t('Started'), at(job.startedAt)],
      [vscode.l10n.t('Last progress'), at(job.progressAt)],
      [vscode.l10n.t('Completed'), at(job.completedAt)],
      [vscode.l10n.t('Cancelled'), at(job.cancelledAt)],
      [vscode.l10n.t('Failed'), at(job.failedAt)],
      [vscode.l10n.t('Abandoned'), at(job.abandonedAt)],
    ]),
    work: withValues([
      [
        vscode.l10n.t('Report'),
        entry.isNameLearned ? vscode.l10n.t('{0} (from the name of its result)', entry.name ?? '') : '',
      ],
      [vscode.l10n.t('Type'), `${typeInWords(job.type)}${job.type === '' ? '' : ` (${job.type})`}`],
      [
        vscode.l10n.t('Program'),
        entry.programName === undefined ? job.programId : `${entry.programName} (${job.programId})`,
      ],
      [vscode.l10n.t('Account'), `${account.name} (${accountRef(account)})`],
      [vscode.l10n.t('Created by'), job.createdBy === account.sid ? '' : job.createdBy],
      [vscode.l10n.t('Can be replayed'), job.replayable === undefined ? '' : yesOrNo(job.replayable)],
    ]),
    parameters: parameterFields(entry.parameters),
    result: withValues([
      [vscode.l10n.t('Result'), job.resultUri],
      [vscode.l10n.t('Download'), transfer === undefined ? '' : transferInWords(transfer)],
      ...fileFields(download, (time) => since(time, nowMs)),
    ]),
    id: withValues([[vscode.l10n.t('Job ID'), job.id]]),
    unread: withValues(
      Object.entries(job.unread ?? {}).map(
        ([name, value]) => [name, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')] as const,
      ),
    ),
  };
}

/** What the job exported. Filters appear by their query names: `START_DATE` as `Start date`. */
function parameterFields(parameters: ExportParameters | undefined): readonly JobField[] {
  if (parameters === undefined) {
    return [];
  }
  const filters = filledFilters(parameters).map(([name, values]) => {
    const words = name.replaceAll('_', ' ').toLowerCase();
    return [words.charAt(0).toUpperCase() + words.slice(1), values.join(', ')] as const;
  });
  return withValues([
    [vscode.l10n.t('Report'), parameters.reportName],
    [vscode.l10n.t('Format'), parameters.format],
    ...filters,
  ]);
}

function fileFields(
  download: DownloadMark | undefined,
  at: (time: number) => string,
): readonly (readonly [string, string])[] {
  if (download === undefined) {
    return [];
  }
  const uri = vscode.Uri.parse(download.uri);
  return [
    [vscode.l10n.t('File'), uri.scheme === 'file' ? uri.fsPath : uri.toString(true)],
    [vscode.l10n.t('File size'), bytesInWords(download.sizeBytes)],
    [vscode.l10n.t('Downloaded'), at(download.atMs)],
    [vscode.l10n.t('SHA-256'), download.sha256],
  ];
}

function alertField(word: string, { alert }: JobEntry): string {
  if (word === '') {
    return '';
  }
  return alert === 'watched'
    ? vscode.l10n.t("{0}: you're notified when the job ends", word)
    : vscode.l10n.t('{0}: you get no notifications for this job', word);
}

function withValues(fields: readonly (readonly [string, string])[]): readonly JobField[] {
  return fields.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value }));
}
