import type * as vscode from 'vscode';
import type { Log } from '../diagnostics/log';
import type { Downloads } from '../downloads/downloads';
import type { JobTargets } from '../jobs/jobTargets';
import type { RunMark } from './runMark';
import type { SavedExportFiles } from './savedExportFiles';
import type { PlanRunParts } from './planRun';
import type { RunPortsOptions } from './runPorts';

export interface SavedExportCommandsOptions extends PlanRunParts, RunPortsOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly targets: JobTargets;
  readonly downloads: Downloads;
  readonly savedExports: {
    files(): Promise<SavedExportFiles>;
    markRun(key: string, mark: RunMark | undefined): void;
    reveal(source: vscode.Uri, name: string): Promise<void>;
  };
}
