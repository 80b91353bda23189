import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isActive } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { allEntries, type StoreChange } from '../../core/jobs/snapshot';
import { JOBS_VIEW_ID, STATUS_ITEM_ID } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Settings } from '../settings';
import { jobLabel, momentInWords, statusInWords } from '../words/jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { viewMessage } from './viewState';

const MAX_LISTED = 12;

export interface JobsStatusBarOptions {
  readonly store: JobStore;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** One glance: how many jobs run and wait, and whether one failed since the view was last looked at. */
export class JobsStatusBar {
  private readonly subscriptions = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private readonly unseenFailures = new Set<string>();

  constructor(private readonly options: JobsStatusBarOptions) {
    this.item = this.subscriptions.add(vscode.window.createStatusBarItem(STATUS_ITEM_ID, vscode.StatusBarAlignment.Left));
    this.item.name = vscode.l10n.t('impact.com jobs');
    this.item.command = { command: `${JOBS_VIEW_ID}.focus`, title: vscode.l10n.t('Show Jobs') };
    this.subscriptions.addFunction(options.store.onDidChange((change) => this.update(change)));
    this.subscriptions.add(options.settings.onDidChange((affects) => affects('statusBar.visible') && this.render()));
    this.render();
  }

  /** The user has the view before their eyes: what failed is no news any more. */
  markSeen(): void {
    if (this.unseenFailures.size > 0) {
      this.unseenFailures.clear();
      this.render();
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update({ transitions }: StoreChange): void {
    for (const { entry } of transitions) {
      if (entry.job.status === 'FAILED' || entry.job.status === 'ERROR') {
        this.unseenFailures.add(entry.key);
      } else {
        this.unseenFailures.delete(entry.key);
      }
    }
    this.render();
  }

  private render(): void {
    const { store, settings } = this.options;
    if (store.snapshot.accounts.length === 0 || !settings.get('statusBar.visible')) {
      this.item.hide();
      return;
    }
    const active = allEntries(store.snapshot).filter(({ job }) => isActive(job));
    const queued = active.filter(({ job }) => job.status === 'QUEUED').length;
    const running = active.length - queued;
    const failed = this.unseenFailures.size;
    const counts = [vscode.l10n.t('{0} running', running)];
    if (queued > 0) {
      counts.push(vscode.l10n.t('{0} queued', queued));
    }
    if (failed > 0) {
      counts.push(vscode.l10n.t('{0} failed', failed));
    }
    this.item.text = `$(${failed > 0 ? 'warning' : running > 0 ? 'sync~spin' : 'sync'}) ${counts.join(', ')}`;
    this.item.tooltip = this.tooltip(active);
    this.item.backgroundColor = failed > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.accessibilityInformation = { label: vscode.l10n.t('impact.com jobs: {0}', counts.join(', ')), role: 'button' };
    this.item.show();
  }

  private tooltip(active: readonly JobEntry[]): vscode.MarkdownString {
    const nowMs = this.options.clock.now();
    const tooltip = new vscode.MarkdownString(undefined, true);
    tooltip.appendMarkdown(`**${vscode.l10n.t('impact.com jobs')}**\n\n`);
    const message = viewMessage(this.options.store.snapshot, nowMs);
    if (message !== undefined) {
      tooltip.appendMarkdown(`${asPlainMarkdown(message)}\n\n`);
    }
    for (const entry of active.slice(0, MAX_LISTED)) {
      const moment = entry.job.status === 'RUNNING' ? momentInWords(entry, nowMs, 'short') : statusInWords(entry.job);
      tooltip.appendMarkdown(entry.job.status === 'QUEUED' ? '$(clock) ' : '$(sync) ').appendMarkdown(`${asPlainMarkdown(`${jobLabel(entry)} · ${moment}`)}  \n`);
    }
    if (active.length > MAX_LISTED) {
      tooltip.appendText(vscode.l10n.t('and {0} more', active.length - MAX_LISTED));
    }
    if (active.length === 0) {
      tooltip.appendText(vscode.l10n.t('No job is running.'));
    }
    return tooltip;
  }
}
