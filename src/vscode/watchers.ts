import * as vscode from 'vscode';
import type { Account } from '../core/accounts/account';
import { ApiClient } from '../core/api/apiClient';
import type { Transport } from '../core/api/transport';
import type { Clock } from '../core/clock';
import type { JobStore } from '../core/jobs/jobStore';
import { Poller } from '../core/watch/poller';
import type { Accounts } from './accounts';
import { DisposableStore } from './lifecycle';
import type { Log } from './log';
import type { Settings } from './settings';

export interface WatchersOptions {
  readonly accounts: Accounts;
  readonly settings: Settings;
  readonly store: JobStore;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
}

interface Watched {
  readonly account: Account;
  readonly poller: Poller;
}

/** One poller for each account, told whether anybody looks. */
export class Watchers {
  private readonly watched = new Map<string, Watched>();
  private readonly subscriptions = new DisposableStore();
  private isVisible = false;

  constructor(private readonly options: WatchersOptions) {
    const { accounts, settings, store } = options;
    this.subscriptions.add(accounts.onDidChange(() => this.update()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.tellAttention()));
    this.subscriptions.add(settings.onDidChange((affects) => (affects('lookbackDays') || affects('polling.enabled')) && this.lookAgain()));
    // A job that was just scheduled or replayed is watched from that moment.
    this.subscriptions.addFunction(store.onDidChange(({ entries }) => entries.length > 0 && this.watched.forEach(({ poller }) => poller.reschedule())));
    this.update();
  }

  client(accountId: string): ApiClient | undefined {
    return this.watched.get(accountId)?.poller.client;
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.tellAttention();
  }

  /** Looks at every account now. Throws the first failure after all have answered. */
  async refresh(): Promise<void> {
    const results = await Promise.allSettled([...this.watched.values()].map(({ poller }) => poller.refresh()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.watched.forEach(({ poller }) => poller.dispose());
    this.watched.clear();
  }

  /** A client that asks the account's server with a token that is not stored yet. */
  clientFor(account: Account, readToken: () => Promise<string | undefined>): ApiClient {
    const { transport, clock, log } = this.options;
    return new ApiClient({ account, transport, clock, readToken, onRequest: (report) => log.request(report) });
  }

  private update(): void {
    const { accounts, store, clock, settings } = this.options;
    for (const [id, { account, poller }] of this.watched) {
      if (accounts.find(id)?.baseUrl !== account.baseUrl) {
        poller.dispose();
        this.watched.delete(id);
      }
    }
    store.setAccounts(accounts.all);
    for (const account of accounts.all) {
      if (!this.watched.has(account.id)) {
        const client = this.clientFor(account, () => accounts.readToken(account));
        const poller = new Poller({
          client,
          store,
          clock,
          settings: () => ({ enabled: settings.get('polling.enabled'), lookbackDays: settings.get('lookbackDays') }),
        });
        this.watched.set(account.id, { account, poller });
      }
    }
    this.tellAttention();
  }

  private lookAgain(): void {
    this.watched.forEach(({ poller }) => void poller.refresh().catch(() => undefined));
  }

  private tellAttention(): void {
    const attention = { isVisible: this.isVisible, isFocused: vscode.window.state.focused };
    this.watched.forEach(({ poller }) => poller.setAttention(attention));
  }
}
