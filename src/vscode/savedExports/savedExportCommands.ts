import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { replayEntry } from '../exports/replayEntry';
import { DisposableStore } from '../lifecycle';
import { warn } from '../messages';
import { AwaitedResults } from './awaitedResults';
import type { EndedItem, PendingRun } from './pendingRun';
import type { FoundExport } from './savedExportFiles';
import { SavedRuns } from './savedRuns';
import { nameOf, startRun } from './startRun';
import { tellOfRun } from './tellOfRun';
import { changeSavedCommands } from './changeSavedCommands';
import type { CommandHandlers } from '../commands/commands';
import { findSavedExports } from './findSavedExports';
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

  constructor(private readonly options: SavedExportCommandsOptions) {
    const tell = (run: PendingRun, lastBytes: Readonly<Record<string, number>>): void =>
      tellOfRun(run, { log: options.log, lastBytes, replay: (ended, items) => this.replay(ended, items) });
    this.runs = this.own.add(
      new SavedRuns({
        ...options,
        results: new AwaitedResults(options),
        markRun: (name, mark) => options.savedExports.markRun(name, mark),
        tell,
      }),
    );
    this.runs.resume();
  }

  get handlers(): Pick<CommandHandlers, SavedExportCommand> {
    return {
      runSavedExport: (argument) => this.run(argument),
      ...saveExportCommands(this.options),
      ...changeSavedCommands(this.options),
      ...openSavedCommands(this.options),
    };
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
    this.tellOf(problems, jobs.length > 0);
    const [only] = found;
    return found.length === 1 && only?.kind === 'export' && !Array.isArray(argument) ? jobs[0] : jobs;
  }

  /** Throws if no export was started. Otherwise, the caller gets the jobs, and a message reports the rest. */
  private tellOf(problems: readonly unknown[], isAnyStarted: boolean): void {
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

  private async runOne(found: FoundExport): Promise<readonly Job[]> {
    if (this.runs.isRunning(nameOf(found))) {
      throw new UserError(vscode.l10n.t('{0} is already running.', nameOf(found)));
    }
    const started = await startRun(this.options, found);
    if (started === undefined) {
      return [];
    }
    if (started.failures.length > 0) {
      void warn(started.failures.join(' '));
    }
    await this.runs.add(started.run);
    return started.jobs;
  }

  /** Replays jobs to get current data. The new jobs are a new run with the same name. */
  private async replay(run: PendingRun, ended: readonly Extract<EndedItem, { kind: 'downloaded' }>[]): Promise<void> {
    const { store, clock } = this.options;
    const items = [];
    for (const { item } of ended) {
      const { accountId, jobId } = item;
      const entry = store.entry(accountId, jobId);
      if (entry !== undefined) {
        const job = await replayEntry(this.options, entry);
        items.push({ ...item, jobId: job.id, isOld: false, replayOf: jobId });
      }
    }
    await this.runs.add({ ...run, startedAtMs: clock.now(), items, ended: [] });
  }
}
