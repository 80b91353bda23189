import * as vscode from 'vscode';
import type { Account } from '../../core/accounts/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { endedAt } from '../../core/jobs/jobState';
import { headFields, jobFields } from '../words/jobFields';
import { jobLabel, stateInWords, statusInWords } from '../words/jobWords';
import { durationInWords, fullTime } from '../words/timeWords';

/** A job as a text: every field in words, one a line, and what happened when. */
export function jobDetailsText(entry: JobEntry, account: Account, nowMs: number): string {
  const fields = [...headFields(entry, nowMs), ...jobFields(entry, account, nowMs)];
  const width = Math.max(...fields.map(({ name }) => name.length));
  const lines = fields.map(({ name, value }) => `${name.padEnd(width)}   ${value.replace(/\s*\n\s*/g, ' ')}`);
  const title = `${jobLabel(entry)} · ${stateInWords(entry, nowMs)}`;
  return [title, '='.repeat(title.length), '', ...lines, '', vscode.l10n.t('Timeline'), '', ...timeline(entry), ''].join('\n');
}

/** What happened when, oldest first, with the time since the step before. */
function timeline({ job, samples }: JobEntry): readonly string[] {
  const end = endedAt(job);
  const steps: readonly (readonly [number | undefined, string])[] = [
    [job.createdAt, vscode.l10n.t('Created')],
    [job.status === 'QUEUED' ? undefined : job.startedAt, vscode.l10n.t('Started')],
    ...samples.map(({ atMs, percent }) => [atMs, `${Math.floor(percent)}%`] as const),
    [end, statusInWords(job)],
  ];
  const known = steps.filter((step): step is readonly [number, string] => step[0] !== undefined).sort(([a], [b]) => a - b);
  return known.map(([at, what], index) => {
    const before = known[index - 1]?.[0];
    return `${fullTime(at)}   ${what}${before === undefined ? '' : `   +${durationInWords(at - before)}`}`;
  });
}
