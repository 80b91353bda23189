import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { type CredentialTrouble, credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { JobStore } from '../../core/jobs/jobStore';
import type { SyncState } from '../../core/jobs/snapshot';
import type { AccountNotes } from './accountNotes';
import type { Accounts } from './accounts';
import { commandId } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import { warn } from '../messages';

export interface CredentialPromptsOptions {
  readonly store: JobStore;
  readonly accounts: Pick<Accounts, 'note' | 'notesOn' | 'ownerOf'>;
  readonly log: Pick<Log, 'error'>;
  readonly isFocused?: () => boolean;
  /** Shows a message with buttons and resolves to the one that was pressed. */
  readonly show?: (message: string, ...titles: string[]) => Thenable<string | undefined>;
}

/**
 * Shows one message in the focused window if an account needs a new token or permission. Shows no other until the
 * account responds or gets another token. Meanwhile, the view says so and has a button.
 */
export class CredentialPrompts {
  private readonly subscriptions = new DisposableStore();
  /** What this window has prompted for, because VS Code's state doesn't show a change immediately. */
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
    for (const [owner, syncs] of this.syncsByOwner()) {
      // `ServerQuestions` asks about other servers.
      const trouble = syncs.map(credentialTrouble).find((known) => known === 'refused' || known === 'missing');
      if (trouble !== undefined) {
        this.prompt(owner, trouble);
      } else if (
        syncs.some(({ kind }) => kind === 'current') &&
        (this.prompted.delete(owner.id) || this.options.accounts.notesOn(owner).isPrompted)
      ) {
        this.note(owner, { isPrompted: false });
      }
    }
  }

  /** An agency and its brands have one token, so one message is enough. */
  private syncsByOwner(): Iterable<readonly [Account, readonly SyncState[]]> {
    const owners = new Map<string, readonly [Account, SyncState[]]>();
    for (const { account, sync } of this.options.store.snapshot.accounts) {
      const owner = this.options.accounts.ownerOf(account);
      const known = owners.get(owner.id) ?? [owner, []];
      known[1].push(sync);
      owners.set(owner.id, known);
    }
    return owners.values();
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
      return; // this happens at each start, for every account
    }
    void this.say(account, trouble).catch((error: unknown) => this.options.log.error("Can't show a message", error));
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
      .catch((error: unknown) => this.options.log.error("Can't store that the user was told", error));
  }
}
