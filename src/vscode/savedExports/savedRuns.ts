import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { isDue, type Postponement } from '../../core/runs/postponement';
import { DisposableStore } from '../lifecycle';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { type AwaitedResults, type AwaitedResultsOptions, keyOf, type PostponedItem } from './awaitedResults';
import { decodePendingRuns, type EndedItem, type PendingItem, type PendingRun } from './pendingRun';
import { keepPending, PENDING_RUNS_KEY, readPending } from './pendingState';
import { LAST_RUNS_KEY, type LastRun, type RunMark } from './runMark';
import { withNotice } from '../messages';
import { withoutIcons } from '../words/withoutIcons';

/** How often to check whether impact.com has given up on a job in error. The list doesn't change when that happens. */
const RETRY_LOOK_MS = 5 * 60_000;
/** The shortest wait until the next check, also for a time that has just passed. */
const MIN_LOOK_MS = 100;
const MAX_LAST_RUNS = 500;

export interface SavedRunsOptions extends Omit<AwaitedResultsOptions, 'context'> {
  readonly context: Pick<vscode.ExtensionContext, 'storageUri' | 'workspaceState'>;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
  readonly results: AwaitedResults;
  readonly markRun: (name: string, mark: RunMark | undefined) => void;
  /** Reports that a run has ended. Nothing waits for it. */
  readonly tell: (run: PendingRun, lastBytes: Readonly<Record<string, number>>) => void;
}

/**
 * The runs that wait for their jobs. Downloads each result when it's ready, in this window or, after a reload, in the
 * next.
 */
export class SavedRuns {
  private readonly runs = new Map<string, PendingRun>();
  private readonly settling = new Set<string>();
  private readonly postponed = new Map<string, Postponement>();
  private readonly reports = new Map<string, (endedCount: number, waitsFor?: string) => void>();
  private readonly closeProgress = new Map<string, () => void>();
  private readonly subscriptions = new DisposableStore();
  private cancelTimer = (): void => undefined;
  private isDisposed = false;

  constructor(private readonly options: SavedRunsOptions) {
    this.subscriptions.addFunction(options.store.onDidChange(() => this.look()));
    this.subscriptions.addFunction(() => this.cancelTimer());
  }

  /** Resumes the runs that an earlier window waited for. */
  resume(): void {
    for (const run of decodePendingRuns(readPending(this.options.context, PENDING_RUNS_KEY))) {
      if (!this.runs.has(run.id)) {
        this.take(run);
      }
    }
    void this.keep(); // removes runs that can't be read
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

  /** The next window resumes the runs that this one leaves. */
  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
    this.closeProgress.forEach((close) => close());
  }

  private take(run: PendingRun): void {
    this.runs.set(run.id, run);
    run.items.forEach((item) => this.options.memory.awaited.add(keyOf(item)));
    this.mark(run);
    this.openProgress(run);
  }

  /** Settles the items whose jobs have ended. */
  private look(): void {
    for (const run of this.runs.values()) {
      for (const item of run.items) {
        const id = idOf(run, item);
        if (!this.settling.has(id) && this.isDue(id, item)) {
          this.settling.add(id);
          void this.options.results.settle(run, item).then(async (ended) => {
            this.settling.delete(id);
            this.postponed.delete(id);
            if (ended?.kind === 'later') {
              this.postpone(run.id, id, ended);
            } else if (ended !== undefined) {
              await this.end(run.id, keyOf(item), ended);
            }
          });
        }
      }
      if (run.items.length === 0) {
        void this.finish(run);
      }
    }
    this.setTimer();
  }

  /** For changes that don't show in the list. */
  private setTimer(): void {
    const { clock, results } = this.options;
    this.cancelTimer();
    const isRetried = [...this.runs.values()].some(({ items }) => items.some((item) => results.isRetrying(item)));
    const nextMs = Math.min(
      ...[...this.postponed.values()].map(({ untilMs }) => untilMs - clock.now()),
      isRetried ? RETRY_LOOK_MS : Infinity,
    );
    if (nextMs !== Infinity && !this.isDisposed) {
      this.cancelTimer = clock.setTimer(() => this.look(), Math.max(nextMs, MIN_LOOK_MS));
    }
  }

  private isDue(id: string, item: PendingItem): boolean {
    const postponed = this.postponed.get(id);
    return postponed === undefined || isDue(postponed, this.options.clock.now(), this.options.results.syncOf(item));
  }

  private postpone(runId: string, id: string, { sentence, sinceMs, untilMs }: PostponedItem): void {
    const run = this.runs.get(runId);
    if (run !== undefined) {
      this.postponed.set(id, { sinceMs, untilMs });
      this.reports.get(runId)?.(run.ended.length, sentence);
      this.setTimer();
    }
  }

  private async end(runId: string, key: string, ended: EndedItem): Promise<void> {
    const run = this.runs.get(runId);
    if (run === undefined || this.isDisposed) {
      return; // cancelled, or left to the next window
    }
    this.options.memory.awaited.delete(key);
    const rest = { ...run, items: run.items.filter((item) => keyOf(item) !== key), ended: [...run.ended, ended] };
    this.runs.set(runId, rest);
    this.mark(rest);
    await (rest.items.length === 0 ? this.finish(rest) : this.keep());
  }

  private async finish(run: PendingRun): Promise<void> {
    if (!this.runs.delete(run.id)) {
      return;
    }
    await this.options.results.noteFailures(run);
    this.closeProgress.get(run.id)?.();
    this.options.markRun(run.name, undefined);
    await this.keep();
    this.options.tell(run, (await this.rememberLast(run))?.bytes ?? {});
  }

  /** Stops waiting. The jobs at impact.com can't be stopped from here. */
  private async cancel(runId: string): Promise<void> {
    const { store, downloads, memory } = this.options;
    const run = this.runs.get(runId);
    if (run === undefined) {
      return;
    }
    this.runs.delete(runId);
    run.items.forEach((item) => this.postponed.delete(idOf(run, item)));
    run.items.forEach((item) => memory.awaited.delete(keyOf(item)));
    this.options.markRun(run.name, undefined);
    await this.keep();
    await downloads.cancel(run.items.flatMap(({ accountId, jobId }) => store.entry(accountId, jobId) ?? []));
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Stopped waiting for {0}. Its jobs continue at impact.com.', withoutIcons(run.name)),
      8000,
    );
  }

  private mark({ id, name, items, ended }: PendingRun): void {
    this.options.markRun(name, { done: ended.length, total: items.length + ended.length });
    this.reports.get(id)?.(ended.length);
  }

  /** Shows one notification with a Cancel button for a whole run. */
  private openProgress({ id, name, items, ended }: PendingRun): void {
    const total = items.length + ended.length;
    void withNotice(name, (notice, token) => {
      let shown = 0;
      const report = (done: number, waitsFor?: string): void => {
        const message =
          waitsFor ??
          (total === 1 ? vscode.l10n.t('waiting for the job') : vscode.l10n.t('{0} of {1} done', done, total));
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
    await keepPending(
      this.options.context,
      PENDING_RUNS_KEY,
      this.runs.size === 0 ? undefined : [...this.runs.values()],
    );
  }

  /** Returns the run before this one. */
  private async rememberLast({ name, ended }: PendingRun): Promise<LastRun | undefined> {
    const { context, clock } = this.options;
    const { [name]: last, ...others } = context.workspaceState.get<Record<string, LastRun>>(LAST_RUNS_KEY, {});
    const downloaded = ended.filter((item) => item.kind === 'downloaded');
    const counts = { downloaded: downloaded.length, failed: ended.length - downloaded.length };
    const sizes = downloaded.map((item) => [item.export, item.bytes] as const);
    const bytes = { ...last?.bytes, ...Object.fromEntries(sizes) };
    const runs = { ...others, [name]: { atMs: clock.now(), ...counts, bytes } };
    await context.workspaceState.update(LAST_RUNS_KEY, Object.fromEntries(Object.entries(runs).slice(-MAX_LAST_RUNS)));
    return last;
  }
}

function idOf(run: PendingRun, item: PendingItem): string {
  return `${run.id} ${keyOf(item)}`;
}
