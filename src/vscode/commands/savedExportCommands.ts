import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { EMPTY_FILE, freeName, pathOf, withExport, withName, without, withSet } from '../../core/savedExports/editSavedExports';
import { offsetOf } from '../../core/savedExports/jsonText';
import type { Downloads } from '../downloads/downloads';
import { UserError } from '../errorMessages';
import { replayEntry } from '../exports/replayEntry';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { askForName, askForNames, askForSource } from '../savedExports/askForSaved';
import { AwaitedResults } from '../savedExports/awaitedResults';
import { exportOfJob, readExportToSave } from '../savedExports/exportToSave';
import type { EndedItem, PendingRun } from '../savedExports/pendingRun';
import type { RunMark } from '../savedExports/runMark';
import type { FoundExport, SavedExportFiles, SavedSource } from '../savedExports/savedExportFiles';
import { SavedRuns } from '../savedExports/savedRuns';
import { nameOf, startRun, type StartRunParts } from '../savedExports/startRun';
import { tellOfRun } from '../savedExports/tellOfRun';
import type { CommandHandlers } from './commands';
import type { JobTargets } from './jobTargets';
import { readSavedTarget } from './savedTargets';

export interface SavedExportCommandsOptions extends StartRunParts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly targets: JobTargets;
  readonly downloads: Downloads;
  readonly savedExports: { files(): Promise<SavedExportFiles>; markRun(name: string, mark: RunMark | undefined): void };
}

export type SavedExportCommand = 'runSavedExport' | 'resumeSavedRuns' | 'saveExport' | 'newExportSet' | 'editSavedExport' | 'renameSavedExport' | 'deleteSavedExport' | 'openSavedExports';

/** Exports under a name: running, making and changing them. */
export class SavedExportCommands {
  private readonly own = new DisposableStore();
  private readonly runs: SavedRuns;

  constructor(private readonly options: SavedExportCommandsOptions) {
    const tell = (run: PendingRun): void => tellOfRun(run, { log: options.log, replay: (ended, items) => this.replay(ended, items) });
    this.runs = this.own.add(new SavedRuns({ ...options, results: new AwaitedResults(options), markRun: (name, mark) => options.savedExports.markRun(name, mark), tell }));
    this.runs.resume();
  }

  get handlers(): Pick<CommandHandlers, SavedExportCommand> {
    return {
      runSavedExport: (argument) => this.run(argument),
      // What was pending is taken up when this code is loaded.
      resumeSavedRuns: () => undefined,
      saveExport: (argument) => this.save(argument),
      newExportSet: () => this.makeSet(),
      editSavedExport: (argument) => this.edit(argument),
      renameSavedExport: (argument) => this.rename(argument),
      deleteSavedExport: (argument) => this.delete(argument),
      openSavedExports: () => this.open(),
    };
  }

  dispose(): void {
    this.own.dispose();
  }

  private async run(argument: unknown): Promise<Job | readonly Job[] | undefined> {
    const found = await this.find(argument, vscode.l10n.t('Run which saved export?'));
    if (found === undefined) {
      return undefined;
    }
    const jobs: Job[] = [];
    for (const one of found) {
      jobs.push(...(await this.runOne(one)));
    }
    const [only] = found;
    return found.length === 1 && only?.kind === 'export' && !Array.isArray(argument) ? jobs[0] : jobs;
  }

  private async runOne(found: FoundExport): Promise<readonly Job[]> {
    if (this.runs.isRunning(nameOf(found))) {
      throw new UserError(vscode.l10n.t('{0} is running already.', nameOf(found)));
    }
    const started = await startRun(this.options, found);
    if (started === undefined) {
      return [];
    }
    if (started.failures.length > 0) {
      void vscode.window.showWarningMessage(started.failures.join(' '));
    }
    await this.runs.add(started.run);
    return started.jobs;
  }

  /** Again, for the data of now. The new jobs are a run of the same name. */
  private async replay(run: PendingRun, ended: readonly Extract<EndedItem, { kind: 'downloaded' }>[]): Promise<void> {
    const { store, clock } = this.options;
    const items = [];
    for (const { item } of ended) {
      const { accountId, jobId } = item;
      const entry = store.account(accountId)?.entries.get(jobId);
      if (entry !== undefined) {
        const job = await replayEntry(this.options, entry);
        items.push({ ...item, jobId: job.id, isOld: false, replayOf: jobId });
      }
    }
    await this.runs.add({ ...run, startedAtMs: clock.now(), items, ended: [] });
  }

  /** From the export dialog, a script, or a job that was exported from here. */
  private async save(argument: unknown): Promise<string | undefined> {
    const given = readExportToSave(argument);
    const entry = given === undefined ? await this.jobToSave(argument) : undefined;
    const files = await this.options.savedExports.files();
    const toSave = given ?? (entry && (await exportOfJob(entry, this.sidOf(entry), this.options.clock.now(), this.zoneOf(entry))));
    const source = toSave && (await askForSource(files));
    if (toSave === undefined || source === undefined) {
      return undefined;
    }
    const content = (await files.read()).find((candidate) => candidate.source.uri.toString() === source.uri.toString());
    const wished = freeName(content?.text ?? '', toSave.reportName ?? toSave.reportId);
    const name = await askForName(files, source, vscode.l10n.t('Save Export'), wished);
    if (name === undefined) {
      return undefined;
    }
    await files.edit(source, (text) => withExport(text, { ...toSave, name }));
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Saved as {0}', name), 4000);
    return name;
  }

  private async jobToSave(argument: unknown): Promise<JobEntry | undefined> {
    const question = { placeHolder: vscode.l10n.t('Save the export of which job?'), accepts: ({ parameters }: JobEntry) => parameters !== undefined, many: false };
    return (await this.options.targets.resolve(argument, undefined, question))?.entries[0];
  }

  /** The account is noted only where there are several: a file that one agency shares works for each of its people. */
  private sidOf({ accountId }: JobEntry): string | undefined {
    const { accounts } = this.options;
    return accounts.all.length > 1 ? accounts.find(accountId)?.sid : undefined;
  }

  private zoneOf({ accountId }: JobEntry): string {
    return this.options.watchers.client(accountId)?.utcOffset ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  private async makeSet(): Promise<string | undefined> {
    const files = await this.options.savedExports.files();
    const contents = (await files.read()).filter(({ exports }) => exports.length > 0);
    const items = contents.flatMap(({ source, exports }) => exports.map((saved) => ({ label: saved.name, description: source.kind === 'user' ? vscode.l10n.t('only yours') : (source.label ?? ''), source })));
    if (items.length === 0) {
      throw new UserError(vscode.l10n.t('There are no saved exports to make a set of. Save one first: from the export of a report, or from a job that was exported from here.'));
    }
    const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: vscode.l10n.t('Run which exports together?') });
    const [first, ...others] = picked ?? [];
    if (first === undefined) {
      return undefined;
    }
    if (others.some(({ source }) => source !== first.source)) {
      throw new UserError(vscode.l10n.t('A set holds exports of one file: of the workspace\'s, or of yours.'));
    }
    const name = await askForName(files, first.source, vscode.l10n.t('New Set'), vscode.l10n.t('The Monday set'));
    if (name !== undefined) {
      await files.edit(first.source, (text) => withSet(text, { name, exports: (picked ?? []).map(({ label }) => label), folder: undefined }));
    }
    return name;
  }

  private async edit(argument: unknown): Promise<void> {
    const target = readSavedTarget(argument);
    if (target?.kind === 'problem') {
      await this.openAt(target.source, (text) => (target.problem.kind === 'syntax' ? target.problem.offset : offsetOf(text, target.problem.path)));
      return;
    }
    const [found] = (await this.find(argument, vscode.l10n.t('Edit which saved export?'))) ?? [];
    if (found !== undefined) {
      await this.openAt(found.source, (text) => offsetOf(text, pathOf(text, nameOf(found)) ?? []));
    }
  }

  private async rename(argument: unknown): Promise<string | undefined> {
    const files = await this.options.savedExports.files();
    const [found] = (await this.find(argument, vscode.l10n.t('Rename which saved export?'))) ?? [];
    const name = found && (await askForName(files, found.source, vscode.l10n.t('Rename {0}', nameOf(found)), nameOf(found)));
    if (found !== undefined && name !== undefined && name !== nameOf(found)) {
      await files.edit(found.source, (text) => withName(text, nameOf(found), name));
    }
    return name;
  }

  private async delete(argument: unknown): Promise<void> {
    const files = await this.options.savedExports.files();
    const [found] = (await this.find(argument, vscode.l10n.t('Delete which saved export?'))) ?? [];
    if (found === undefined) {
      return;
    }
    const yes = vscode.l10n.t('Delete');
    const isScript = typeof argument === 'string';
    const detail = found.kind === 'set' ? vscode.l10n.t('Its exports stay. Downloaded files stay too.') : vscode.l10n.t('It leaves its sets as well. Jobs and downloaded files stay.');
    if (isScript || (await vscode.window.showWarningMessage(vscode.l10n.t('Delete {0}?', nameOf(found)), { modal: true, detail }, yes)) === yes) {
      await files.edit(found.source, (text) => without(text, nameOf(found)));
    }
  }

  /** The workspace's file, else the user's; made where it is missing. */
  private async open(): Promise<void> {
    const files = await this.options.savedExports.files();
    const contents = await files.read();
    const filled = contents.find(({ text }) => text !== '');
    const source = (filled ?? contents[0])?.source;
    if (source !== undefined && filled === undefined) {
      await files.edit(source, () => EMPTY_FILE);
    }
    if (source !== undefined) {
      await this.openAt(source, () => 0);
    }
  }

  private async openAt({ uri }: SavedSource, offset: (text: string) => number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.positionAt(offset(document.getText()));
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  }

  /** What a row, a name or a list of names stands for; asks where there is none of them. */
  private async find(argument: unknown, placeHolder: string): Promise<readonly FoundExport[] | undefined> {
    const files = await this.options.savedExports.files();
    const target = readSavedTarget(argument);
    const names = target?.kind === 'names' ? target.names : target === undefined ? await askForNames(files, placeHolder) : [target.name];
    if (names === undefined) {
      return undefined;
    }
    if (names.length === 0) {
      throw new UserError(vscode.l10n.t('There are no saved exports yet. Save one at the end of Export a Report, or from a job that was exported from here.'));
    }
    const source = target?.kind === 'row' ? target.source.uri : undefined;
    return Promise.all(names.map(async (name) => (await files.find(name, source)) ?? Promise.reject(new UserError(vscode.l10n.t('There is no saved export or set called {0}.', name)))));
  }
}

