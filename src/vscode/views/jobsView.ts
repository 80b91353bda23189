import * as vscode from 'vscode';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { isFiltering } from '../../core/arrange/jobFilter';
import type { Clock } from '../../core/clock';
import { isActive } from '../../core/jobs/jobState';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { allEntries } from '../../core/jobs/snapshot';
import { JOBS_VIEW_ID } from '../ids';
import { DisposableStore } from '../lifecycle';
import { filterInWords } from '../words/arrangementWords';
import type { JobsTree } from './jobsTree';
import type { TreeNode } from './treeNodes';
import { ViewMessageTicker } from './viewMessageTicker';

/** How often ages and times left are read again while the view is open. */
const TICK_MS = 15_000;

export interface JobsViewOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly tree: JobsTree;
  readonly clock: Clock;
}

/** The jobs view: the tree, what stands above it, and its badge. */
export class JobsView {
  private readonly subscriptions = new DisposableStore();
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly message: ViewMessageTicker;
  private cancelTick = (): void => undefined;

  readonly onDidChangeVisibility: vscode.Event<vscode.TreeViewVisibilityChangeEvent>;

  constructor(private readonly options: JobsViewOptions) {
    this.view = this.subscriptions.add(
      vscode.window.createTreeView(JOBS_VIEW_ID, { treeDataProvider: options.tree, canSelectMany: true, showCollapseAll: true }),
    );
    this.onDidChangeVisibility = this.view.onDidChangeVisibility;
    this.subscriptions.addFunction(options.arranged.onDidChange(() => this.render()));
    this.message = this.subscriptions.add(
      new ViewMessageTicker({ store: options.store, arranged: options.arranged, clock: options.clock, show: (message) => (this.view.message = message as string) }),
    );
    this.subscriptions.add(this.onDidChangeVisibility(({ visible }) => this.setTicking(visible)));
    this.setTicking(this.view.visible);
    this.render();
  }

  get isVisible(): boolean {
    return this.view.visible;
  }

  /** Selects a job's row, opening the view and the row's group where they are closed. */
  async reveal(entry: JobEntry): Promise<void> {
    await this.view.reveal(this.options.tree.nodeFor(entry), { select: true, focus: false });
  }

  dispose(): void {
    this.cancelTick();
    this.subscriptions.dispose();
  }

  private render(): void {
    this.renderDescription();
    this.renderBadge(allEntries(this.options.store.snapshot).filter(({ job }) => isActive(job) && job.status !== 'QUEUED').length);
  }

  /** Beside an empty tree a message would take the welcome's place, so there the filter stands in the title. */
  private renderDescription(): void {
    const { arrangement, counts } = this.options.arranged;
    const description = isFiltering(arrangement.filter) && counts.shown === 0 ? filterInWords(arrangement.filter) : '';
    if ((this.view.description ?? '') !== description) {
      this.view.description = description;
    }
  }

  private renderBadge(running: number): void {
    if ((this.view.badge?.value ?? 0) !== running) {
      const tooltip = running === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', running);
      this.view.badge = running === 0 ? undefined : { value: running, tooltip };
    }
  }

  private setTicking(isTicking: boolean): void {
    this.message.setRunning(isTicking);
    if (isTicking) {
      this.tick();
    } else {
      this.cancelTick();
    }
  }

  private tick(): void {
    this.cancelTick();
    this.options.tree.tick();
    this.cancelTick = this.options.clock.setTimer(() => this.tick(), TICK_MS);
  }
}
