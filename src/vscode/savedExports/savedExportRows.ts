import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { savedKey } from '../../core/runs/run';
import { storedRunIds } from '../../core/runs/storedRuns';
import { valueAt } from '../../core/savedExports/jsonText';
import { type ExportSet, type SavedExport, type SavedExportProblem } from '../../core/savedExports/savedExport';
import { FolderWatch } from '../../core/share/folderWatch';
import { commandId, HAS_SAVED_EXPORTS_KEY } from '../ids';
import type { KnownReports } from '../exports/knownReports';
import { LastRuns } from './lastRuns';
import type { StoredJobMemory } from '../jobs/jobMemory';
import type { RunMark } from './runMark';
import { SavedExportFiles, type SavedSource, type SourceContent } from './savedExportFiles';
import { asPlainMarkdown } from '../words/plainMarkdown';
import {
  accountsInWords,
  problemInBrief,
  savedExportInWords,
  savedProblemInWords,
  sourceInWords,
} from './savedExportWords';
import { runsFolder } from './pendingState';
import { SavedExportLanguage } from './savedExportLanguage';
import { programNamesInWords, savedFilterInWords } from './savedPrograms';
import type { SavedResults } from './savedResults';
import { ageInWords, numberInWords } from '../words/timeWords';
import { plural } from '../words/plural';

/** A row of the view. Commands get it as their argument. */
export type SavedRow = {
  readonly item: vscode.TreeItem;
  readonly source: SavedSource;
  readonly results?: SavedResults | undefined;
} & (
  | { readonly kind: 'export'; readonly saved: SavedExport }
  | { readonly kind: 'set'; readonly set: ExportSet; readonly members: readonly SavedExport[] }
  | { readonly kind: 'problem'; readonly problem: SavedExportProblem }
);

/** What the rows need beyond the files. */
export interface SavedRowParts {
  readonly memory: Pick<StoredJobMemory, 'programs' | 'programNameOf' | 'onDidChange'>;
  readonly clock: Clock;
  readonly loadReports: () => Promise<KnownReports>;
  /** Marks the runs that other windows have started. */
  readonly lookForRuns: () => Promise<void>;
}

/** The rows of saved exports: first the problems in their files, then sets with their exports, then exports. */
export class SavedExportRows {
  readonly files: SavedExportFiles;
  private readonly lastRuns: LastRuns;
  private readonly subscription: vscode.Disposable;
  private readonly stopFollowing: () => void;
  /** Where this window's runs, and those of other windows of this folder, are stored. */
  private readonly stored: FolderWatch;
  private readonly language: SavedExportLanguage;

  constructor(
    context: vscode.ExtensionContext,
    private readonly runs: ReadonlyMap<string, RunMark>,
    onDidChange: () => void,
    private readonly parts: SavedRowParts,
  ) {
    const { memory, clock, loadReports, lookForRuns } = parts;
    this.language = new SavedExportLanguage(loadReports);
    this.lastRuns = new LastRuns(context.workspaceState);
    this.files = new SavedExportFiles(context);
    this.subscription = this.files.onDidChange(() => {
      void this.publishExistence();
      onDidChange();
    });
    // Names of programs are kept by account. What is kept by job isn't shown here.
    this.stopFollowing = memory.onDidChange((keys) => keys.some((key) => !key.includes('/')) && onDidChange());
    const folder = runsFolder(context);
    this.stored = new FolderWatch({ folder, clock });
    this.stored.on(() => storedRunIds(folder).length > 0 && void lookForRuns().catch(() => undefined));
    void this.publishExistence();
  }

  async children(row?: SavedRow): Promise<SavedRow[]> {
    if (row !== undefined) {
      return row.kind === 'set' ? row.members.map((saved) => this.exportRow(row.source, saved, row.set.name)) : [];
    }
    const contents = await this.files.read();
    return [
      ...contents.flatMap((content) => problemRows(content)),
      ...contents.flatMap(({ source, sets, exports }) => sets.map((set) => this.setRow(source, set, exports))),
      ...contents.flatMap(({ source, exports }) => exports.map((saved) => this.exportRow(source, saved))),
    ];
  }

  /** The row of an export or a set in a file, below no set. */
  async rowOf(source: vscode.Uri, name: string): Promise<SavedRow | undefined> {
    const rows = await this.children();
    return rows.find(({ item, kind, ...row }) => kind !== 'problem' && item.label === name && isIn(row.source, source));
  }

  dispose(): void {
    this.subscription.dispose();
    this.stopFollowing();
    this.stored.dispose();
    this.language.dispose();
    this.files.dispose();
  }

  /** Tells VS Code whether there are saved exports, so that it offers the commands on them. */
  private async publishExistence(): Promise<void> {
    const contents = await this.files.read().catch(() => []);
    await vscode.commands.executeCommand(
      'setContext',
      HAS_SAVED_EXPORTS_KEY,
      contents.some(({ exports }) => exports.length > 0),
    );
  }

  private setRow(source: SavedSource, set: ExportSet, exports: readonly SavedExport[]): SavedRow {
    const members = set.exports.flatMap((name) => exports.filter((saved) => saved.name === name));
    const count = plural(
      members.length,
      vscode.l10n.t('{0} export', numberInWords(members.length)),
      vscode.l10n.t('{0} exports', numberInWords(members.length)),
    );
    const about = set.accounts === undefined ? count : `${count} · ${accountsInWords(set.accounts)}`;
    const item = this.itemOf(source, set.name, vscode.TreeItemCollapsibleState.Collapsed, about, 'layers');
    const results = this.resultsOf(source, set.name, undefined);
    item.contextValue = results === undefined ? 'set' : 'set hasResults';
    item.tooltip = tooltip(set.name, [...members.map(({ name }) => name), ...this.lastRunInWords(source, set.name)]);
    return { kind: 'set', item, source, results, set, members };
  }

  private exportRow(source: SavedSource, saved: SavedExport, set?: string): SavedRow {
    const { memory } = this.parts;
    const about = savedExportInWords(saved, programNamesInWords(memory, saved));
    const item = this.itemOf(source, saved.name, vscode.TreeItemCollapsibleState.None, about, 'bookmark', set);
    const results = this.resultsOf(source, set, saved.name);
    item.contextValue = results === undefined ? 'export' : 'export hasResults';
    const { reportName = saved.reportId, filters, account, accounts = [], folder } = saved;
    const lines = [
      vscode.l10n.t('Report: {0}', reportName),
      about,
      ...Object.keys(filters).map((name) => savedFilterInWords(memory, saved, name)),
      ...(account === undefined ? [] : [vscode.l10n.t('Account: {0}', account)]),
      ...(accounts === 'all' || accounts.length === 0 ? [] : [vscode.l10n.t('Accounts: {0}', accounts.join(', '))]),
      ...(folder === undefined ? [] : [vscode.l10n.t('Folder: {0}', folder)]),
      ...this.lastRunInWords(source, saved.name),
    ];
    item.tooltip = tooltip(saved.name, lines);
    return { kind: 'export', item, source, results, saved };
  }

  private itemOf(
    source: SavedSource,
    name: string,
    state: vscode.TreeItemCollapsibleState,
    about: string,
    icon: string,
    set?: string,
  ): vscode.TreeItem {
    const item = new vscode.TreeItem(name, state);
    const run = set === undefined ? this.runs.get(keyIn(source, name)) : undefined;
    const where = sourceInWords(source);
    const progress = run === undefined ? '' : progressInWords(run);
    item.id = [source.uri.toString(), set ?? '', name].join('\n');
    item.description = [progress, about, where].filter((part) => part !== '').join(' · ');
    item.iconPath = new vscode.ThemeIcon(run === undefined ? icon : 'sync');
    item.accessibilityInformation = { label: [name, progress, about, where].filter((part) => part !== '').join(', ') };
    return item;
  }

  /** The results of a set, of an export in a set, or of an export that ran on its own. */
  private resultsOf(source: SavedSource, set: string | undefined, saved: string | undefined): SavedResults | undefined {
    const manifest = this.lastRuns.of(keyIn(source, set ?? saved ?? ''))?.manifest;
    return manifest === undefined ? undefined : { manifest: vscode.Uri.file(manifest), set, export: saved };
  }

  private lastRunInWords(source: SavedSource, name: string): readonly string[] {
    const last = this.lastRuns.of(keyIn(source, name));
    if (last === undefined) {
      return [];
    }
    const age = ageInWords(last.atMs, Date.now(), 'long');
    if (last.isCancelled === true) {
      return [vscode.l10n.t('Last run {0}, canceled. Downloaded: {1}', age, last.downloaded)];
    }
    return [
      last.failed === 0
        ? vscode.l10n.t('Last run {0}. Downloaded: {1}', age, last.downloaded)
        : vscode.l10n.t('Last run {0}. Downloaded: {1}, failed: {2}', age, last.downloaded, last.failed),
    ];
  }
}

function isIn({ uri }: SavedSource, source: vscode.Uri): boolean {
  return uri.toString() === source.toString();
}

function keyIn({ uri }: SavedSource, name: string): string {
  return savedKey({ name, source: uri.toString() });
}

function problemRows({ source, problems, text }: SourceContent): SavedRow[] {
  return problems.map((problem, index) => {
    const sentence = savedProblemInWords(problem);
    const item = new vscode.TreeItem(problemInBrief(problem), vscode.TreeItemCollapsibleState.None);
    item.id = [source.uri.toString(), 'problem', index, sentence].join('\n');
    item.description = [nameAround(text, problem.path) || sentence, sourceInWords(source)]
      .filter((part) => part !== '')
      .join(' · ');
    item.accessibilityInformation = { label: sentence };
    item.iconPath = new vscode.ThemeIcon(
      problem.kind === 'untrusted' ? 'workspace-untrusted' : 'warning',
      new vscode.ThemeColor('list.warningForeground'),
    );
    item.tooltip = sentence;
    item.contextValue = 'problem';
    const row: SavedRow = { kind: 'problem', item, source, problem };
    item.command =
      problem.kind === 'untrusted'
        ? { command: 'workbench.trust.manage', title: sentence }
        : { command: commandId('openSavedExportFile'), title: vscode.l10n.t('Open'), arguments: [row] };
    return row;
  });
}

/** The name of the export or set with the problem. Empty if it has none. */
function nameAround(text: string, path: SavedExportProblem['path']): string {
  const name = path.length < 2 ? undefined : valueAt(text, [...path.slice(0, 2), 'name']);
  return typeof name === 'string' ? name : '';
}

function tooltip(title: string, lines: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(
    [`**${asPlainMarkdown(title)}**`, ...lines.filter((line) => line !== '').map(asPlainMarkdown)].join('  \n'),
  );
}

function progressInWords({ done, total }: { readonly done: number; readonly total: number }): string {
  return total === 1 ? vscode.l10n.t('running') : vscode.l10n.t('{0} of {1} done', done, total);
}
