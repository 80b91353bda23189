import type * as vscode from 'vscode';
import type { Transport } from '../core/api/transport';
import type { ArrangedJobs } from '../core/arrange/arrangedJobs';
import type { Clock } from '../core/clock';
import type { JobEntry } from '../core/jobs/jobEntry';
import type { JobStore } from '../core/jobs/jobStore';
import type { Accounts } from './accounts/accounts';
import { startDemo } from './accounts/demo';
import { Destinations } from './downloads/destination';
import { Downloads } from './downloads/downloads';
import { ResultFiles } from './downloads/resultFiles';
import type { FolderGuard } from './downloads/folderGuard';
import type { ResultMarks } from './downloads/resultMarks';
import type { UnfinishedDownloads } from './downloads/unfinishedDownloads';
import { sentenceFor } from './words/errorMessages';
import { lookUpJob } from './jobs/findJob';
import { knownReports } from './exports/knownReports';
import { ReportCatalog } from './exports/reportCatalog';
import { WantedDownloads } from './exports/wantedDownloads';
import type { StoredJobMemory } from './jobs/jobMemory';
import { DisposableStore } from './lifecycle';
import type { Log } from './diagnostics/log';
import { showError } from './messages';
import type { Settings } from './settings';
import type { Watchers } from './watching/watchers';
import { accountCommands } from './accounts/accountCommands';
import { alertCommands } from './watching/alertCommands';
import { analysisCommands } from './analysis/analysisCommands';
import { arrangeCommands } from './arrange/arrangeCommands';
import { type Comparisons, compareCommands } from './compare/compareCommands';
import { copyDiagnostics } from './diagnostics/diagnosticsCommand';
import { downloadCommands } from './downloads/downloadCommands';
import { exportCommands } from './exports/exportCommands';
import { jobCommands } from './jobs/jobCommands';
import { JobTargets } from './jobs/jobTargets';
import type { LoadedCommands } from './commands/commands';
import { renameCommands } from './jobs/renameCommands';
import type { SavedExportCommandsOptions } from './savedExports/savedExportCommandsOptions';
import { LazySavedExportCommands } from './savedExports/lazySavedExportCommands';
import { shareCommands } from './links/shareCommands';
import { ViewCommands } from './jobs/viewCommands';
import { type FocusableView, keyRows } from './jobs/viewFocus';

/** The parts of the running extension that commands act on. */
export interface CommandParts {
  readonly context: vscode.ExtensionContext;
  readonly accounts: Accounts;
  readonly watchers: Watchers;
  readonly settings: Settings;
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly memory: StoredJobMemory;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly marks: ResultMarks;
  readonly guard: FolderGuard;
  readonly unfinished: UnfinishedDownloads;
  readonly savedExports: SavedExportCommandsOptions['savedExports'];
  readonly reveal: (entry: JobEntry, focus?: boolean) => Promise<void>;
  readonly showDetails: (entry: JobEntry) => Promise<void>;
  readonly previewResult: (entry: JobEntry) => Promise<void>;
  readonly loadComparisons: () => Promise<Comparisons>;
  readonly showMore: (row: unknown) => void;
  readonly view: FocusableView;
  readonly openTable: (picked?: readonly JobEntry[]) => Promise<void>;
}

/** The handlers of all commands. A separate bundle, loaded when the first command runs. */
export function allCommands(parts: CommandParts): LoadedCommands {
  const own = new DisposableStore();
  const targets = new JobTargets({ ...parts, keyRows: () => keyRows(parts.view) });
  const destinations = new Destinations(parts);
  const files = new ResultFiles(parts);
  const downloads = own.add(new Downloads({ ...parts, destinations, files }));
  const wanted = own.add(
    new WantedDownloads({
      ...parts,
      lookUp: (accountId, jobId) => lookUpJob(parts, accountId, jobId),
      download: (entries) => downloads.download(entries),
      onProblem: (error) => complain(parts, error),
    }),
  );
  const catalog = new ReportCatalog(parts.clock);
  const savedExports = own.add(new LazySavedExportCommands({ ...parts, catalog, targets, downloads, destinations }));
  const viewCommands = own.add(new ViewCommands({ ...parts, startDemo }));
  return {
    handlers: {
      ...accountCommands(parts),
      ...viewCommands.handlers,
      ...downloadCommands({ ...parts, targets, downloads, files, destinations }),
      ...alertCommands({ ...parts, targets }),
      ...arrangeCommands({ ...parts, targets }),
      copyDiagnostics: copyDiagnostics(parts),
      ...jobCommands({ ...parts, targets }),
      ...renameCommands({ ...parts, targets }),
      ...exportCommands({
        ...parts,
        catalog,
        downloadWhenDone: (entry) => wanted.add(entry),
        runUnsaved: (saved) => savedExports.runUnsaved(saved),
      }),
      ...analysisCommands({ ...parts, targets }),
      ...compareCommands({ ...parts, targets }),
      ...savedExports.handlers,
      ...shareCommands({ ...parts, catalog, targets }),
    },
    followRun: savedExports.followRun,
    lookForRuns: () => savedExports.lookForRuns(),
    reports: knownReports({ ...parts, catalog }),
    dispose: () => own.dispose(),
  };
}

/** Logs an error of work that nobody waits for. */
function complain({ log, clock }: CommandParts, error: unknown): void {
  log.error("Can't download a result", error);
  void showError(sentenceFor(error, clock.now()));
}
