import * as vscode from 'vscode';
import { ACCOUNT_KINDS, type Account, type AccountKind } from '../../core/accounts/account';
import type { Accounts } from '../accounts';
import { sentenceFor } from '../errorMessages';
import type { Watchers } from '../watchers';

const SID_PATTERN = /^[A-Za-z0-9]{8,64}$/;

const KINDS: Readonly<Record<AccountKind, () => { label: string; detail: string }>> = {
  agency: () => ({ label: vscode.l10n.t('Agency'), detail: vscode.l10n.t('You manage programs for several brands') }),
  brand: () => ({ label: vscode.l10n.t('Brand'), detail: vscode.l10n.t('You run a program of your own') }),
  partner: () => ({ label: vscode.l10n.t('Partner'), detail: vscode.l10n.t('You promote the programs of others') }),
};

/**
 * Asks for an account and tries it: nothing is stored unless impact.com accepts it. Undefined when the user leaves,
 * which is no error.
 */
export async function signIn({ accounts, watchers }: { readonly accounts: Accounts; readonly watchers: Watchers }): Promise<Account | undefined> {
  const kind = await askKind();
  const sid = kind && (await askSid());
  if (kind === undefined || sid === undefined) {
    return undefined;
  }
  let problem: string | undefined;
  for (;;) {
    const token = await askToken(sid, problem);
    if (token === undefined) {
      return undefined;
    }
    const draft = accounts.draft({ kind, sid, name: `${KINDS[kind]().label} ${sid.slice(0, 6)}…` });
    problem = await tryAccount(watchers, draft, token);
    if (problem === undefined) {
      return accounts.add({ kind, sid, name: draft.name, token });
    }
  }
}

async function askKind(): Promise<AccountKind | undefined> {
  const items = ACCOUNT_KINDS.map((kind) => ({ ...KINDS[kind](), accountKind: kind }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sign In to impact.com (1/3)'), placeHolder: vscode.l10n.t('What kind of account is it?'), ignoreFocusOut: true });
  return picked?.accountKind;
}

async function askSid(): Promise<string | undefined> {
  const sid = await vscode.window.showInputBox({
    title: vscode.l10n.t('Sign In to impact.com (2/3)'),
    prompt: vscode.l10n.t('Account SID, from Settings > Technical > API in impact.com'),
    placeHolder: 'IRxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' || SID_PATTERN.test(value.trim()) ? undefined : vscode.l10n.t('An Account SID has only letters and digits, such as {0}.', 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1')),
  });
  return sid?.trim() || undefined;
}

async function askToken(sid: string, problem: string | undefined): Promise<string | undefined> {
  const token = await vscode.window.showInputBox({
    title: vscode.l10n.t('Sign In to impact.com (3/3)'),
    prompt: problem ?? vscode.l10n.t('Auth Token of {0}. It is kept in VS Code\'s secret storage alone.', sid),
    password: true,
    ignoreFocusOut: true,
    ...(problem === undefined ? {} : { validateInput: (value: string) => (value === '' ? { message: problem, severity: vscode.InputBoxValidationSeverity.Error } : undefined) }),
  });
  return token?.trim() || undefined;
}

/** What is wrong with the account, or undefined when impact.com answers its list of jobs. */
async function tryAccount(watchers: Watchers, draft: Account, token: string): Promise<string | undefined> {
  try {
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Trying the account…') }, () =>
      watchers.clientFor(draft, () => Promise.resolve(token)).listJobs(Date.now()),
    );
    return undefined;
  } catch (error) {
    return sentenceFor(error, Date.now());
  }
}
