import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { jobFields } from './jobFields';
import { jobLabel, stateInWords } from './jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';

/** Every field in words. What the server sent is data: no link, image or command comes of it. */
export function jobTooltip(entry: JobEntry, account: Account, nowMs: number): vscode.MarkdownString {
  const rows = jobFields(entry, account, nowMs).map(
    ({ name, value }) => `|${asPlainMarkdown(name)}&nbsp;&nbsp;|${asPlainMarkdown(value)}|`,
  );
  const head = `**${asPlainMarkdown(jobLabel(entry))}** · ${asPlainMarkdown(stateInWords(entry, nowMs))}`;
  const message = entry.job.statusMessage === '' ? [] : [asPlainMarkdown(entry.job.statusMessage)];
  return new vscode.MarkdownString([head, ...message, ['|   |   |', '|:--|:--|', ...rows].join('\n')].join('\n\n'));
}
