import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { sentenceFor } from '../words/errorMessages';
import { kindInWords } from '../accounts/accountWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { type JobField, jobFieldGroups } from './jobFields';
import { jobLabel, stateInWords } from './jobWords';
import { clockTime } from '../words/timeWords';

/** The tooltip of a row: about its job, or about the account if it's the account's own row. */
export function rowTooltip(
  account: AccountSnapshot,
  entry: JobEntry | undefined,
  nowMs: number,
): vscode.MarkdownString | string {
  return entry === undefined ? accountTooltip(account, nowMs) : jobTooltip(entry, account.account, nowMs);
}

/** The job's fields in words. Text from the server never becomes a link, an image, or a command. */
function jobTooltip(entry: JobEntry, account: Account, nowMs: number): vscode.MarkdownString {
  const rows = briefFields(entry, account, nowMs).map(
    ({ name, value }) => `|${asPlainMarkdown(name)}&nbsp;&nbsp;|${asPlainMarkdown(value)}|`,
  );
  const head = `**${asPlainMarkdown(jobLabel(entry))}** · ${asPlainMarkdown(stateInWords(entry, nowMs))}`;
  const message = entry.job.statusMessage === '' ? [] : [asPlainMarkdown(entry.job.statusMessage)];
  return new vscode.MarkdownString([head, ...message, ['|   |   |', '|:--|:--|', ...rows].join('\n')].join('\n\n'));
}

/** The fields that fit above a row, without addresses and checksums. The details have all of them. */
function briefFields(entry: JobEntry, account: Account, nowMs: number): readonly JobField[] {
  const { progress, times, work, parameters, result, id, unread } = jobFieldGroups(entry, account, nowMs);
  const long = new Set([entry.job.resultUri, entry.download?.sha256]);
  return [
    ...progress,
    ...times,
    ...work,
    ...parameters,
    ...result.filter(({ value }) => !long.has(value)),
    ...id,
    ...unread,
  ];
}

/** The account in words, as plain text, because its name and errors come from outside. */
function accountTooltip({ account, sync }: AccountSnapshot, nowMs: number): string {
  return [
    account.name,
    account.brandId === undefined
      ? vscode.l10n.t('{0}, Account SID {1}', kindInWords(account.kind), account.sid)
      : vscode.l10n.t('Brand {0}, through the agency with Account SID {1}', account.brandId, account.sid),
    ...(account.source === 'environment'
      ? [vscode.l10n.t('From the environment variables IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN')]
      : []),
    ...(account.isReadOnly ? [vscode.l10n.t("Its token is read-only and can't replay jobs.")] : []),
    ...(account.isReadOnly && account.source === 'stored'
      ? [vscode.l10n.t('After the token gets this permission, enter it again with Replace Token.')]
      : []),
    ...(sync.kind === 'off' ? [vscode.l10n.t('Turned off. No requests are sent for it.')] : []),
    ...(sync.kind === 'failed' && sync.lastGoodAtMs !== undefined
      ? [vscode.l10n.t('As of {0}.', clockTime(sync.lastGoodAtMs, nowMs))]
      : []),
    ...(sync.kind === 'failed' ? [sentenceFor(sync.error, nowMs)] : []),
    ...(sync.kind === 'failed' && sync.nextTryAtMs !== undefined
      ? [vscode.l10n.t('Next try: {0}.', clockTime(sync.nextTryAtMs, nowMs))]
      : []),
  ].join('\n');
}
