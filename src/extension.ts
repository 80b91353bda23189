import * as vscode from 'vscode';
import { Transport } from './core/api/transport';
import { systemClock } from './core/clock';
import { JobStore } from './core/jobs/jobStore';
import { Accounts } from './vscode/accounts';
import { accountCommands } from './vscode/commands/accountCommands';
import { downloadCommands } from './vscode/commands/downloadCommands';
import { jobCommands } from './vscode/commands/jobCommands';
import { JobTargets } from './vscode/commands/jobTargets';
import { registerCommands } from './vscode/commands/registerCommands';
import { ViewCommands } from './vscode/commands/viewCommands';
import { ContextKeys } from './vscode/contextKeys';
import { startDemo } from './vscode/demo';
import { Destinations } from './vscode/downloads/destination';
import { Downloads } from './vscode/downloads/downloads';
import { ResultFiles } from './vscode/downloads/resultFiles';
import { UnfinishedDownloads } from './vscode/downloads/unfinishedDownloads';
import { StoredJobMemory } from './vscode/jobMemory';
import { DisposableStore } from './vscode/lifecycle';
import { Log } from './vscode/log';
import { Notifications } from './vscode/notifications';
import { Settings } from './vscode/settings';
import { JobDetails } from './vscode/views/jobDetails';
import { JobsStatusBar } from './vscode/views/jobsStatusBar';
import { JobsTree } from './vscode/views/jobsTree';
import { JobsView } from './vscode/views/jobsView';
import { isRowOfGroup } from './vscode/views/treeNodes';
import { Watchers } from './vscode/watchers';

/** Joins the parts; holds no logic. Under test it hands out what tests count and wait for. */
export function activate(context: vscode.ExtensionContext) {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);
  const clock = systemClock;
  const log = parts.add(new Log());
  const complain = (sentence: string): void => {
    log.warn(sentence);
    void vscode.window.showWarningMessage(sentence);
  };
  const settings = parts.add(new Settings(complain));
  const memory = new StoredJobMemory(context);
  const store = new JobStore(clock, memory);
  const accounts = parts.add(new Accounts(context, settings, process.env, complain));
  const transport = new Transport(clock);

  const contextKeys = new ContextKeys();
  const tree = parts.add(new JobsTree({ store, clock, extensionUri: context.extensionUri }));
  const view = parts.add(new JobsView({ store, tree, clock }));
  const statusBar = parts.add(new JobsStatusBar({ store, settings, clock }));
  const details = parts.add(new JobDetails({ store, clock }));
  parts.add(new Notifications({ store, settings, clock, log }));
  parts.addFunction(store.onDidChange(({ current }) => contextKeys.render(current)));
  contextKeys.render(store.snapshot);

  const watchers = parts.add(new Watchers({ accounts, settings, store, transport, clock, log }));
  parts.add(
    view.onDidChangeVisibility(({ visible }) => {
      watchers.setVisible(visible);
      statusBar.markSeen();
    }),
  );
  watchers.setVisible(view.isVisible);

  const destinations = new Destinations({ context, settings });
  const files = parts.add(new ResultFiles({ store, memory, log }));
  const unfinished = new UnfinishedDownloads({ store, memory, clock, log });
  const downloads = parts.add(new Downloads({ store, watchers, transport, memory, settings, clock, log, destinations, files, unfinished }));
  unfinished.offer([...destinations.folders, ...memory.folders]);
  const viewCommands = parts.add(
    new ViewCommands({ accounts, watchers, memory, log, startDemo, showMore: (row) => isRowOfGroup(row) && tree.showMore(row) }),
  );
  const targets = new JobTargets({ store, watchers, clock });
  const handlers = {
    ...accountCommands({ accounts, watchers }),
    ...viewCommands.handlers,
    ...downloadCommands({ targets, store, downloads, files, destinations }),
    ...jobCommands({
      targets,
      store,
      watchers,
      memory,
      reveal: (entry) => view.reveal(entry),
      showDetails: (entry) => details.show(entry),
    }),
  };
  parts.add(registerCommands(handlers, { log, clock }));
  return context.extensionMode === vscode.ExtensionMode.Test ? { store, tree, accounts, watchers } : undefined;
}
