import { ApiClient } from '../../src/core/api/apiClient';
import { JobStore } from '../../src/core/jobs/jobStore';
import { Poller } from '../../src/core/watch/poller';
import type { DayWorld, Watching } from './playDay';
import type { DayJob } from './workingDay';

/** The windows as the extension watches in them. */
export function ourWindows(world: DayWorld): Watching {
  const windows = Array.from({ length: world.day.windows }, (_, index) => new OurWindow(world, index));
  return {
    setFocus: (windowIndex) => windows.forEach((window, index) => window.setFocused(index === windowIndex)),
    started: async (job) => windows[job.windowIndex]?.started(job),
    refresh: async (windowIndex) => windows[windowIndex]?.refresh(),
    dispose: () => windows.forEach((window) => window.dispose()),
  };
}

class OurWindow {
  private readonly store: JobStore;
  private readonly pollers: readonly Poller[];

  constructor(
    private readonly world: DayWorld,
    private readonly index: number,
  ) {
    const { clock, transport, accounts, readToken } = world;
    this.store = new JobStore(clock);
    this.store.setAccounts(accounts);
    this.pollers = accounts.map((account) => {
      const client = new ApiClient({ account, transport, clock, readToken: () => readToken(account) });
      return new Poller({ client, store: this.store, clock, settings: () => ({ enabled: true, lookbackDays: 7 }), random: () => 0.5 });
    });
    this.store.onDidChange(({ entries }) => {
      entries.forEach(({ after }) => after !== undefined && FINAL.has(after.job.status) && world.noticed(after.job.id, index));
      if (entries.length > 0) {
        this.pollers.forEach((poller) => poller.reschedule());
      }
    });
    this.setFocused(false);
  }

  setFocused(isFocused: boolean): void {
    this.pollers.forEach((poller) => poller.setAttention({ isFocused, isVisible: this.world.day.visibleIn.has(this.index) }));
  }

  /** What an export does when it has been scheduled: it asks for its job. Without an answer the next look finds it. */
  async started({ id, accountIndex }: DayJob): Promise<void> {
    const { client } = this.pollers[accountIndex] ?? {};
    const job = await client?.getJob(id).catch(() => undefined);
    if (client !== undefined && job !== undefined) {
      this.store.applyJob(client.account.id, job);
    }
  }

  async refresh(): Promise<void> {
    await Promise.allSettled(this.pollers.map((poller) => poller.refresh()));
  }

  dispose(): void {
    this.pollers.forEach((poller) => poller.dispose());
  }
}

const FINAL: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);
