import * as vscode from 'vscode';
import { credentialTrouble, needsToken } from '../../core/accounts/credentialTrouble';
import type { Clock } from '../../core/clock';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { isFiltering } from '../../core/arrange/jobFilter';
import { ActionCounts } from '../../core/jobs/actionCounts';
import { DOWNLOAD_ACTIONS, isToDownload } from '../../core/jobs/jobActions';
import type { JobGroup } from '../../core/jobs/jobGroups';
import type { AccountSnapshot, EntryChange } from '../../core/jobs/snapshot';
import { CONTEXT_KEYS, type ContextKey } from '../ids';
import { viewStateOf } from './viewState';

/** Whether a group has results to download. Groups without changes keep their identity. */
const HAS_TO_DOWNLOAD = new WeakMap<JobGroup, boolean>();

/** Keeps the context keys for the `when` clauses in package.json up to date. Sends VS Code only the changes. */
export class ContextKeys {
  private readonly published = new Map<ContextKey, unknown>();
  private readonly counts = new ActionCounts();

  constructor(private readonly clock: Clock) {}

  /** `changes` are the store's since the last call. */
  render(arranged: ArrangedJobs, changes: readonly EntryChange[]): void {
    const nowMs = this.clock.now();
    this.counts.update(sourcesOf(arranged), changes, nowMs);
    const values = contextValues(arranged, nowMs, this.counts);
    for (const key of CONTEXT_KEYS) {
      if (this.published.get(key) !== values[key]) {
        this.published.set(key, values[key]);
        void vscode.commands.executeCommand('setContext', `impactJobs.${key}`, values[key]);
      }
    }
  }
}

/** The context keys and their values. A key that belongs to a command is true only if the command can do something. */
export function contextValues(
  arranged: ArrangedJobs,
  nowMs: number,
  can = ActionCounts.of(sourcesOf(arranged), nowMs),
): Readonly<Record<ContextKey, unknown>> {
  const { accounts, arrangement, counts } = arranged;
  const sources = sourcesOf(arranged);
  const own = sources.map(({ account }) => account).filter(({ source }) => source !== 'demo');
  const isAnyOn = sources.some(({ account }) => !account.isOff);
  return {
    viewState: viewStateOf({ accounts: sources }, counts.shown),
    hasAccountsOn: own.some(({ isOff }) => !isOff),
    hasAccountsOff: own.some(({ isOff }) => isOff),
    // VS Code 1.96 reads the tools' clauses once, before any key is set. They're right for an unset key, too.
    hasNothingOn: !isAnyOn,
    needsToken: sources.some(({ account, sync }) => account.source === 'stored' && needsToken(sync)),
    needsServer: sources.some(({ sync }) => credentialTrouble(sync) === 'otherServer'),
    hasStoredAccounts: sources.some(({ account }) => account.source === 'stored'),
    hasAgencies: isAnyOn && sources.some(({ account }) => account.kind === 'agency'),
    isDemoRunning: sources.some(({ account }) => account.source === 'demo'),
    hasJobs: counts.total > 0,
    hasSeveralAccounts: sources.length > 1,
    isByAccount: arrangement.isByAccount,
    isFiltered: isFiltering(arrangement.filter),
    hasShown: counts.shown > 0,
    hasHidden: can.has('unhideJobs'),
    hasExported: can.has('saveExport'),
    hasComparable: can.has('compareResults', 2),
    hasReplayable: can.has('replay'),
    hasDownloadable: DOWNLOAD_ACTIONS.some((action) => can.has(action)),
    hasPreviewable: can.has('previewResult'),
    hasToDownload: accounts.some(({ groups }) => groups.some(hasToDownload)),
    hasDownloaded: can.has('openResult'),
    hasTransfers: can.has('pauseDownload'),
    hasUnfinished: can.has('resumeDownload'),
    hasUnwatched: can.has('watchJob'),
    hasUnmuted: can.has('muteJob'),
    hasWatched: can.has('unwatchJob'),
    hasMuted: can.has('unmuteJob'),
  };
}

function sourcesOf({ accounts }: ArrangedJobs): readonly AccountSnapshot[] {
  return accounts.map(({ source }) => source);
}

function hasToDownload(group: JobGroup): boolean {
  const known = HAS_TO_DOWNLOAD.get(group) ?? group.entries.some(isToDownload);
  HAS_TO_DOWNLOAD.set(group, known);
  return known;
}
