import * as vscode from 'vscode';
import type { Account } from '../core/account';
import { credentialTrouble } from '../core/accounts/credentialTrouble';
import { originOf } from '../core/api/baseUrl';
import type { Clock } from '../core/clock';
import type { JobStore } from '../core/jobs/jobStore';
import type { Accounts } from './accounts/accounts';
import { DisposableStore } from './lifecycle';
import type { Log } from './diagnostics/log';

/** While the user types the server in the settings, it's briefly many different servers. */
const SETTLED_AFTER_MS = 3_000;

export interface ServerQuestionsOptions {
  readonly store: JobStore;
  readonly accounts: Pick<Accounts, 'notesOn' | 'serversOf' | 'answerServer' | 'ownerOf'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  /** Polls an account whose token may now be sent to its server. */
  readonly refresh: (accountId: string) => Promise<void>;
  readonly isFocused?: () => boolean;
  /** Default: a dialog. */
  readonly ask?: (account: Account) => Promise<boolean>;
}

/**
 * Asks before a token goes to a server other than the one that accepted it: once for each token and server, in the
 * focused window, after the setting has been stable for a while. After a "no", the view says so and has a button.
 */
export class ServerQuestions {
  private readonly subscriptions = new DisposableStore();
  private readonly isFocused: () => boolean;
  private readonly ask: (account: Account) => Promise<boolean>;
  /** What this window has asked about, because VS Code's state doesn't show a change immediately. */
  private readonly asked = new Set<string>();
  private awaited = '';
  private isAsking = false;
  private stopTimer = (): void => undefined;

  constructor(private readonly options: ServerQuestionsOptions) {
    this.isFocused = options.isFocused ?? (() => vscode.window.state.focused);
    this.ask =
      options.ask ??
      (async (account) => (await import('./askAboutServer')).askAboutServer(this.options.accounts, account));
    this.subscriptions.addFunction(options.store.onDidChange(() => this.askSoon()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.askSoon()));
    this.askSoon();
  }

  dispose(): void {
    this.stopTimer();
    this.subscriptions.dispose();
  }

  private askSoon(): void {
    const awaited = this.isFocused() && !this.isAsking ? this.open().map(questionKey).join('\n') : '';
    if (awaited === this.awaited) {
      return;
    }
    this.awaited = awaited;
    this.stopTimer();
    if (awaited !== '') {
      const { clock, log } = this.options;
      this.stopTimer = clock.setTimer(
        () => void this.askAll().catch((error: unknown) => log.error("Can't ask about a server", error)),
        SETTLED_AFTER_MS,
      );
    }
  }

  /** The accounts whose users haven't been asked yet. */
  private open(): readonly Account[] {
    const { store, accounts } = this.options;
    return store.snapshot.accounts
      .filter(({ sync }) => credentialTrouble(sync) === 'otherServer')
      .map(({ account }) => accounts.ownerOf(account))
      .filter(
        (account) =>
          !this.asked.has(questionKey(account)) &&
          accounts.notesOn(account).declinedServers?.includes(originOf(account.baseUrl)) !== true,
      );
  }

  private async askAll(): Promise<void> {
    this.isAsking = true;
    try {
      for (let [account] = this.open(); account !== undefined; [account] = this.open()) {
        this.asked.add(questionKey(account));
        if (await this.ask(account)) {
          await this.refreshAllOf(account);
        }
      }
    } finally {
      this.isAsking = false;
      this.askSoon();
    }
  }

  /** Polls the account and the brands that are reached with its token. */
  private async refreshAllOf(owner: Account): Promise<void> {
    const { store, accounts, refresh } = this.options;
    const held = store.snapshot.accounts.filter(
      ({ account, sync }) => accounts.ownerOf(account).id === owner.id && credentialTrouble(sync) === 'otherServer',
    );
    await Promise.all(held.map(({ account }) => refresh(account.id).catch(() => undefined))); // the view shows failures
  }
}

/** One question for each account and server. A new token may go to the account's server without a question. */
function questionKey({ id, baseUrl }: Account): string {
  return `${id} ${originOf(baseUrl)}`;
}
