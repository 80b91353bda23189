import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient } from '../../src/core/api/apiClient';
import { JobStore } from '../../src/core/jobs/jobStore';
import { MachineShare } from '../../src/core/share/machineShare';
import { AccountWatch } from '../../src/core/watch/accountWatch';
import { Turns } from '../../src/core/watch/turns';
import type { DayWorld, Watching } from './playDay';
import type { DayJob } from './workingDay';

/** The default of `polling.requestsPerHour`. */
export const REQUESTS_PER_HOUR = 240;
const FINAL: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** Windows that watch like the extension: each has its own parts, and they share one folder and one hourly limit. */
export function ourWindows(world: DayWorld, requestsPerHour = REQUESTS_PER_HOUR): Watching {
  const folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-day-'));
  const windows = Array.from(
    { length: world.day.windows },
    (_, index) => new OurWindow(world, index, { folder, requestsPerHour }),
  );
  return {
    setFocus: (windowIndex) => windows.forEach((window, index) => window.setFocused(index === windowIndex)),
    started: async (job) => windows[job.windowIndex]?.started(job),
    refresh: async (windowIndex) => windows[windowIndex]?.refresh(),
    dispose() {
      windows.forEach((window) => window.dispose());
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

class OurWindow {
  private readonly store: JobStore;
  private readonly share: MachineShare;
  private readonly watches: readonly AccountWatch[];

  constructor(
    private readonly world: DayWorld,
    private readonly index: number,
    { folder, requestsPerHour }: { readonly folder: string; readonly requestsPerHour: number },
  ) {
    const { clock, transport, accounts, readToken, noticed, seen } = world;
    this.store = new JobStore(clock);
    this.share = new MachineShare({ folder, clock, requestsPerHour: () => requestsPerHour, onProblem: fail });
    this.store.setAccounts(accounts);
    this.setFocused(false);
    const turns = new Turns();
    this.watches = accounts.map((account) => {
      const client = new ApiClient({
        account,
        transport,
        clock,
        readToken: () => readToken(account),
        gate: this.share.gate(account),
      });
      return new AccountWatch({
        client,
        store: this.store,
        clock,
        share: this.share,
        turns,
        settings: () => ({ enabled: true, lookbackDays: 7 }),
        random: () => 0.5,
      });
    });
    this.store.onDidChange(({ entries }) =>
      entries.forEach(({ after }) => {
        if (after !== undefined) {
          seen(after.job.id);
          if (FINAL.has(after.job.status)) {
            noticed(after.job.id, index);
          }
        }
      }),
    );
  }

  setFocused(isFocused: boolean): void {
    this.share.attention.set({ isFocused, isVisible: this.world.day.visibleIn.has(this.index) });
  }

  /** Requests a job that was just scheduled, as an export does. If that fails, the next poll finds it. */
  async started({ id, accountIndex }: DayJob): Promise<void> {
    const { client } = this.watches[accountIndex] ?? {};
    const job = await client?.getJob(id).catch(() => undefined);
    if (client !== undefined && job !== undefined) {
      this.store.applyJob(client.account.id, job);
    }
  }

  async refresh(): Promise<void> {
    await Promise.allSettled(this.watches.map((watch) => watch.refresh()));
  }

  dispose(): void {
    this.watches.forEach((watch) => watch.dispose());
    this.share.dispose();
  }
}

/** Without a shared folder, each window would poll on its own, and the figures would be wrong. */
function fail(error: unknown): never {
  throw error;
}
