import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { retryOf } from '../../core/jobs/retries';
import type { Endings } from '../../core/watch/endings';
import { distinctName, nameWithProgram } from '../jobs/jobWords';
import { clockTime } from '../words/timeWords';
import { plural } from '../words/plural';

const MAX_NAMED = 3;

/** All ended jobs in one message, the most important first. Empty if no job has ended. */
export function endingsInWords({ completed, failed, cancelled, retrying }: Endings, nowMs: number): string {
  const sentences = [
    ...sentencesOf(failed, failureInWords, (count) =>
      vscode.l10n.t('{0} jobs failed: {1}.', count, names(failed, nowMs)),
    ),
    ...sentencesOf(
      retrying,
      (entry) => errorInWords(entry, nowMs),
      (count) => vscode.l10n.t('{0} jobs ran into an error and might be retried: {1}.', count, names(retrying, nowMs)),
    ),
    ...sentencesOf(
      cancelled,
      (entry) => vscode.l10n.t('{0} was canceled.', nameWithProgram(entry)),
      (count) => vscode.l10n.t('{0} jobs were canceled: {1}.', count, names(cancelled, nowMs)),
    ),
    ...sentencesOf(
      completed,
      (entry) => vscode.l10n.t('{0} completed.', nameWithProgram(entry)),
      (count) => vscode.l10n.t('{0} jobs completed: {1}.', count, names(completed, nowMs)),
    ),
  ];
  return sentences.join(' ');
}

function sentencesOf(
  entries: readonly JobEntry[],
  one: (entry: JobEntry) => string,
  several: (count: number) => string,
): readonly string[] {
  const [only, ...others] = entries;
  return only === undefined ? [] : [others.length === 0 ? one(only) : several(entries.length)];
}

function failureInWords(entry: JobEntry): string {
  const { statusMessage } = entry.job;
  return statusMessage === ''
    ? vscode.l10n.t('{0} failed.', nameWithProgram(entry))
    : vscode.l10n.t('{0} failed: {1}', nameWithProgram(entry), statusMessage);
}

function errorInWords(entry: JobEntry, nowMs: number): string {
  const { statusMessage } = entry.job;
  const nextAtMs = retryOf(entry, nowMs)?.nextAtMs;
  return [
    statusMessage === ''
      ? vscode.l10n.t('{0} ran into an error.', nameWithProgram(entry))
      : vscode.l10n.t('{0} ran into an error: {1}', nameWithProgram(entry), statusMessage),
    nextAtMs === undefined || nextAtMs <= nowMs
      ? vscode.l10n.t('impact.com might retry automatically.')
      : vscode.l10n.t('impact.com might retry at {0}.', clockTime(nextAtMs, nowMs)),
  ].join(' ');
}

function names(entries: readonly JobEntry[], nowMs: number): string {
  const all = entries.map(nameWithProgram);
  const named = entries
    .slice(0, MAX_NAMED)
    .map((entry, index) => {
      const isRepeated = all.filter((name) => name === all[index]).length > 1;
      return isRepeated ? distinctName(entry, nowMs, entry.job.createdAt) : all[index]; // they ended together
    })
    .join(', ');
  const more = entries.length - MAX_NAMED;
  if (more <= 0) {
    return named;
  }
  return plural(
    more,
    vscode.l10n.t({ message: '{0} and {1} more', args: [named, more], comment: ['singular'] }),
    vscode.l10n.t('{0} and {1} more', named, more),
  );
}
