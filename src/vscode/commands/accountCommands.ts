import * as vscode from 'vscode';
import type { Account } from '../../core/accounts/account';
import type { Accounts } from '../accounts';
import { UserError } from '../errorMessages';
import type { Watchers } from '../watchers';
import type { CommandHandlers } from './commands';
import { signIn } from './signIn';

export interface AccountCommandsOptions {
  readonly accounts: Accounts;
  readonly watchers: Watchers;
}

/** Signing in and out. */
export function accountCommands(options: AccountCommandsOptions): Pick<CommandHandlers, 'addAccount' | 'removeAccount'> {
  const { accounts, watchers } = options;
  return {
    async addAccount() {
      const account = await signIn(options);
      if (account !== undefined) {
        await watchers.refresh();
      }
      return account?.sid;
    },

    async removeAccount(argument) {
      const account = await pickAccount(accounts, argument);
      if (account === undefined) {
        return undefined;
      }
      if (account.source !== 'stored') {
        throw new UserError(vscode.l10n.t('This account comes from the environment variables IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN: unset them and reload the window.'));
      }
      const remove = vscode.l10n.t('Sign Out');
      const isNamed = argument !== undefined;
      const answer = isNamed && typeof argument === 'string' ? remove : await vscode.window.showWarningMessage(
        vscode.l10n.t('Sign out of {0}?', account.name),
        { modal: true, detail: vscode.l10n.t('Its token is deleted from this machine. Downloaded files stay. Nothing changes at impact.com.') },
        remove,
      );
      if (answer === remove) {
        await accounts.remove(account);
        return account.sid;
      }
      return undefined;
    },
  };
}

/** The account of a tree row or SID, the only one, or the one that the user picks. */
async function pickAccount(accounts: Accounts, argument: unknown): Promise<Account | undefined> {
  if (typeof argument === 'string') {
    const named = accounts.all.find(({ sid, id }) => sid === argument || id === argument);
    if (named === undefined) {
      throw new UserError(vscode.l10n.t('There is no account {0}.', argument));
    }
    return named;
  }
  if (typeof argument === 'object' && argument !== null && 'accountId' in argument && typeof argument.accountId === 'string') {
    return accounts.find(argument.accountId);
  }
  if (accounts.stored.length === 0) {
    throw new UserError(vscode.l10n.t('No account is signed in on this machine.'));
  }
  const items = accounts.stored.map((account) => ({ label: account.name, description: account.sid, account }));
  return items.length === 1 ? items[0]?.account : (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Sign out of which account?') }))?.account;
}
