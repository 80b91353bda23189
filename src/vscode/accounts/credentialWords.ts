import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { CredentialTrouble } from '../../core/accounts/credentialTrouble';

/** The message for an account that needs its user, and the button that helps. */
export function credentialTroubleInWords(
  { name, source }: Account,
  trouble: Exclude<CredentialTrouble, 'otherServer'>,
): { readonly message: string; readonly button: string | undefined } {
  if (source === 'environment') {
    return {
      message: vscode.l10n.t(
        "impact.com doesn't accept IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN. Correct them, close all windows of VS Code, and then start it from where the new values apply.",
      ),
      button: undefined,
    };
  }
  const button = vscode.l10n.t('Sign In Again');
  if (trouble === 'refused') {
    return { message: vscode.l10n.t('impact.com no longer accepts the token of {0}.', name), button };
  }
  return {
    message: vscode.l10n.t(
      "VS Code didn't keep the token of {0}. Without a keyring, as on many Linux servers and in containers, its secret storage lasts only until VS Code closes. Set the environment variables IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN, or sign in again each time.",
      name,
    ),
    button,
  };
}
