import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { quotedText } from '../../core/agent/visibleText';
import type { Accounts } from '../accounts/accounts';
import type { AgentQuestion } from './agentTool';

const MAX_NAME_CHARS = 60;

/** Whether language models can read what is in an account's results. The user is asked once for each account. */
export class ReadConsent {
  constructor(private readonly accounts: Accounts) {}

  /** The question for accounts that the user hasn't been asked about. Undefined if there are none. */
  question(of: readonly Account[]): AgentQuestion | undefined {
    const asked = this.missing(of);
    return asked.length === 0
      ? undefined
      : {
          title: vscode.l10n.t('Read Rows of Results'),
          message: vscode.l10n.t(
            "Allow language models to read rows of results of the account {0}? The rows are sent to the model's provider. You're asked once for each account.",
            asked.map(({ name }) => quotedText(name, MAX_NAME_CHARS)).join(', '),
          ),
        };
  }

  /** Remembers that the user agreed. A tool with a question runs only then. */
  async remember(of: readonly Account[]): Promise<void> {
    for (const account of this.missing(of)) {
      await this.accounts.note(account, { isReadByModels: true });
    }
  }

  private missing(of: readonly Account[]): readonly Account[] {
    return [...new Set(of)].filter(
      (account) => account.source !== 'demo' && !this.accounts.notesOn(account).isReadByModels,
    );
  }
}
