import * as vscode from 'vscode';
import type { Account } from '../core/account';
import { originOf } from '../core/api/baseUrl';
import type { Accounts } from './accounts/accounts';
import { isConfirmed } from './messages';

/**
 * Asks whether to send the account's token to its server, and stores the answer. Names the servers that it went to so
 * far.
 */
export async function askAboutServer(
  accounts: Pick<Accounts, 'serversOf' | 'answerServer'>,
  account: Account,
  confirm: typeof isConfirmed = isConfirmed,
): Promise<boolean> {
  const origin = originOf(account.baseUrl);
  const known = accounts.serversOf(account).join(', ') || vscode.l10n.t('no server');
  const isAgreed = await confirm(
    vscode.l10n.t('Send the token of {0} to {1}?', account.name, origin),
    vscode.l10n.t('Send Token'),
    vscode.l10n.t(
      'Until now, the token was sent to {0}. The setting impactJobs.apiBaseUrl now specifies {1}. Whoever runs that server can then use the account as you do.',
      known,
      origin,
    ),
  );
  await accounts.answerServer(account, origin, isAgreed);
  return isAgreed;
}
