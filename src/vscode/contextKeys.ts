import * as vscode from 'vscode';
import { credentialTrouble, needsToken } from '../core/accounts/credentialTrouble';
import { mayReplay } from '../core/accounts/mayReplay';
import type { ArrangedJobs } from '../core/arrange/arrangedJobs';
import { isFiltering } from '../core/arrange/jobFilter';
import type { JobEntry } from '../core/jobs/jobEntry';
import { hasResult, isActive, isToBeRetried, isToDownload } from '../core/jobs/jobState';
import { entriesOf } from '../core/jobs/snapshot';
import { CONTEXT_KEYS, type ContextKey } from './ids';
import { viewStateOf } from './views/viewState';

/** Keeps the context keys of package.json's `when` clauses, telling VS Code only what changed. */
export class ContextKeys {
  private readonly told = new Map<ContextKey, unknown>();

  render(arranged: ArrangedJobs): void {
    const values = contextValues(arranged);
    for (const key of CONTEXT_KEYS) {
      if (this.told.get(key) !== values[key]) {
        this.told.set(key, values[key]);
        void vscode.commands.executeCommand('setContext', `impactJobs.${key}`, values[key]);
      }
    }
  }
}

/** What menus are told. A key for which there is a command holds only where that command can do something. */
export function contextValues(arranged: ArrangedJobs): Readonly<Record<ContextKey, unknown>> {
  const { accounts, arrangement, counts } = arranged;
  const sources = accounts.map(({ source }) => source);
  const entries = sources.flatMap(entriesOf);
  const alerts = entries.filter(mayChange).map(({ alert }) => alert);
  const own = sources.map(({ account }) => account).filter(({ source }) => source !== 'demo');
  return {
    viewState: viewStateOf({ accounts: sources }, counts.shown),
    hasAccountsOn: own.some(({ isOff }) => !isOff),
    hasAccountsOff: own.some(({ isOff }) => isOff),
    // VS Code 1.96 reads the tools' clauses once, before any key is told: this one holds from the start.
    hasNothingOn: sources.every(({ account }) => account.isOff),
    needsToken: sources.some(({ account, sync }) => account.source === 'stored' && needsToken(sync)),
    needsServer: sources.some(({ sync }) => credentialTrouble(sync) === 'otherServer'),
    hasStoredAccounts: sources.some(({ account }) => account.source === 'stored'),
    isDemoRunning: sources.some(({ account }) => account.source === 'demo'),
    hasJobs: entries.length > 0,
    isFiltered: isFiltering(arrangement.filter),
    hasShown: counts.shown > 0,
    hasHidden: entries.some(({ isHidden }) => isHidden),
    hasExported: entries.some(({ parameters }) => parameters !== undefined),
    hasComparable: sources.some(
      (source) => entriesOf(source).filter(({ download }) => download !== undefined).length > 1,
    ),
    hasReplayable: sources.some((source) => entriesOf(source).some((entry) => mayReplay(entry, source.account))),
    hasDownloadable: entries.some(({ job }) => hasResult(job)),
    hasToDownload: arranged.shown().some(isToDownload),
    hasDownloaded: entries.some(({ download }) => download !== undefined),
    hasTransfers: entries.some(({ transfer }) => transfer !== undefined && transfer.kind !== 'unfinished'),
    hasUnfinished: entries.some(({ transfer }) => transfer?.kind === 'unfinished'),
    hasUnwatched: alerts.some((alert) => alert !== 'watched'),
    hasUnmuted: alerts.some((alert) => alert !== 'muted'),
    hasWatched: alerts.includes('watched'),
    hasMuted: alerts.includes('muted'),
  };
}

/** Whether impact.com still retries a job in error depends on the time, which changes no key: the command then says so. */
function mayChange({ job }: JobEntry): boolean {
  return isActive(job) || isToBeRetried(job);
}
