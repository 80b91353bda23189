import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { type Account, accountRef, isCalled } from '../../core/account';
import type { Accounts } from './accounts';
import { UserError } from '../words/userError';
import { kindInWords } from './accountWords';
import { withoutIcons } from '../words/withoutIcons';
import { pickRow } from '../pickRow';

export interface AccountQuestion {
  /** The placeholder of the list that is shown if the caller names no account and there are several. */
  readonly placeHolder: string;
  /** The accounts that the command can act on. */
  readonly accepts: (account: Account) => boolean;
}

/**
 * Finds an account from a tree row, a SID, the ID of a brand, or an ID. Otherwise, returns the only account or asks the
 * user. Undefined if the user closes the list.
 */
export async function pickAccount(
  accounts: Accounts,
  argument: unknown,
  { placeHolder, accepts }: AccountQuestion,
): Promise<Account | undefined> {
  const named = typeof argument === 'string' ? argument : accountIdOf(argument);
  if (named !== undefined) {
    const account = accounts.all.find((known) => known.id === named || isCalled(known, named));
    if (account === undefined) {
      throw new UserError(vscode.l10n.t('Account {0} not found.', named));
    }
    return account;
  }
  const items = accounts.all.filter(accepts).map((account) => ({
    label: withoutIcons(account.name),
    description: kindInWords(account.kind),
    detail: accountRef(account),
    account,
  }));
  const [only, ...others] = items;
  if (only === undefined) {
    throw new UserError(vscode.l10n.t('No account on this machine supports this action.'));
  }
  return others.length === 0
    ? only.account
    : (await pickRow(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.account;
}

function accountIdOf(argument: unknown): string | undefined {
  const { accountId } = fieldsOf(argument);
  return typeof accountId === 'string' ? accountId : undefined;
}
