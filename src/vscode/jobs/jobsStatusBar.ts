import * as vscode from 'vscode';
import { freshnessOf } from '../../core/jobs/freshness';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isActive, isRunning } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { isRetrying } from '../../core/jobs/retries';
import { lastGoodAt, unsettledEntries } from '../../core/jobs/snapshot';
import { countUnfinished } from '../../core/jobs/statusCounts';
import { STATUSES } from '../../core/jobs/statuses';
import { JOBS_VIEW_ID, STATUS_ITEM_ID } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Settings } from '../settings';
import { alertInWords, jobLabel, momentInWords, statusInWords } from './jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { statusInBar } from './statusBarWords';
import { UnseenFailures, type UnseenFailuresOptions } from './unseenFailures';
import { outdatedCount, stillMessages } from './viewState';

const MAX_LISTED = 12;

export interface JobsStatusBarOptions extends UnseenFailuresOptions {
  readonly store: JobStore;
  readonly settings: Settings;
  /** Default: a new one in the window. */
  readonly item?: vscode.StatusBarItem;
}

/** Shows at a glance how many jobs run and wait, and whether any failed since the user last saw the view. */
export class JobsStatusBar {
  private readonly subscriptions = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private readonly unseen: UnseenFailures;
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: JobsStatusBarOptions) {
    this.unseen = new UnseenFailures(options);
    this.item = this.subscriptions.add(
      options.item ?? vscode.window.createStatusBarItem(STATUS_ITEM_ID, vscode.StatusBarAlignment.Left),
    );
    this.item.name = vscode.l10n.t('impact.com jobs');
    this.item.command = { command: `${JOBS_VIEW_ID}.focus`, title: vscode.l10n.t('Show Jobs') };
    this.subscriptions.addFunction(
      options.store.onDidChange((change) => {
        this.unseen.update(change);
        this.render();
      }),
    );
    this.subscriptions.add(
      options.settings.onDidChange(
        (affects) => (affects('statusBar.visible') || affects('reduceMotion')) && this.render(),
      ),
    );
    this.render();
  }

  /** The user sees the view, so its failed jobs are no longer news. */
  markSeen(): void {
    if (this.unseen.markSeen()) {
      this.render();
    }
  }

  dispose(): void {
    this.cancelTimer();
    this.subscriptions.dispose();
  }

  private render(): void {
    const { store, settings, clock } = this.options;
    this.cancelTimer();
    const accounts = store.snapshot.accounts.filter(({ sync }) => sync.kind !== 'off');
    if (accounts.length === 0 || !settings.get('statusBar.visible')) {
      this.item.hide();
      return;
    }
    const nowMs = clock.now();
    const unfinished = countUnfinished(store.snapshot);
    const entries = accounts.flatMap(unsettledEntries).filter(({ isHidden }) => !isHidden);
    const active = entries.filter(({ job }) => isActive(job));
    const retrying = entries.filter((entry) => isRetrying(entry, nowMs));
    const unseen = this.unseen.counts;
    const isWarning = unseen.failed + unseen.retrying > 0;
    const freshness = freshnessOf(store.snapshot, nowMs);
    const isAllKnown = freshness.loadingCount + freshness.missingCount + freshness.shortCount === 0;
    const isAnyKnown = accounts.some(({ sync }) => lastGoodAt(sync) !== undefined);
    const words = (retryingCount: number): string =>
      statusInBar({ unfinished, failed: unseen.failed, retrying: retryingCount }, isAnyKnown, freshness, nowMs);
    const messages = stillMessages(store.snapshot, nowMs);
    const isStale = outdatedCount(store.snapshot, nowMs) >= accounts.length;
    // A spinning icon looks as if the numbers were current, so outdated numbers get another icon.
    const isBusy = unfinished.running > 0 || !isAnyKnown;
    const syncIcon = isBusy && !settings.isMotionReduced ? 'sync~spin' : 'sync';
    const icon = isStale ? 'sync-ignored' : syncIcon;
    this.item.text = `$(${isWarning ? 'warning' : icon}) ${words(unseen.retrying)}`;
    this.item.tooltip = this.tooltip({ active, retrying, messages, isAllKnown, nowMs });
    this.item.backgroundColor = isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('impact.com jobs: {0}', words(retrying.length)),
      role: 'button',
    };
    if (freshness.holdsForMs !== undefined) {
      this.cancelTimer = clock.setTimer(() => this.render(), freshness.holdsForMs);
    }
    this.item.show();
  }

  private tooltip({
    active,
    retrying,
    messages,
    isAllKnown,
    nowMs,
  }: {
    readonly active: readonly JobEntry[];
    readonly retrying: readonly JobEntry[];
    readonly messages: readonly string[];
    readonly isAllKnown: boolean;
    readonly nowMs: number;
  }): vscode.MarkdownString {
    const tooltip = new vscode.MarkdownString(undefined, true);
    tooltip.appendMarkdown(`**${vscode.l10n.t('impact.com jobs')}**\n\n`);
    for (const message of messages) {
      tooltip.appendMarkdown(`${asPlainMarkdown(message)}\n\n`);
    }
    const { store } = this.options;
    const isOnlyAccount = store.snapshot.accounts.length === 1;
    const listed = [...active, ...retrying];
    for (const entry of listed.slice(0, MAX_LISTED)) {
      const { job } = entry;
      const moment =
        isRunning(job) || isRetrying(entry, nowMs) ? momentInWords(entry, nowMs, 'short') : statusInWords(job);
      const accountName = isOnlyAccount ? '' : (store.account(entry.accountId)?.account.name ?? '');
      const words = [jobLabel(entry), accountName, moment, alertInWords(entry, nowMs)]
        .filter((word) => word !== '')
        .join(' · ');
      tooltip.appendMarkdown(`$(${STATUSES[job.status].codicon}) ${asPlainMarkdown(words)}  \n`);
    }
    if (listed.length > MAX_LISTED) {
      tooltip.appendText(vscode.l10n.t('more: {0}', listed.length - MAX_LISTED));
    }
    if (active.length === 0 && isAllKnown) {
      tooltip.appendText(vscode.l10n.t('No jobs are running.'));
    }
    return tooltip;
  }
}
