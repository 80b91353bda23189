import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { sentenceFor } from '../words/errorMessages';
import { kindInWords } from '../accounts/accountWords';
import { jobTooltip } from './jobTooltip';
import { clockTime } from '../words/timeWords';

/** What a row tells when somebody asks: of its job or, where it is the account's own, of the account. */
export function rowTooltip(
  account: AccountSnapshot,
  entry: JobEntry | undefined,
  nowMs: number,
): vscode.MarkdownString | string {
  return entry === undefined ? accountTooltip(account, nowMs) : jobTooltip(entry, account.account, nowMs);
}

/** The account in words, as plain text: its name is the user's, its errors are the server's. */
function accountTooltip({ account, sync }: AccountSnapshot, nowMs: number): string {
  return [
    account.name,
    vscode.l10n.t('{0}, Account SID {1}', kindInWords(account.kind), account.sid),
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
