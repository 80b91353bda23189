import path from 'node:path';
import * as vscode from 'vscode';
import { jobKey } from '../../core/jobs/jobEntry';
import { memberKey } from '../../core/runs/memberNames';
import { hasEnded, membersIn, type Run, type RunPlan, savedKey } from '../../core/runs/run';
import { RunEngine } from '../../core/runs/runEngine';
import { RunFiles } from '../../core/runs/runFiles';
import { MANIFEST_FILE } from '../../core/savedExports/manifest';
import { DisposableStore } from '../lifecycle';
import { UserError } from '../words/userError';
import { decodeEarlierRuns } from './earlierRuns';
import { type FollowedRun, followEngine, type RunWatcher } from './followRun';
import { cancelledInWords } from './reportRun';
import { keepPending, PENDING_RUNS_KEY, readPending, runsFolder } from './pendingState';
import { type LastRun, LastRuns } from './lastRuns';
import type { RunMark } from './runMark';
import { RunFollowers } from './runFollowers';
import { RunNotices } from './runNotices';
import { runPorts, type RunPortsOptions } from './runPorts';

export interface SavedRunsOptions extends RunPortsOptions {
  readonly context: Pick<
    vscode.ExtensionContext,
    'extensionUri' | 'storageUri' | 'globalStorageUri' | 'workspaceState' | 'globalState'
  >;
  readonly markRun: (key: string, mark: RunMark | undefined) => void;
  /** Reports that a run has ended. Nothing waits for it. */
  readonly report: (run: Run, lastBytes: Readonly<Record<string, number>>) => void;
}

/** The runs of this window: shows the engine's runs in rows and notifications. */
export class SavedRuns {
  private readonly engine: RunEngine;
  private readonly notices = new RunNotices((runId) => void this.engine.cancel(runId));
  /** The runs that a command has just started, and whose failures it reports, by their `savedKey`. */
  private readonly starting = new Map<string, Promise<Run>>();
  /** Tasks and agents. They show their runs, so that no notification has to. */
  private readonly followers = new RunFollowers();
  private readonly lastRuns: LastRuns;
  private readonly subscriptions = new DisposableStore();
  private shownElsewhere: ReadonlySet<string> = new Set();

  constructor(private readonly options: SavedRunsOptions) {
    const { downloads, context, clock } = options;
    this.lastRuns = new LastRuns(context.workspaceState);
    this.engine = new RunEngine({ folder: runsFolder(context), ports: runPorts(options), clock });
    this.subscriptions.addFunction(this.engine.onDidChange((run) => this.show(run)));
    this.subscriptions.addFunction(this.engine.onDidEnd((run) => void this.end(run)));
    this.subscriptions.addFunction(this.engine.onDidLook(() => this.showElsewhere()));
    downloads.setOwner({
      resume: ({ accountId, job }) =>
        this.engine
          .resumePaused(accountId, job.id)
          .map(async (file) => file.then((received) => received && vscode.Uri.parse(received.uri))),
      discard: (accountId, jobId) => this.engine.cancelPaused(accountId, jobId),
    });
  }

  /** Resumes the runs that an earlier window left. */
  async resume(): Promise<void> {
    const { context, clock } = this.options;
    const earlier = decodeEarlierRuns(readPending(context, PENDING_RUNS_KEY));
    const files = new RunFiles(runsFolder(context), clock);
    earlier.forEach((run) => files.write(run));
    await keepPending(context, PENDING_RUNS_KEY, undefined);
    await this.engine.resume();
  }

  /** Learns of runs that other windows have started. */
  lookForNew(): Promise<void> {
    return this.engine.lookForNew();
  }

  /** Starts a run. Resolves when its exports are scheduled. Throws a `UserError` if it is already running. */
  async start(plan: RunPlan): Promise<Run> {
    const key = savedKey(plan);
    if (this.isRunning(key) || this.isElsewhere(key)) {
      throw new UserError(vscode.l10n.t('{0} is already running.', plan.name));
    }
    const started = this.engine.start(plan);
    this.starting.set(key, started);
    try {
      return await started;
    } finally {
      this.starting.delete(key);
    }
  }

  /** Whether the export or set with this `savedKey` is running in this window. */
  isRunning(key: string): boolean {
    return this.starting.has(key) || this.engine.runs.some((run) => savedKey(run) === key);
  }

  /**
   * Whether another process drives the run with this `savedKey`: the one that this window had before it was reloaded,
   * or another window of the same folder.
   */
  isElsewhere(key: string): boolean {
    return this.engine.isElsewhere(key);
  }

  /**
   * Starts a run that a watcher shows, or, without a plan, follows the one in progress, whoever drives it. Resolves
   * when it has ended.
   */
  async follow(key: string, plan: RunPlan | undefined, watcher: RunWatcher): Promise<FollowedRun> {
    const last = this.lastRuns.of(key);
    const start = async (): Promise<unknown> =>
      plan === undefined
        ? (this.starting.get(key) ?? this.engine.whenNotElsewhere(key, watcher.signal))
        : this.start(plan);
    const { giveUp, leave } = this.followers.join(key, plan !== undefined);
    try {
      const followed = await followEngine(this.engine, key, { ...watcher, giveUp }, start);
      return { ...followed, lastBytes: last?.bytes ?? {} };
    } finally {
      leave();
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.notices.dispose();
    void this.engine.dispose();
  }

  private show(run: Run): void {
    const { memory, markRun } = this.options;
    const isOurs = this.engine.runs.some(({ id }) => id === run.id);
    markRun(savedKey(run), isOurs ? markOf(run) : undefined);
    if (!this.followers.haveStarted(savedKey(run))) {
      this.notices.show(run, isOurs);
    }
    memory.awaited.clear();
    this.engine.runs
      .flatMap((one) => membersIn(one, 'waiting', 'downloading', 'paused'))
      .forEach(({ accountId, job }) => job && memory.awaited.add(jobKey(accountId, job.id)));
  }

  private showElsewhere(): void {
    const runs = new Map(this.engine.runsElsewhere.map((run) => [savedKey(run), run]));
    this.shownElsewhere.forEach((key) => {
      if (!runs.has(key) && !this.isRunning(key)) {
        this.options.markRun(key, undefined);
      }
    });
    runs.forEach((run, key) => this.options.markRun(key, markOf(run)));
    this.shownElsewhere = new Set(runs.keys());
  }

  private async end(run: Run): Promise<void> {
    const isFollowed = this.followers.haveStarted(savedKey(run));
    const last = await this.rememberLast(run);
    this.show(run); // with what is remembered now
    const wasRequested = run.members.some(({ job }) => job !== undefined);
    if (isFollowed) {
      return;
    }
    if (run.isCancelled === true) {
      vscode.window.setStatusBarMessage(cancelledInWords(run), 8000);
    } else if (wasRequested || !this.starting.has(savedKey(run))) {
      this.options.report(run, last?.bytes ?? {});
    }
  }

  /** Returns the run before this one. */
  private async rememberLast(run: Run): Promise<LastRun | undefined> {
    const { members, folder, remoteFolder, manifestProblem } = run;
    const key = savedKey(run);
    const last = this.lastRuns.of(key);
    const files = members.flatMap((member) =>
      member.file === undefined ? [] : [[memberKey(member), member.file] as const],
    );
    const counts = { downloaded: files.length, failed: members.length - files.length };
    const bytes = { ...last?.bytes, ...Object.fromEntries(files.map(([member, file]) => [member, file.bytes])) };
    const isListed = files.length > 0 && remoteFolder === undefined && manifestProblem === undefined;
    const manifest = isListed ? path.join(folder, MANIFEST_FILE) : undefined;
    const { isCancelled = false } = run;
    await this.lastRuns.set(key, { atMs: this.options.clock.now(), ...counts, isCancelled, bytes, manifest });
    return last;
  }
}

function markOf({ members }: Run): RunMark {
  return { done: members.filter(hasEnded).length, total: members.length };
}
