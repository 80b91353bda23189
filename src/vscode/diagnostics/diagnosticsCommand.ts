import { arch, release, version as osVersion } from 'node:os';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { diagnosticsReport } from '../../core/diagnostics/diagnosticsReport';
import type { JobStore } from '../../core/jobs/jobStore';
import { changedSettings } from './changedSettings';
import type { Log } from './log';
import type { Settings } from '../settings';
import type { Watchers } from '../watching/watchers';
import { copyText } from '../clipboard';
import type { CommandHandler } from '../commands/commands';

export interface DiagnosticsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'extension'>;
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Copies a report without secrets to the clipboard, for a bug report. */
export function copyDiagnostics(options: DiagnosticsOptions): CommandHandler {
  return () => {
    const { store, watchers, settings, clock, log } = options;
    const accounts = store.snapshot.accounts.map((snapshot) => {
      const client = watchers.client(snapshot.account.id);
      return { snapshot, rateLimit: client?.rateLimit, blockedUntilMs: client?.blockedUntilMs ?? 0 };
    });
    const report = diagnosticsReport({
      nowMs: clock.now(),
      host: hostFacts(options),
      settings: changedSettings(settings),
      accounts,
      requests: log.requests.all,
      errors: log.errors.all,
    });
    return copyText(report);
  };
}

function hostFacts({ context }: DiagnosticsOptions): Record<string, string> {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const folders = vscode.workspace.workspaceFolders ?? [];
  return {
    Extension: version,
    'VS Code': `${vscode.version}, ${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'in a browser' : 'on the desktop'}, language ${vscode.env.language}`,
    Remote: vscode.env.remoteName ?? 'none',
    System: `${process.platform} ${arch()} ${release()} (${osVersion()}), Node ${process.versions.node}`,
    Workspace: `${folders.length} folders (${[...new Set(folders.map(({ uri }) => uri.scheme))].join(', ') || 'none'}), ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
  };
}
