import * as vscode from 'vscode';
import { credentialTrouble, needsToken } from '../../core/accounts/credentialTrouble';
import type { Clock } from '../../core/clock';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { isFiltering } from '../../core/arrange/jobFilter';
import { canDo, DOWNLOAD_ACTIONS, isToDownload, possibleActions } from '../../core/jobs/jobActions';
import { entriesOf } from '../../core/jobs/snapshot';
import { CONTEXT_KEYS, type ContextKey } from '../ids';
import { viewStateOf } from './viewState';

/** Keeps the context keys for the `when` clauses in package.json up to date. Sends VS Code only the changes. */
export class ContextKeys {
  private readonly published = new Map<ContextKey, unknown>();

  constructor(private readonly clock: Clock) {}

  render(arranged: ArrangedJobs): void {
    const values = contextValues(arranged, this.clock.now());
    for (const key of CONTEXT_KEYS) {
      if (this.published.get(key) !== values[key]) {
        this.published.set(key, values[key]);
        void vscode.commands.executeCommand('setContext', `impactJobs.${key}`, values[key]);
      }
    }
  }
}

/** The context keys and their values. A key that belongs to a command is true only if the command can do something. */
export function contextValues(arranged: ArrangedJobs, nowMs: number): Readonly<Record<ContextKey, unknown>> {
  const { accounts, arrangement, counts } = arranged;
  const sources = accounts.map(({ source }) => source);
  const entries = sources.flatMap(entriesOf);
  const can = possibleActions(sources, nowMs);
  const own = sources.map(({ account }) => account).filter(({ source }) => source !== 'demo');
  return {
    viewState: viewStateOf({ accounts: sources }, counts.shown),
    hasAccountsOn: own.some(({ isOff }) => !isOff),
    hasAccountsOff: own.some(({ isOff }) => isOff),
    // VS Code 1.96 reads the tools' clauses once, before any key is set. They're right for an unset key, too.
    hasNothingOn: sources.every(({ account }) => account.isOff),
    needsToken: sources.some(({ account, sync }) => account.source === 'stored' && needsToken(sync)),
    needsServer: sources.some(({ sync }) => credentialTrouble(sync) === 'otherServer'),
    hasStoredAccounts: sources.some(({ account }) => account.source === 'stored'),
    isDemoRunning: sources.some(({ account }) => account.source === 'demo'),
    hasJobs: entries.length > 0,
    isFiltered: isFiltering(arrangement.filter),
    hasShown: counts.shown > 0,
    hasHidden: can.has('unhideJobs'),
    hasExported: can.has('saveExport'),
    hasComparable: sources.some(
      (source) => entriesOf(source).filter((entry) => canDo('compareResults', entry, source.account, nowMs)).length > 1,
    ),
    hasReplayable: can.has('replay'),
    hasDownloadable: DOWNLOAD_ACTIONS.some((action) => can.has(action)),
    hasPreviewable: can.has('previewResult'),
    hasToDownload: arranged.shown().some(isToDownload),
    hasDownloaded: can.has('openResult'),
    hasTransfers: can.has('pauseDownload'),
    hasUnfinished: can.has('resumeDownload'),
    hasUnwatched: can.has('watchJob'),
    hasUnmuted: can.has('muteJob'),
    hasWatched: can.has('unwatchJob'),
    hasMuted: can.has('unmuteJob'),
  };
}
