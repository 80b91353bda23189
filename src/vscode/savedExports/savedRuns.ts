import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { DisposableStore } from '../lifecycle';
import type { StoredJobMemory } from '../jobMemory';
import { type AwaitedResults, type AwaitedResultsOptions, keyOf } from './awaitedResults';
import { decodePendingRuns, type EndedItem, type PendingRun } from './pendingRun';
import { keepPending, readPending } from './pendingState';
import { LAST_RUNS_KEY, type LastRun, PENDING_RUNS_KEY, type RunMark } from './runMark';
import { withNotice } from '../messages';

/** How often it is looked whether impact.com has given up on a job in error: no change of the list tells that. */
const RETRY_LOOK_MS = 5 * 60_000;
const MAX_LAST_RUNS = 500;

export interface SavedRunsOptions extends AwaitedResultsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'storageUri' | 'workspaceState'>;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
  readonly results: AwaitedResults;
  readonly markRun: (name: string, mark: RunMark | undefined) => void;
  /** Tells of a run that is over. Nothing waits for it. */
  readonly tell: (run: PendingRun) => void;
}

/** The runs that wait for their jobs: each result is downloaded when it is there, in this window or after its reload. */
export class SavedRuns {
  private readonly runs = new Map<string, PendingRun>();
  private readonly settling = new Set<string>();
  private readonly reports = new Map<string, (endedCount: number) => void>();
  private readonly closeProgress = new Map<string, () => void>();
  private readonly subscriptions = new DisposableStore();
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: SavedRunsOptions) {
    this.subscriptions.addFunction(options.store.onDidChange(() => this.look()));
    this.subscriptions.addFunction(() => this.cancelTimer());
  }

  /** Takes up what the window waited for before it was closed. */
  resume(): void {
    for (const run of decodePendingRuns(readPending(this.options.context, PENDING_RUNS_KEY))) {
      if (!this.runs.has(run.id)) {
        this.take(run);
      }
    }
    this.look();
  }

  async add(run: Omit<PendingRun, 'id'>): Promise<void> {
    this.take({ ...run, id: randomUUID() });
    await this.keep();
    this.look();
  }

  isRunning(name: string): boolean {
    return [...this.runs.values()].some((run) => run.name === name);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.closeProgress.forEach((close) => close());
  }

  private take(run: PendingRun): void {
    this.runs.set(run.id, run);
    run.items.forEach((item) => this.options.memory.setAwaited(keyOf(item), true));
    this.mark(run);
    this.openProgress(run);
  }

  /** Settles the items whose jobs are over. */
  private look(): void {
    for (const run of this.runs.values()) {
      for (const item of run.items) {
        const id = `${run.id} ${keyOf(item)}`;
        if (!this.settling.has(id)) {
          this.settling.add(id);
          void this.options.results.settle(run, item).then(async (ended) => {
            this.settling.delete(id);
            if (ended !== undefined) {
              await this.end(run.id, keyOf(item), ended);
            }
          });
        }
      }
      if (run.items.length === 0) {
        void this.finish(run);
      }
    }
    this.cancelTimer();
    if ([...this.runs.values()].some(({ items }) => items.some((item) => this.options.results.isRetrying(item)))) {
      this.cancelTimer = this.options.clock.setTimer(() => this.look(), RETRY_LOOK_MS);
    }
  }

  private async end(runId: string, key: string, ended: EndedItem): Promise<void> {
    const run = this.runs.get(runId);
    if (run === undefined) {
      return; // cancelled meanwhile
    }
    this.options.memory.setAwaited(key, false);
    const rest = { ...run, items: run.items.filter((item) => keyOf(item) !== key), ended: [...run.ended, ended] };
    this.runs.set(runId, rest);
    this.mark(rest);
    await (rest.items.length === 0 ? this.finish(rest) : this.keep());
  }

  private async finish(run: PendingRun): Promise<void> {
    if (!this.runs.delete(run.id)) {
      return;
    }
    this.closeProgress.get(run.id)?.();
    this.options.markRun(run.name, undefined);
    await this.keep();
    await this.rememberLast(run);
    this.options.tell(run);
  }

  /** Waits no longer. What runs at impact.com cannot be stopped from here. */
  private async cancel(runId: string): Promise<void> {
    const { store, downloads, memory } = this.options;
    const run = this.runs.get(runId);
    if (run === undefined) {
      return;
    }
    this.runs.delete(runId);
    run.items.forEach((item) => memory.setAwaited(keyOf(item), false));
    this.options.markRun(run.name, undefined);
    await this.keep();
    await downloads.cancel(run.items.flatMap(({ accountId, jobId }) => store.account(accountId)?.entries.get(jobId) ?? []));
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is not waited for any more. Its jobs go on at impact.com.', run.name), 8000);
  }

  private mark({ id, name, items, ended }: PendingRun): void {
    this.options.markRun(name, { done: ended.length, total: items.length + ended.length });
    this.reports.get(id)?.(ended.length);
  }

  /** One notification for a whole run, with a Cancel. */
  private openProgress({ id, name, items, ended }: PendingRun): void {
    const total = items.length + ended.length;
    void withNotice(name, (notice, token) => {
      let shown = 0;
      const report = (done: number): void => {
        const message = total === 1 ? vscode.l10n.t('waiting for the job') : vscode.l10n.t('{0} of {1} done', done, total);
        notice.report({ message, increment: (100 * (done - shown)) / total });
        shown = done;
      };
      const cancellation = token.onCancellationRequested(() => void this.cancel(id));
      return new Promise<void>((resolve) => {
        this.reports.set(id, report);
        this.closeProgress.set(id, () => {
          cancellation.dispose();
          this.reports.delete(id);
          this.closeProgress.delete(id);
          resolve();
        });
        report(ended.length);
      });
    });
  }

  private async keep(): Promise<void> {
    await keepPending(this.options.context, PENDING_RUNS_KEY, this.runs.size === 0 ? undefined : [...this.runs.values()]);
  }

  private async rememberLast({ name, ended }: PendingRun): Promise<void> {
    const { context, clock } = this.options;
    const { [name]: _, ...others } = context.workspaceState.get<Record<string, LastRun>>(LAST_RUNS_KEY, {});
    const downloaded = ended.filter(({ kind }) => kind === 'downloaded').length;
    const runs = { ...others, [name]: { atMs: clock.now(), downloaded, failed: ended.length - downloaded } };
    await context.workspaceState.update(LAST_RUNS_KEY, Object.fromEntries(Object.entries(runs).slice(-MAX_LAST_RUNS)));
  }
}
