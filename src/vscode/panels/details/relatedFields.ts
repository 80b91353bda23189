import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { type AccountSnapshot, entriesOf, entryIn } from '../../../core/jobs/snapshot';
import type { FieldView } from '../../../webviews/details/protocol';
import { statusInWords } from '../../jobs/jobWords';
import { fullTime } from '../../words/timeWords';

/** The job that this one replays, and the jobs that replay it. Only replays that were requested from here are known. */
export function relatedFields({ job, replayOf }: JobEntry, account: AccountSnapshot): readonly FieldView[] {
  const replays = entriesOf(account)
    .filter((entry) => entry.replayOf === job.id)
    .sort((a, b) => (a.job.createdAt ?? 0) - (b.job.createdAt ?? 0));
  return [
    ...(replayOf === undefined ? [] : [link(vscode.l10n.t('Replay of'), replayOf, entryIn(account, replayOf))]),
    ...replays.map((entry) => link(vscode.l10n.t('Replayed as'), entry.job.id, entry)),
  ];
}

function link(name: string, jobId: string, entry: JobEntry | undefined): FieldView {
  const created = entry?.job.createdAt;
  const parts =
    entry === undefined ? [] : [statusInWords(entry.job), ...(created === undefined ? [] : [fullTime(created)])];
  return { name, value: [jobId.slice(0, 8), ...parts].join(' · '), form: { jobId } };
}
