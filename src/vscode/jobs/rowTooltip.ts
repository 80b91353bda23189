import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { isActive } from '../../core/jobs/jobState';
import { transferInWords } from '../downloads/downloadWords';
import { sentenceFor } from '../words/errorMessages';
import { kindInWords } from '../accounts/accountWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { type JobField, jobFieldGroups } from './jobFields';
import { jobLabel, stateInWords } from './jobWords';
import { clockTime } from '../words/timeWords';

/** More lines hide the rows below. */
const MAX_FIELDS = 7;

/** The tooltip of a row: about its job, or about the account if it's the account's own row. */
export function rowTooltip(
  account: AccountSnapshot,
  entry: JobEntry | undefined,
  nowMs: number,
): vscode.MarkdownString | string {
  return entry === undefined ? accountTooltip(account, nowMs) : jobTooltip(entry, account.account, nowMs);
}

/** What helps about a job, in words. Text from the server never becomes a link, an image, or a command. */
function jobTooltip(entry: JobEntry, account: Account, nowMs: number): vscode.MarkdownString {
  const rows = briefFields(entry, account, nowMs).map(
    ({ name, value }) => `|${asPlainMarkdown(name)}&nbsp;&nbsp;|${asPlainMarkdown(value)}|`,
  );
  const head = `**${asPlainMarkdown(jobLabel(entry))}** · ${asPlainMarkdown(stateInWords(entry, nowMs))}`;
  const message = entry.job.statusMessage === '' ? [] : [asPlainMarkdown(entry.job.statusMessage)];
  return new vscode.MarkdownString([head, ...message, ['|   |   |', '|:--|:--|', ...rows].join('\n')].join('\n\n'));
}

/** The fields that help most, the most important first. The details have all of them. */
function briefFields(entry: JobEntry, account: Account, nowMs: number): readonly JobField[] {
  const { progress, times, work, parameters } = jobFieldGroups(entry, account, nowMs);
  const named = (fields: readonly JobField[], ...names: readonly string[]): readonly JobField[] =>
    fields.filter(({ name }) => names.includes(name));
  const isEnded = !isActive(entry.job);
  const moments = isEnded
    ? times.filter(({ name }) => name !== vscode.l10n.t('Last progress'))
    : named(times, vscode.l10n.t('Created'), vscode.l10n.t('Started'));
  return [
    ...fileFields(entry),
    ...named(progress, vscode.l10n.t('Last seen in the list'), vscode.l10n.t('Retries')),
    ...(isEnded ? [] : named(progress, vscode.l10n.t('Progress'), vscode.l10n.t('Time left'))),
    ...named(progress, vscode.l10n.t('Records'), vscode.l10n.t('Ran for')),
    ...moments.slice(-1),
    ...named(work, vscode.l10n.t('Program')),
    { name: vscode.l10n.t('Account'), value: account.name },
    ...named(progress, vscode.l10n.t('Notifications')),
    ...parameters.filter(({ value }) => value !== entry.parameters?.reportName),
  ].slice(0, MAX_FIELDS);
}

/** Where the result is, as short as possible, or how far its download is. */
function fileFields({ download, transfer }: JobEntry): readonly JobField[] {
  if (transfer !== undefined) {
    return [{ name: vscode.l10n.t('Download'), value: transferInWords(transfer) }];
  }
  if (download === undefined) {
    return [];
  }
  const uri = vscode.Uri.parse(download.uri);
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const value = isInside ? vscode.workspace.asRelativePath(uri) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return [{ name: vscode.l10n.t('File'), value }];
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
