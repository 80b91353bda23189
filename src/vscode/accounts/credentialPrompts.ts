import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { type CredentialTrouble, credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { JobStore } from '../../core/jobs/jobStore';
import type { AccountNotes } from './accountNotes';
import type { Accounts } from './accounts';
import { commandId } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import { warn } from '../messages';

export interface CredentialPromptsOptions {
  readonly store: JobStore;
  readonly accounts: Pick<Accounts, 'note' | 'notesOn'>;
  readonly log: Pick<Log, 'error'>;
  readonly isFocused?: () => boolean;
  /** Shows a message with buttons and resolves to the one that was pressed. */
  readonly show?: (message: string, ...titles: string[]) => Thenable<string | undefined>;
}

/**
 * Tells once that an account needs its user, in the window that they are at: not again until the account has answered or
 * has another token. After that the view says so, with a button.
 */
export class CredentialPrompts {
  private readonly subscriptions = new DisposableStore();
  /** Of this window, for what it has noted is not at once in VS Code's state. */
  private readonly prompted = new Set<string>();
  private readonly isFocused: () => boolean;
  private readonly show: NonNullable<CredentialPromptsOptions['show']>;

  constructor(private readonly options: CredentialPromptsOptions) {
    this.isFocused = options.isFocused ?? (() => vscode.window.state.focused);
    this.show = options.show ?? warn;
    this.subscriptions.addFunction(options.store.onDidChange(() => this.look()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.look()));
    this.look();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private look(): void {
    for (const { account, sync } of this.options.store.snapshot.accounts) {
      const trouble = credentialTrouble(sync);
      if (trouble === 'otherServer') {
        continue; // that is a question of its own
      }
      if (trouble !== undefined) {
        this.prompt(account, trouble);
      } else if (
        sync.kind === 'current' &&
        (this.prompted.delete(account.id) || this.options.accounts.notesOn(account).isPrompted)
      ) {
        this.note(account, { isPrompted: false });
      }
    }
  }

  private prompt(account: Account, trouble: Exclude<CredentialTrouble, 'otherServer'>): void {
    if (
      !this.isFocused() ||
      this.prompted.has(account.id) ||
      this.options.accounts.notesOn(account).isPrompted ||
      account.source === 'demo'
    ) {
      return;
    }
    this.prompted.add(account.id);
    const isLoss = trouble === 'missing';
    const isKnownLoss = isLoss && this.isToldOfLoss();
    this.note(account, isLoss ? { isPrompted: true, isToldOfLoss: true } : { isPrompted: true });
    if (isKnownLoss) {
      return; // it is so at each start, and of every account
    }
    void this.say(account, trouble).catch((error: unknown) =>
      this.options.log.error('A message could not be shown', error),
    );
  }

  private async say(account: Account, trouble: Exclude<CredentialTrouble, 'otherServer'>): Promise<void> {
    const { credentialTroubleInWords } = await import('./credentialWords');
    const { message, button } = credentialTroubleInWords(account, trouble);
    if (button === undefined) {
      await this.show(message);
    } else if ((await this.show(message, button)) === button) {
      await vscode.commands.executeCommand(commandId('replaceToken'), account.id);
    }
  }

  private isToldOfLoss(): boolean {
    return this.options.store.snapshot.accounts.some(
      ({ account }) => this.options.accounts.notesOn(account).isToldOfLoss,
    );
  }

  private note(account: Account, change: AccountNotes): void {
    this.options.accounts
      .note(account, change)
      .catch((error: unknown) => this.options.log.error('What was told could not be noted', error));
  }
}
