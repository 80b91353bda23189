import * as vscode from 'vscode';
import { credentialTrouble } from '../core/accounts/credentialTrouble';
import { mayReplay } from '../core/accounts/mayReplay';
import type { ArrangedJobs } from '../core/arrange/arrangedJobs';
import { isFiltering } from '../core/arrange/jobFilter';
import type { JobEntry } from '../core/jobs/jobEntry';
import { canDownload, isActive } from '../core/jobs/jobState';
import { CONTEXT_KEYS, type ContextKey } from './ids';
import { viewStateOf } from './views/viewState';

/** Keeps the context keys of package.json's `when` clauses, telling VS Code only what changed. */
export class ContextKeys {
  private readonly told = new Map<ContextKey, unknown>();

  render({ accounts, arrangement, counts }: ArrangedJobs): void {
    const sources = accounts.map(({ source }) => source);
    const entries = sources.flatMap(({ entries: listed, history }) => [...listed.values(), ...history.values()]);
    const own = sources.map(({ account }) => account).filter(({ source }) => source !== 'demo');
    const values: Readonly<Record<ContextKey, unknown>> = {
      viewState: viewStateOf({ accounts: sources }, counts.shown),
      hasAccountsOn: own.some(({ isOff }) => !isOff),
      hasAccountsOff: own.some(({ isOff }) => isOff),
      needsToken: sources.some(({ account, sync }) => account.source === 'stored' && credentialTrouble(sync) !== undefined),
      hasStoredAccounts: sources.some(({ account }) => account.source === 'stored'),
      isDemoRunning: sources.some(({ account }) => account.source === 'demo'),
      hasJobs: entries.length > 0,
      isFiltered: isFiltering(arrangement.filter),
      hasShown: counts.shown > 0,
      hasHidden: entries.some(({ isHidden }) => isHidden),
      hasExported: entries.some(({ parameters }) => parameters !== undefined),
      hasComparable: entries.filter(({ download }) => download !== undefined).length > 1,
      hasReplayable: sources.some(({ account, entries: listed, history }) => [...listed.values(), ...history.values()].some((entry) => mayReplay(entry, account))),
      hasDownloadable: entries.some(({ job }) => canDownload(job)),
      hasToDownload: entries.some(({ job, download }) => canDownload(job) && download === undefined),
      hasDownloaded: entries.some(({ download }) => download !== undefined),
      hasTransfers: entries.some(({ transfer }) => transfer !== undefined && transfer.kind !== 'unfinished'),
      hasUnfinished: entries.some(({ transfer }) => transfer?.kind === 'unfinished'),
      hasPending: entries.some(mayChange),
      hasWatched: entries.some((entry) => entry.alert === 'watched' && mayChange(entry)),
      hasMuted: entries.some((entry) => entry.alert === 'muted' && mayChange(entry)),
    };
    for (const key of CONTEXT_KEYS) {
      if (this.told.get(key) !== values[key]) {
        this.told.set(key, values[key]);
        void vscode.commands.executeCommand('setContext', `impactJobs.${key}`, values[key]);
      }
    }
  }
}

/** Whether impact.com still retries a job in error depends on the time, which changes no key: the command then says so. */
function mayChange({ job }: JobEntry): boolean {
  return isActive(job) || job.status === 'ERROR';
}
