import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import { membersIn, type Run, type RunMember, type RunPlan } from '../../core/runs/run';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { DisposableStore } from '../lifecycle';
import { showError, warn } from '../messages';
import type { FoundExport } from './savedExportFiles';
import { SavedRuns } from './savedRuns';
import { keyOf, planRun } from './planRun';
import { reasonsInWords, reportRun } from './reportRun';
import { changeSavedCommands } from './changeSavedCommands';
import type { CommandHandlers } from '../commands/commands';
import { findSavedExports } from './findSavedExports';
import type { FollowedRun, RunWatcher } from './followRun';
import { openSavedCommands } from './openSavedCommands';
import { saveExportCommands } from './saveExportCommands';
import type { SavedExportCommandsOptions } from './savedExportCommandsOptions';

export type SavedExportCommand =
  | 'runSavedExport'
  | 'saveExport'
  | 'newExportSet'
  | 'editSavedExport'
  | 'renameSavedExport'
  | 'deleteSavedExport'
  | 'openSavedExports'
  | 'openSavedExportFile';

/** The commands that run, create, and change saved exports. */
export class SavedExportCommands {
  private readonly own = new DisposableStore();
  private readonly runs: SavedRuns;
  private readonly resumed: Promise<void>;

  constructor(private readonly options: SavedExportCommandsOptions) {
    this.runs = this.own.add(
      new SavedRuns({
        ...options,
        markRun: (key, mark) => options.savedExports.markRun(key, mark),
        report: (run, lastBytes) =>
          reportRun(run, {
            lastBytes,
            replay: (ended, members) => this.replay(ended, members),
            onProblem: (error) => this.complain(error),
          }),
      }),
    );
    this.resumed = this.runs
      .resume()
      .catch((error: unknown) => options.log.error("Can't resume runs of saved exports", error));
  }

  get handlers(): Pick<CommandHandlers, SavedExportCommand> {
    return {
      runSavedExport: (argument) => this.run(argument),
      ...saveExportCommands(this.options),
      ...changeSavedCommands(this.options),
      ...openSavedCommands(this.options),
    };
  }

  /** See `FollowRun`. */
  async follow(found: FoundExport, watcher: RunWatcher): Promise<FollowedRun | undefined> {
    await this.resumed; // the run might be one that an earlier window has left
    await this.runs.lookForNew(); // or that another one has started
    const key = keyOf(found);
    const isInProgress = (): boolean => this.runs.isRunning(key) || this.runs.isElsewhere(key);
    if (!isInProgress()) {
      const plan = await planRun(this.options, found);
      watcher.signal.throwIfAborted();
      if (plan === undefined || !isInProgress()) {
        return plan && this.runs.follow(key, plan, watcher);
      }
    }
    watcher.onJoin();
    return this.runs.follow(key, undefined, watcher);
  }

  /** Marks the runs that other windows have started in their rows. */
  lookForRuns(): Promise<void> {
    return this.runs.lookForNew();
  }

  /** Runs an export that isn't saved, and returns its jobs. Throws a `UserError` if nothing could be requested. */
  async runUnsaved(saved: SavedExport): Promise<readonly Job[]> {
    const source = { uri: vscode.Uri.parse('impact-export:unsaved'), kind: 'user', label: undefined } as const;
    return this.runOne({ kind: 'export', source, saved });
  }

  dispose(): void {
    this.own.dispose();
  }

  private async run(argument: unknown): Promise<Job | readonly Job[] | undefined> {
    const found = await findSavedExports(
      this.options.savedExports,
      argument,
      vscode.l10n.t('Select a saved export to run'),
    );
    if (found === undefined) {
      return undefined;
    }
    const jobs: Job[] = [];
    const problems: unknown[] = [];
    for (const one of found) {
      try {
        jobs.push(...(await this.runOne(one)));
      } catch (error) {
        problems.push(error);
      }
    }
    this.reportProblems(problems, jobs.length > 0);
    const [only] = found;
    const isOne = only?.kind === 'export' && only.saved.accounts === undefined && only.saved.pieces === undefined;
    return found.length === 1 && isOne && !Array.isArray(argument) ? jobs[0] : jobs;
  }

  /** Throws if no export was started. Otherwise, the caller gets the jobs, and a message reports the rest. */
  private reportProblems(problems: readonly unknown[], isAnyStarted: boolean): void {
    if (problems.length === 0) {
      return;
    }
    problems.forEach((problem) => this.options.log.error("Can't start a saved export", problem));
    const sentences = problems.map((problem) => sentenceFor(problem, this.options.clock.now())).join(' ');
    if (!isAnyStarted) {
      throw new UserError(sentences, problems[0]);
    }
    void warn(sentences);
  }

  /** Reports an error of work that nobody waits for. */
  private complain(error: unknown): void {
    this.options.log.error("A message's button failed", error);
    void showError(sentenceFor(error, this.options.clock.now()));
  }

  private async runOne(found: FoundExport): Promise<readonly Job[]> {
    await this.resumed;
    await this.runs.lookForNew();
    const plan = await planRun(this.options, found);
    return plan === undefined ? [] : this.start({ ...plan, waitsForLimits: true });
  }

  /** Starts a run and returns its jobs. Throws a `UserError` if nothing could be requested. */
  private async start(plan: RunPlan): Promise<readonly Job[]> {
    const run = await this.runs.start(plan);
    const sentences = reasonsInWords(membersIn(run, 'failed', 'skipped'));
    const jobs = run.members.flatMap(
      ({ accountId, job }) => (job && this.options.store.entry(accountId, job.id)?.job) ?? [],
    );
    if (sentences.length > 0 && run.members.every(({ job }) => job === undefined)) {
      throw new UserError(sentences.join(' '));
    }
    if (sentences.length > 0) {
      void warn(sentences.join(' '));
    }
    return jobs;
  }

  /** Replays jobs to get current data. The new jobs are a new run with the same name. */
  private async replay(run: Run, members: readonly RunMember[]): Promise<void> {
    await this.start({
      ...run,
      members: members.map(({ job, ...member }) => ({
        ...member,
        saved: undefined,
        replays: job?.id,
      })),
    });
  }
}
