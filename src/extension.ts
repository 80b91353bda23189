import * as vscode from 'vscode';
import { systemClock } from './core/clock';
import type { JobEntry } from './core/jobs/jobEntry';
import { JobStore } from './core/jobs/jobStore';
import { Accounts, isDemoKey } from './vscode/accounts/accounts';
import { restoreArrangedJobs } from './vscode/arrange/arrangedJobs';
import { LanguageModelTools, type LoadAgentTools } from './vscode/agent/languageModelTools';
import { McpProvider } from './vscode/agent/mcpProvider';
import type { ExtensionManifest } from './vscode/agent/mcpTools';
import { Commands, type LoadedCommands } from './vscode/commands/commands';
import type { KnownReports } from './vscode/exports/knownReports';
import { ContextKeys } from './vscode/jobs/contextKeys';
import type { ResultMarks } from './vscode/downloads/resultMarks';
import { JobLinks } from './vscode/links/jobLinks';
import { StoredJobMemory } from './vscode/jobs/jobMemory';
import { LazyRecords } from './vscode/jobs/lazyRecords';
import { lazy, type Lazy } from './vscode/lazy';
import type { Reactions } from './vscode/reactions';
import { DisposableStore } from './vscode/lifecycle';
import { Log } from './vscode/diagnostics/log';
import { warn } from './vscode/messages';
import { optionalApi } from './vscode/optionalApi';
import { AllPanels } from './vscode/panels/allPanels';
import { Settings } from './vscode/settings';
import { JobsStatusBar } from './vscode/jobs/jobsStatusBar';
import { JobsTree } from './vscode/jobs/jobsTree';
import { JobsView } from './vscode/jobs/jobsView';
import { SavedExportsView } from './vscode/savedExports/savedExportsView';
import { RunTaskProvider } from './vscode/tasks/runTaskProvider';
import { Watchers } from './vscode/watching/watchers';

/** Connects the parts and contains no logic. In tests, returns the parts that tests use. */
export function activate(context: vscode.ExtensionContext) {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);
  const clock = systemClock;
  const log = parts.add(new Log());
  const complain = (sentence: string): void => {
    log.warn(sentence);
    void warn(sentence);
  };
  const settings = parts.add(new Settings(complain));
  const shared = (name: string): string => vscode.Uri.joinPath(context.globalStorageUri, 'share', name).fsPath;
  const onProblem = (error: unknown): void => log.error("The windows of this machine can't share data", error);
  const remembered = parts.add(
    new LazyRecords(async () => {
      const { SharedRecords } = await import('./core/share/sharedRecords');
      return new SharedRecords({ folder: shared('memory'), clock, isOwn: isDemoKey, onProblem });
    }),
  );
  const memory = new StoredJobMemory(remembered);
  const store = new JobStore(clock, memory);
  const arranged = parts.add(restoreArrangedJobs(context.workspaceState, { store, clock }));
  const accounts = parts.add(new Accounts(context, settings, process.env, complain));
  const loadTransport = lazy(async () => new (await import('./core/api/transport')).Transport(clock));

  const contextKeys = new ContextKeys(clock);
  const onExpanded = (accountId: string): void => watchers.setExpanded(accountId, true);
  const tree = parts.add(new JobsTree({ store, arranged, clock, onExpanded }));
  const onDidToggle = (accountId: string, isExpanded: boolean): void => watchers.toggled(accountId, isExpanded);
  const view = parts.add(new JobsView({ store, arranged, tree, clock, log, onDidToggle }));
  const statusBar = parts.add(
    new JobsStatusBar({
      store,
      memory,
      settings,
      clock,
      isViewSeen: () => view.isVisible && vscode.window.state.focused,
    }),
  );
  parts.addFunction(arranged.onDidChange(({ entries }) => contextKeys.render(arranged, entries)));
  contextKeys.render(arranged, []);

  const reactions: Lazy<Reactions> = parts.add(
    lazy(
      async () => {
        const [{ Reactions }] = await Promise.all([import('./vscode/reactions'), remembered.load()]);
        return new Reactions({
          context,
          accounts,
          settings,
          store,
          memory,
          clock,
          log,
          claimsFolder: shared('claims'),
          refresh: (accountId) => watchers.refresh(accountId),
          clientOf: (accountId) => watchers.clientOf(accountId),
          loadCommands: () => commands.load(),
          planOf: (accountId) => watchers.plan(accountId),
          showPace: (words) => view.showPace(words),
        });
      },
      (loaded) => loaded.dispose(),
    ),
  );
  const loadMarks = async (): Promise<ResultMarks> => (await reactions()).marks;
  const watchers = parts.add(
    new Watchers({
      accounts,
      settings,
      store,
      folder: shared('accounts'),
      onProblem,
      loadTransport,
      clock,
      log,
      loadReactions: reactions,
    }),
  );
  parts.add(
    view.onDidChangeVisibility(({ visible }) => {
      watchers.setVisible(visible);
      statusBar.markSeen();
    }),
  );
  parts.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && view.isVisible && statusBar.markSeen()));
  watchers.setVisible(view.isVisible);

  const loadReports = async (): Promise<KnownReports> => (await commands.load()).reports;
  const lookForRuns = async (): Promise<void> => (await commands.load()).lookForRuns();
  const savedExports = parts.add(new SavedExportsView(context, { memory, clock, loadReports, lookForRuns }));
  const panels = parts.add(new AllPanels({ context, store, watchers, loadTransport, loadMarks, clock, log }));
  const loadCommands = async (): Promise<LoadedCommands> => {
    const [{ allCommands }, { guard, marks, unfinished }, transport] = await Promise.all([
      import('./vscode/allCommands'),
      reactions(),
      loadTransport(),
      watchers.ready(),
    ]);
    const views = {
      reveal: (entry: JobEntry, focus?: boolean) => view.reveal(entry, focus),
      showDetails: (entry: JobEntry) => panels.showDetails(entry),
      previewResult: (entry: JobEntry) => panels.previewResult(entry),
      loadComparisons: panels.comparisons.get,
      openTable: (picked?: readonly JobEntry[]) => panels.openTable(picked),
      showMore: (row: unknown) => tree.showMoreOf(row),
      view,
    };
    return allCommands({
      context,
      accounts,
      watchers,
      settings,
      store,
      arranged,
      memory,
      transport,
      clock,
      log,
      marks,
      guard,
      unfinished,
      savedExports,
      ...views,
    });
  };
  const commands = parts.add(new Commands(loadCommands, { log, clock }));
  const loadRuns = async (): Promise<LoadedCommands['followRun']> => (await commands.load()).followRun;
  parts.add(new RunTaskProvider({ savedExports, store, accounts, clock, log, loadRuns }));
  const loadTools: LoadAgentTools = lazy(async () => {
    const [{ agentTools }, marks, transport] = await Promise.all([
      import('./vscode/agent/agentTools'),
      loadMarks(),
      loadTransport(),
    ]);
    return agentTools({ accounts, store, watchers, transport, marks, clock, context, savedExports, loadRuns });
  });
  const manifest = context.extension.packageJSON as ExtensionManifest;
  parts.add(new LanguageModelTools(manifest, loadTools));
  const mcp = parts.add(new McpProvider(manifest, loadTools));
  const links = optionalApi().window.registerUriHandler?.(new JobLinks({ accounts, store }));
  parts.addFunction(() => void links?.dispose());
  return context.extensionMode === vscode.ExtensionMode.Test
    ? {
        store,
        memory,
        arranged,
        tree,
        accounts,
        watchers,
        mcp,
        savedExports,
        reactions,
        loadRuns,
        log,
        storage: context.globalStorageUri,
        state: context.globalState,
      }
    : undefined;
}
