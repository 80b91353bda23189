import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { ApiClient } from '../../core/api/apiClient';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { MachineShare } from '../../core/share/machineShare';
import type { AccountWatch } from '../../core/watch/accountWatch';
import type { PollerSettings } from '../../core/watch/poller';
import type { Accounts } from '../accounts/accounts';
import { UserError } from '../words/userError';
import { lazy } from '../lazy';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import type { Settings } from '../settings';

export interface WatchersOptions {
  readonly accounts: Accounts;
  readonly settings: Settings;
  readonly store: JobStore;
  /** The folder in which this machine's windows share what they know about accounts. */
  readonly folder: string;
  /** Called if something couldn't be shared. */
  readonly onProblem: (error: unknown) => void;
  readonly loadTransport: () => Promise<Transport>;
  readonly clock: Clock;
  readonly log: Log;
  /** Loads the code that reacts to jobs. No account is polled before. */
  readonly loadReactions: () => Promise<unknown>;
}

/** The code for watching. It's loaded when there is an account, or for a command that could add one. */
interface Loaded {
  readonly Client: typeof ApiClient;
  readonly Watch: typeof AccountWatch;
  readonly share: MachineShare;
  readonly transport: Transport;
}

/** Watches each account. Also tells the other windows whether this window is visible. */
export class Watchers {
  /** Accounts have clients once this resolves. */
  readonly ready = lazy(() => this.load());
  private loaded: Loaded | undefined;
  private readonly watched = new Map<string, AccountWatch>();
  private readonly subscriptions = new DisposableStore();
  private isVisible = false;
  private isDisposed = false;

  constructor(private readonly options: WatchersOptions) {
    const { accounts, settings } = options;
    this.subscriptions.add(accounts.onDidChange(() => this.update()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.tellAttention()));
    this.subscriptions.add(
      settings.onDidChange((affects) => (affects('lookbackDays') || affects('polling.enabled')) && this.lookAgain()),
    );
    this.subscriptions.add(
      settings.onDidChange(
        (affects) => affects('polling.requestsPerHour') && this.watched.forEach((watch) => watch.goOn()),
      ),
    );
    this.update();
  }

  client(accountId: string): ApiClient | undefined {
    return this.watched.get(accountId)?.client;
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

  /** Polls every account now, or one of them. Throws the first failure after all polls have ended. */
  async refresh(accountId?: string): Promise<void> {
    await this.ready();
    const asked = [...this.watched].filter(([id]) => id === (accountId ?? id));
    const results = await Promise.allSettled(asked.map(([, watch]) => watch.refresh()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  /** Polls a new account for the first time. Joins a poll that is already running. Throws on failure. */
  async firstLook(accountId: string): Promise<void> {
    await this.ready();
    await this.watched.get(accountId)?.firstLook();
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
    this.watched.forEach((watch) => watch.dispose());
    this.watched.clear();
    this.loaded?.share.dispose();
  }

  /** A client for a token that isn't stored yet. */
  async clientFor(account: Account, readToken: () => Promise<string | undefined>): Promise<ApiClient> {
    await this.ready();
    if (this.loaded === undefined) {
      throw new Error('The extension is deactivated');
    }
    return this.newClient(this.loaded, account, readToken);
  }

  private newClient(
    { Client, share, transport }: Loaded,
    account: Account,
    readToken: () => Promise<string | undefined>,
  ): ApiClient {
    const { clock, log, settings } = this.options;
    return new Client({
      account,
      transport,
      clock,
      readToken,
      onRequest: (report) => log.request(report),
      gate: share.gate(account),
      apiVersion: () => settings.get('apiVersion'),
    });
  }

  private async load(): Promise<void> {
    const { folder, clock, settings, onProblem, loadTransport, loadReactions } = this.options;
    const [{ ApiClient: Client }, { AccountWatch: Watch }, { MachineShare: Share }, { machineFolder }, transport] =
      await Promise.all([
        import('../../core/api/apiClient'),
        import('../../core/watch/accountWatch'),
        import('../../core/share/machineShare'),
        import('../../core/share/machineFolder'),
        loadTransport(),
        loadReactions(),
      ]);
    if (!this.isDisposed) {
      this.loaded = {
        Client,
        Watch,
        transport,
        share: new Share({
          folder,
          // Command lines count their requests in it, too.
          budgetFolder: machineFolder({ environment: process.env, platform: process.platform, home: homedir() }),
          clock,
          requestsPerHour: () => settings.get('polling.requestsPerHour'),
          onProblem,
        }),
      };
      this.tellAttention();
      this.update();
    }
  }

  private update(): void {
    const { accounts, store, clock, settings, log } = this.options;
    for (const [id, watch] of this.watched) {
      const account = accounts.find(id);
      if (account?.baseUrl !== watch.client.account.baseUrl || account.isOff) {
        watch.dispose();
        this.watched.delete(id);
        if (account === undefined) {
          watch.forget();
        }
      }
    }
    store.setAccounts(accounts.all);
    if (this.loaded === undefined) {
      if (accounts.all.length > 0) {
        this.ready().catch((error: unknown) => log.error("Can't watch the accounts", error));
      }
      return;
    }
    const { Watch, share } = this.loaded;
    for (const account of accounts.on.filter(({ id }) => !this.watched.has(id))) {
      const client = this.newClient(this.loaded, account, () => accounts.readToken(account));
      const watchSettings = (): PollerSettings => ({
        enabled: settings.get('polling.enabled'),
        lookbackDays: settings.get('lookbackDays'),
      });
      this.watched.set(account.id, new Watch({ client, store, clock, share, settings: watchSettings }));
    }
  }

  private lookAgain(): void {
    this.watched.forEach((watch) => {
      watch.rejoin();
      void watch.refresh().catch(() => undefined);
    });
  }

  private tellAttention(): void {
    this.loaded?.share.attention.set({ isVisible: this.isVisible, isFocused: vscode.window.state.focused });
  }
}
