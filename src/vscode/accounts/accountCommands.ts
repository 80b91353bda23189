import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import { cleanName, judgeName } from './accountNames';
import { UserError } from '../words/userError';
import { askForLine, isConfirmed } from '../messages';
import type { SignInParts } from './signIn/signIn';
import { kindInWords } from './accountWords';
import { pickAccount } from './accountTargets';
import type { CommandHandlers } from '../commands/commands';

type AccountCommand =
  | 'addAccount'
  | 'replaceToken'
  | 'confirmServer'
  | 'renameAccount'
  | 'enableAccount'
  | 'disableAccount'
  | 'removeAccount'
  | 'chooseBrands';

/**
 * Signing in and out, and what a user can do with an account. Each handler returns the account's SID or, for a
 * brand reached through its agency, the brand's ID. `chooseBrands` returns the brands.
 */
export function accountCommands(parts: SignInParts): Pick<CommandHandlers, AccountCommand> {
  const { accounts, watchers, store } = parts;

  /** The view shows what's wrong with a new account or token, so this doesn't report it again. */
  const lookAt = ({ id }: Account, isNew = false): Promise<void> =>
    (isNew ? watchers.firstLook(id) : watchers.refresh(id)).catch(() => undefined);

  async function setOff(argument: unknown, isOff: boolean, question: string): Promise<string | undefined> {
    const account = await pickAccount(accounts, argument, {
      placeHolder: question,
      accepts: (candidate) => candidate.source !== 'demo' && Boolean(candidate.isOff) !== isOff,
    });
    if (account !== undefined) {
      await accounts.note(account, { isOff });
    }
    return account && accountRef(account);
  }

  /** Polls the account and all others whose credentials were in trouble and that use the same ones. */
  const lookAtAll = async (account: Account): Promise<void> => {
    const troubled = accounts.on.filter((other) => {
      const { sync } = store.account(other.id) ?? {};
      return other.id !== account.id && accounts.ownerOf(other).id === account.id && sync && credentialTrouble(sync);
    });
    await Promise.all([account, ...troubled].map((other) => lookAt(other)));
  };

  return {
    async addAccount() {
      const { signIn } = await import('./signIn/signIn');
      const known = new Set(accounts.all.map(({ id }) => id));
      const account = await signIn(parts);
      if (account !== undefined) {
        await lookAt(account, !known.has(account.id));
        if (store.account(account.id)?.sync.kind === 'current') {
          const { offerBrands } = await import('./offerBrands');
          void offerBrands(parts, account);
        }
      }
      return account?.sid;
    },

    async replaceToken(argument) {
      const account = await pickAccount(accounts, argument, {
        placeHolder: vscode.l10n.t('Select an account to replace its token'),
        accepts: accounts.stored.length > 0 ? isSignedIn : () => true,
      });
      if (account === undefined) {
        return undefined;
      }
      assertStored(account);
      const { replaceToken } = await import('./signIn/signIn');
      const replaced = await replaceToken(parts, accounts.ownerOf(account));
      if (replaced !== undefined) {
        await lookAtAll(replaced);
      }
      return replaced?.sid;
    },

    async confirmServer(argument) {
      const account = await pickAccount(accounts, argument, {
        placeHolder: vscode.l10n.t('Select an account to use with the configured server'),
        accepts: (candidate) => accounts.isHeld(candidate),
      });
      if (account === undefined) {
        return undefined;
      }
      const { askAboutServer } = await import('../askAboutServer');
      if (accounts.isHeld(account) && !(await askAboutServer(accounts, account))) {
        return undefined;
      }
      await lookAtAll(accounts.ownerOf(account));
      return accountRef(account);
    },

    async renameAccount(argument, wanted) {
      const account = await pickAccount(accounts, argument, {
        placeHolder: vscode.l10n.t('Select an account to rename'),
        accepts: ({ source }) => source !== 'demo',
      });
      if (account === undefined) {
        return undefined;
      }
      const others = accounts.all.filter(({ id }) => id !== account.id);
      const given =
        typeof wanted === 'string'
          ? wanted
          : await askForLine({
              title: vscode.l10n.t('Rename {0}', account.name),
              prompt: vscode.l10n.t('Your name for this account'),
              value: account.name,
              validateInput: (text) => judgeName(cleanName(text), others),
            });
      const name = cleanName(given ?? '');
      if (name === '') {
        return undefined;
      }
      const judgment = judgeName(name, []);
      if (judgment !== undefined) {
        throw new UserError(judgment.message);
      }
      await accounts.note(account, { name });
      return accountRef(account);
    },

    enableAccount: (argument) => setOff(argument, false, vscode.l10n.t('Select an account to turn on')),
    disableAccount: (argument) => setOff(argument, true, vscode.l10n.t('Select an account to turn off')),

    async removeAccount(argument) {
      const account = await pickAccount(accounts, argument, {
        placeHolder: vscode.l10n.t('Select an account to sign out of'),
        accepts: isSignedIn,
      });
      if (account === undefined) {
        return undefined;
      }
      assertStored(account);
      if (account.brandId !== undefined) {
        await accounts.remove(account);
        return account.brandId;
      }
      const detail = vscode.l10n.t(
        '{0}, {1}. This deletes its token from this machine. Downloaded files are kept, and nothing changes at impact.com.',
        kindInWords(account.kind),
        account.sid,
      );
      if (
        typeof argument === 'string' ||
        (await isConfirmed(vscode.l10n.t('Sign out of {0}?', account.name), vscode.l10n.t('Sign Out'), detail))
      ) {
        await accounts.remove(account);
        return account.sid;
      }
      return undefined;
    },

    async chooseBrands(argument) {
      const { chooseBrands } = await import('./chooseBrands');
      return chooseBrands(parts, argument);
    },
  };
}

/** Whether the user has signed in to the account itself. */
function isSignedIn({ source, brandId }: Account): boolean {
  return source === 'stored' && brandId === undefined;
}

function assertStored({ source }: Account): void {
  switch (source) {
    case 'stored':
      return;
    case 'environment':
      throw new UserError(
        vscode.l10n.t(
          'This account comes from the environment variables IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN. Change or unset them, close all windows of VS Code, and then start it from where the new values apply.',
        ),
      );
    case 'demo':
      throw new UserError(vscode.l10n.t('This account belongs to the demo. To remove it, run Stop Demo.'));
  }
}
