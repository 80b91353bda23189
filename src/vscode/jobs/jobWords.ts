import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import { type JobEntry, theirNow } from '../../core/jobs/jobEntry';
import { isFailed, isRunning, canStillChange, runDuration } from '../../core/jobs/jobState';
import { shownAt } from '../../core/jobs/jobGroups';
import { stalledFor, timeLeft } from '../../core/jobs/progress';
import { isRetrying, type RetriedEntry, retryOf } from '../../core/jobs/retries';
import { briefName } from '../../core/words/briefName';
import * as core from '../../core/words/jobWords';
import { transferInWords } from '../downloads/downloadWords';
import { retryInWords } from '../watching/retryWords';
import { editorLanguage } from '../words/editorLanguage';
import { isolated } from '../../core/words/isolated';
import {
  ageInWords,
  ageWithTime,
  clockTime,
  durationInWords,
  numberInWords,
  percentInWords,
  timeLeftInWords,
} from '../words/timeWords';
import { plural } from '../words/plural';

const MINUTE_MS = 60_000;

type NamedEntry = Pick<JobEntry, 'name' | 'programName' | 'job'>;

/** `Report export` for `ApiReport`. A type that this version doesn't know is split into its words. */
export function typeInWords(type: string): string {
  return core.typeInWords(type, editorLanguage());
}

export function statusInWords(job: Pick<Job, 'status' | 'statusText'>): string {
  return core.statusInWords(job, editorLanguage());
}

/** The status. For a job in error, also whether impact.com is still retrying. */
export function stateInWords(entry: RetriedEntry, nowMs: number): string {
  const status = statusInWords(entry.job);
  return isRetrying(entry, nowMs) ? vscode.l10n.t('{0}, retrying', status) : status;
}

/**
 * Whether the user always or never wants notifications about this job. Empty if the settings decide, or if the job
 * can't change anymore.
 */
export function alertInWords({ job, alert }: Pick<JobEntry, 'job' | 'alert'>, nowMs: number): string {
  if (alert === undefined || !canStillChange(job, nowMs)) {
    return '';
  }
  return alert === 'watched' ? vscode.l10n.t('watched') : vscode.l10n.t('muted');
}

/** What the job works on: its report if known, otherwise its type. */
export function workName({ name, job }: Pick<JobEntry, 'name' | 'job'>): string {
  return name ?? typeInWords(job.type);
}

/** The program's name, or `Program 1001` if only its ID is known. Empty for a job without a program. */
export function programInWords({ programName, job: { programId } }: Pick<JobEntry, 'programName' | 'job'>): string {
  return programName ?? (programId === '' ? '' : vscode.l10n.t('Program {0}', programId));
}

/** A job's name in a sentence about what just happened to it: `Report export (Program 1001)`. */
export function nameWithProgram(entry: NamedEntry): string {
  return withDetails(workName(entry), programInWords(entry));
}

/**
 * The name of a job where no row or column distinguishes it from others of the same name: `Report export (Program 1001,
 * 14:05)`.
 */
export function distinctName(entry: NamedEntry, nowMs: number, at = shownAt(entry.job)): string {
  return withDetails(workName(entry), programInWords(entry), at === undefined ? '' : clockTime(at, nowMs));
}

function withDetails(name: string, ...details: readonly string[]): string {
  const known = details.filter((detail) => detail !== '').map(isolated);
  return known.length === 0 ? name : vscode.l10n.t('{0} ({1})', isolated(name), known.join(', '));
}

/** A row's label: what the job works on and, while it runs, its progress. */
export function jobLabel(entry: JobEntry): string {
  const { percent } = entry.job;
  return isRunning(entry.job) && percent !== undefined
    ? `${isolated(workName(entry))} ${percentInWords(percent)}`
    : isolated(workName(entry));
}

/** A row's description: what distinguishes it from other rows, the most important first. */
export function jobDescription(entry: JobEntry, nowMs: number, withStatus = false, accountName = ''): string {
  const { job, transfer } = entry;
  const parts = [
    isolated(briefName(programInWords(entry))),
    withStatus && !isRunning(job) ? statusInWords(job) : '',
    transfer === undefined ? '' : transferInWords(transfer),
    momentInWords(entry, nowMs, 'short'),
    // After what tells the account's own jobs apart, which a narrow row would otherwise cut off.
    isolated(briefName(accountName)),
    alertInWords(entry, nowMs),
    lastSeenInWords(entry, nowMs, 'short'),
  ];
  if (job.recordsProcessed !== undefined && job.recordsProcessed > 0) {
    parts.push(recordsInWords(job.recordsProcessed));
  }
  return parts.filter((part) => part !== '').join(' · ');
}

/** `1 record`, `1,234 records`. */
export function recordsInWords(count: number): string {
  const number = numberInWords(count);
  return plural(count, vscode.l10n.t('{0} record', number), vscode.l10n.t('{0} records', number));
}

/** `last seen 3 days ago` for a job that isn't in the list anymore. Empty for other jobs. */
export function lastSeenInWords(
  { lastSeenAtMs }: Pick<JobEntry, 'lastSeenAtMs'>,
  nowMs: number,
  style: 'short' | 'long',
): string {
  return lastSeenAtMs === undefined ? '' : vscode.l10n.t('last seen {0}', ageInWords(lastSeenAtMs, nowMs, style));
}

/** Where a job is in its life: the time left, a stall, a retry, or its age. */
export function momentInWords(entry: JobEntry, nowMs: number, style: 'short' | 'long'): string {
  const { job } = entry;
  const theirNowMs = theirNow(entry, nowMs);
  const stalled = stalledFor(entry, nowMs);
  if (stalled !== undefined) {
    return vscode.l10n.t('no progress for {0}', durationInWords(wholeMinutes(stalled), style));
  }
  const left = timeLeft(entry, nowMs);
  if (left !== undefined) {
    return timeLeftInWords(left, style);
  }
  const retry = retryOf(entry, nowMs);
  if (retry !== undefined) {
    return retryInWords(retry, nowMs, style);
  }
  const running = isRunning(job) ? runDuration(job, theirNowMs) : undefined;
  if (running !== undefined) {
    return vscode.l10n.t('{0} so far', durationInWords(wholeMinutes(running), style));
  }
  const at = shownAt(job);
  return at === undefined ? '' : ageWithTime(at, theirNowMs, style);
}

/** A duration that still grows, without the seconds: a row that shows it would change all the time. */
export function wholeMinutes(durationMs: number): number {
  return durationMs < MINUTE_MS ? durationMs : Math.floor(durationMs / MINUTE_MS) * MINUTE_MS;
}

/** What a screen reader says for a row, in one sentence. */
export function spokenJob(entry: JobEntry, nowMs: number): string {
  const { job, download, transfer } = entry;
  const parts = [workName(entry), stateInWords(entry, nowMs), transfer === undefined ? '' : transferInWords(transfer)];
  if (isRunning(job) && job.percent !== undefined) {
    parts.push(vscode.l10n.t('{0} percent', Math.floor(job.percent)));
  }
  parts.push(momentInWords(entry, nowMs, 'long'), alertInWords(entry, nowMs));
  if (entry.lastSeenAtMs !== undefined) {
    parts.push(vscode.l10n.t('no longer in the list'), lastSeenInWords(entry, nowMs, 'long'));
  }
  if (job.recordsProcessed !== undefined && job.recordsProcessed > 0) {
    parts.push(recordsInWords(job.recordsProcessed));
  }
  if (job.programId !== '') {
    parts.push(vscode.l10n.t('program {0}', entry.programName ?? job.programId));
  }
  if (job.statusMessage !== '' && isFailed(job)) {
    parts.push(job.statusMessage);
  }
  if (download !== undefined) {
    parts.push(vscode.l10n.t('downloaded'));
  }
  return parts.filter((part) => part !== '').join(', ');
}
