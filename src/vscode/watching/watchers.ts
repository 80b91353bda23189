import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { ApiClient } from '../../core/api/apiClient';
import type { Transport } from '../../core/api/transport';
import type { WatchPlan } from '../../core/watch/watchPlan';
import { UserError } from '../words/userError';
import { lazy } from '../lazy';
import { DisposableStore } from '../lifecycle';
import type { WatchedAccounts, WatchedAccountsOptions } from './watchedAccounts';

export interface WatchersOptions extends WatchedAccountsOptions {
  readonly loadTransport: () => Promise<Transport>;
  /** Loads the code that reacts to jobs. No account is polled before. */
  readonly loadReactions: () => Promise<unknown>;
}

/** Loads the code that watches accounts when there are some, and passes on what it has to know. */
export class Watchers {
  /** Accounts have clients once this resolves. */
  readonly ready = lazy(() => this.load());
  private loaded: WatchedAccounts | undefined;
  private readonly subscriptions = new DisposableStore();
  private isVisible = false;
  /** The accounts whose rows are expanded. */
  private readonly expanded = new Set<string>();
  private isDisposed = false;

  constructor(private readonly options: WatchersOptions) {
    this.subscriptions.add(options.accounts.onDidChange(() => this.update()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.tellAttention()));
    this.update();
  }

  client(accountId: string): ApiClient | undefined {
    return this.loaded?.watch(accountId)?.client;
  }

  /** When the account is polled next. Undefined if it isn't polled automatically. */
  plan(accountId: string): WatchPlan | undefined {
    return this.loaded?.watch(accountId)?.plan;
  }

  /** Throws if the account is signed out. */
  async clientOf(accountId: string): Promise<ApiClient> {
    await this.ready();
    const client = this.client(accountId);
    if (client === undefined) {
      throw new UserError(vscode.l10n.t("You're signed out of this job's account."));
    }
    return client;
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.tellAttention();
  }

  /** Sets whether the account's rows are expanded in the view. */
  setExpanded(accountId: string, isExpanded: boolean): void {
    this.expanded[isExpanded ? 'add' : 'delete'](accountId);
    this.tellAttention();
  }

  /** The user has expanded or collapsed an account. Polls it if it's now open, unless there is a recent result. */
  toggled(accountId: string, isExpanded: boolean): void {
    this.setExpanded(accountId, isExpanded);
    if (isExpanded) {
      void this.loaded?.watch(accountId)?.opened();
    }
  }

  /** Polls every account now, or one of them. Throws the first failure after all polls have ended. */
  async refresh(accountId?: string): Promise<void> {
    await this.ready();
    await this.loaded?.refresh(accountId);
  }

  /** Polls a new account for the first time. Joins a poll that is already running. Throws on failure. */
  async firstLook(accountId: string): Promise<void> {
    await this.ready();
    await this.loaded?.watch(accountId)?.firstLook();
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
    this.loaded?.dispose();
    this.loaded = undefined;
  }

  /** A client for a token that isn't stored yet. */
  async clientFor(account: Account, readToken: () => Promise<string | undefined>): Promise<ApiClient> {
    await this.ready();
    if (this.loaded === undefined) {
      throw new Error('The extension is deactivated');
    }
    return this.loaded.newClient(account, readToken);
  }

  private async load(): Promise<void> {
    const { loadTransport, loadReactions } = this.options;
    const [loaded] = await Promise.all([
      import('./watchedAccounts').then(({ watchedAccounts }) => watchedAccounts(this.options, loadTransport)),
      loadReactions(),
    ]);
    if (this.isDisposed) {
      loaded.dispose();
    } else {
      this.loaded = loaded;
      this.tellAttention();
      this.update();
    }
  }

  private update(): void {
    const { accounts, store, log } = this.options;
    if (this.loaded !== undefined) {
      this.loaded.update();
      return;
    }
    store.setAccounts(accounts.all);
    if (accounts.all.length > 0) {
      this.ready().catch((error: unknown) => log.error("Can't watch the accounts", error));
    }
  }

  private tellAttention(): void {
    this.loaded?.setAttention(this.isVisible, [...this.expanded]);
  }
}
