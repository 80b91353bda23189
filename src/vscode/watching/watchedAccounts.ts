import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import type { ApiClient } from '../../core/api/apiClient';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { MachineShare } from '../../core/share/machineShare';
import type { AccountWatch } from '../../core/watch/accountWatch';
import type { Turns } from '../../core/watch/turns';
import type { Accounts } from '../accounts/accounts';
import type { Log } from '../diagnostics/log';
import { DisposableStore } from '../lifecycle';
import type { Settings } from '../settings';

export interface WatchedAccountsOptions {
  readonly accounts: Accounts;
  readonly settings: Settings;
  readonly store: JobStore;
  /** The folder in which this machine's windows share what they know about accounts. */
  readonly folder: string;
  /** Called if something couldn't be shared. */
  readonly onProblem: (error: unknown) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The code for watching, which the command line loads, too. */
interface Loaded {
  readonly Client: typeof ApiClient;
  readonly Watch: typeof AccountWatch;
  readonly share: MachineShare;
  readonly turns: Turns;
  readonly transport: Transport;
}

/** Loads the code for watching. */
export async function watchedAccounts(
  options: WatchedAccountsOptions,
  loadTransport: () => Promise<Transport>,
): Promise<WatchedAccounts> {
  const { folder, clock, settings, onProblem } = options;
  const [{ ApiClient: Client }, { AccountWatch: Watch }, { Turns }, { MachineShare }, { machineFolder }, transport] =
    await Promise.all([
      import('../../core/api/apiClient'),
      import('../../core/watch/accountWatch'),
      import('../../core/watch/turns'),
      import('../../core/share/machineShare'),
      import('../../core/share/machineFolder'),
      loadTransport(),
    ]);
  const share = new MachineShare({
    folder,
    // Command lines count their requests in it, too.
    budgetFolder: machineFolder({ environment: process.env, platform: process.platform, home: homedir() }),
    clock,
    requestsPerHour: () => settings.get('polling.requestsPerHour'),
    onProblem,
  });
  return new WatchedAccounts(options, { Client, Watch, share, turns: new Turns(), transport });
}

/** Watches each account. Loaded when there is an account, or for a command that could add one. */
export class WatchedAccounts {
  private readonly watched = new Map<string, AccountWatch>();
  private readonly subscriptions = new DisposableStore();

  constructor(
    private readonly options: WatchedAccountsOptions,
    private readonly loaded: Loaded,
  ) {
    this.subscriptions.add(
      options.settings.onDidChange((affects) => {
        if (affects('lookbackDays') || affects('polling.enabled')) {
          this.lookAgain();
        }
        if (affects('polling.requestsPerHour')) {
          this.watched.forEach((watch) => watch.goOn());
        }
      }),
    );
  }

  watch(accountId: string): AccountWatch | undefined {
    return this.watched.get(accountId);
  }

  /** Watches the accounts that are turned on now, and no others. The store gets all accounts in between. */
  update(): void {
    const { accounts, store } = this.options;
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
    for (const account of accounts.on.filter(({ id }) => !this.watched.has(id))) {
      this.watched.set(account.id, this.newWatch(account));
    }
  }

  /** Polls every account now, or one of them. Throws the first failure after all polls have ended. */
  async refresh(accountId?: string): Promise<void> {
    const asked = [...this.watched].filter(([id]) => id === (accountId ?? id));
    const results = await Promise.allSettled(asked.map(([, watch]) => watch.refresh()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  newClient(account: Account, readToken: () => Promise<string | undefined>): ApiClient {
    const { clock, log, settings } = this.options;
    const { Client, transport, share } = this.loaded;
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

  /** Tells the other windows whether this one is visible, and which accounts' rows are expanded in it. */
  setAttention(isVisible: boolean, accounts: readonly string[]): void {
    this.loaded.share.attention.set({ isVisible, isFocused: vscode.window.state.focused, accounts });
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.watched.forEach((watch) => watch.dispose());
    this.watched.clear();
    this.loaded.share.dispose();
  }

  private newWatch(account: Account): AccountWatch {
    const { accounts, store, clock, settings } = this.options;
    const { Watch, share, turns } = this.loaded;
    return new Watch({
      client: this.newClient(account, () => accounts.readToken(account)),
      store,
      clock,
      share,
      turns,
      settings: () => ({ enabled: settings.get('polling.enabled'), lookbackDays: settings.get('lookbackDays') }),
    });
  }

  private lookAgain(): void {
    this.watched.forEach((watch) => {
      watch.rejoin();
      void watch.refresh().catch(() => undefined);
    });
  }
}
