import path from 'node:path';
import type { Account } from '../../../../../src/core/account';
import { ApiClient } from '../../../../../src/core/api/apiClient';
import { Transport } from '../../../../../src/core/api/transport';
import { JobStore } from '../../../../../src/core/jobs/jobStore';
import type { Transition } from '../../../../../src/core/jobs/snapshot';
import { MachineShare } from '../../../../../src/core/share/machineShare';
import { AccountWatch } from '../../../../../src/core/watch/accountWatch';
import type { PollerSettings } from '../../../../../src/core/watch/poller';
import type { Turns } from '../../../../../src/core/watch/turns';
import { anAccount } from '../../../../support/anAccount';
import type { FakeClock } from '../../../../support/fakeClock';
import { HangableClock } from '../../../../support/hangableClock';
import type { ScriptedApi } from '../../../../support/scriptedApi';

export interface MachineOptions {
  readonly folder: string;
  readonly clock: FakeClock;
  readonly api: ScriptedApi;
  readonly requestsPerHour?: () => number;
}

export interface WindowOptions {
  readonly account?: Account;
  readonly settings?: PollerSettings;
  readonly token?: () => string | undefined;
  /** What the watched accounts of one window share. */
  readonly turns?: Turns;
}

/** A window of the machine: the parts that watch an account, as the extension joins them. */
export class TestWindow {
  readonly clock: HangableClock;
  readonly store: JobStore;
  readonly share: MachineShare;
  readonly watch: AccountWatch;
  readonly transitions: Transition[] = [];
  settings: PollerSettings;

  constructor(
    { folder, clock, api, requestsPerHour = () => 240 }: MachineOptions,
    {
      account = anAccount(),
      settings = { enabled: true, lookbackDays: 7 },
      token = () => 'token',
      turns,
    }: WindowOptions = {},
  ) {
    this.clock = new HangableClock(clock);
    this.settings = settings;
    this.store = new JobStore(this.clock);
    this.store.setAccounts([account]);
    this.store.onDidChange(({ transitions }) => this.transitions.push(...transitions));
    const watchFolder = (): never => {
      throw new Error('no watches to be had: changes are looked for once a second');
    };
    this.share = new MachineShare({
      folder: path.join(folder, 'share'),
      clock: this.clock,
      requestsPerHour,
      watchFolder,
    });
    const client = new ApiClient({
      account,
      transport: new Transport(this.clock, () => Promise.resolve(api.fetch)),
      clock: this.clock,
      readToken: () => Promise.resolve(token()),
      gate: this.share.gate(account),
    });
    this.watch = new AccountWatch({
      client,
      store: this.store,
      clock: this.clock,
      share: this.share,
      settings: () => this.settings,
      random: () => 1,
      ...(turns && { turns }),
    });
  }

  /** Every job with its status, as this window shows them. */
  get rows(): string[] {
    return [...(this.store.snapshot.accounts[0]?.entries.values() ?? [])].map(({ job }) => `${job.id} ${job.status}`);
  }

  get sync(): string {
    const sync = this.store.snapshot.accounts[0]?.sync;
    return sync?.kind === 'failed' ? sync.error.kind : (sync?.kind ?? 'none');
  }

  look(isVisible: boolean, isFocused = isVisible): void {
    this.share.attention.set({ isVisible, isFocused });
  }

  close(): void {
    this.watch.dispose();
    this.share.dispose();
  }

  /** Stops everything and removes nothing, like a killed process. Only the process ID is still that of the tests. */
  crash(): void {
    this.clock.hang();
  }
}
