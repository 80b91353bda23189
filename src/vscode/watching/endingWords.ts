import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { retryOf } from '../../core/jobs/retries';
import type { Endings } from '../../core/watch/endings';
import { workName } from '../jobs/jobWords';
import { clockTime } from '../words/timeWords';
import { plural } from '../words/plural';

const MAX_NAMED = 3;

/** All ended jobs in one message, the most important first. Empty if no job has ended. */
export function endingsInWords({ completed, failed, cancelled, retrying }: Endings, nowMs: number): string {
  const sentences = [
    ...sentencesOf(failed, failureInWords, (count) => vscode.l10n.t('{0} jobs failed: {1}.', count, names(failed))),
    ...sentencesOf(
      retrying,
      (entry) => errorInWords(entry, nowMs),
      (count) => vscode.l10n.t('{0} jobs ran into an error and might be retried: {1}.', count, names(retrying)),
    ),
    ...sentencesOf(
      cancelled,
      (entry) => vscode.l10n.t('{0} was canceled.', workName(entry)),
      (count) => vscode.l10n.t('{0} jobs were canceled: {1}.', count, names(cancelled)),
    ),
    ...sentencesOf(
      completed,
      (entry) => vscode.l10n.t('{0} completed.', workName(entry)),
      (count) => vscode.l10n.t('{0} jobs completed: {1}.', count, names(completed)),
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
    ? vscode.l10n.t('{0} failed.', workName(entry))
    : vscode.l10n.t('{0} failed: {1}', workName(entry), statusMessage);
}

function errorInWords(entry: JobEntry, nowMs: number): string {
  const { statusMessage } = entry.job;
  const nextAtMs = retryOf(entry, nowMs)?.nextAtMs;
  return [
    statusMessage === ''
      ? vscode.l10n.t('{0} ran into an error.', workName(entry))
      : vscode.l10n.t('{0} ran into an error: {1}', workName(entry), statusMessage),
    nextAtMs === undefined || nextAtMs <= nowMs
      ? vscode.l10n.t('impact.com might retry automatically.')
      : vscode.l10n.t('impact.com might retry at {0}.', clockTime(nextAtMs, nowMs)),
  ].join(' ');
}

function names(entries: readonly JobEntry[]): string {
  const named = entries.slice(0, MAX_NAMED).map(workName).join(', ');
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
