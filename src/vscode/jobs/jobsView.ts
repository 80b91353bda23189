import * as vscode from 'vscode';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { JOBS_VIEW_ID } from '../ids';
import type { Log } from '../diagnostics/log';
import { DisposableStore } from '../lifecycle';
import type { JobsTree } from './jobsTree';
import { runningBadge } from './runningBadge';
import { SettledTree } from './settledTree';
import type { TreeNode } from './treeNodes';
import { filterWithoutJobs } from './viewState';
import { ViewMessageTicker } from './viewMessageTicker';

/** How often ages and times left are read again while the view is open. */
const TICK_MS = 15_000;

export interface JobsViewOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly tree: JobsTree;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/** The jobs view: the tree, what stands above it, and its badge. */
export class JobsView {
  private readonly subscriptions = new DisposableStore();
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly rows: SettledTree<TreeNode>;
  private readonly message: ViewMessageTicker;
  private cancelTick = (): void => undefined;
  private lastShow: Promise<void> = Promise.resolve();

  readonly onDidChangeVisibility: vscode.Event<vscode.TreeViewVisibilityChangeEvent>;

  constructor(private readonly options: JobsViewOptions) {
    this.rows = this.subscriptions.add(new SettledTree(options.tree, options.clock));
    this.view = this.subscriptions.add(
      vscode.window.createTreeView(JOBS_VIEW_ID, {
        treeDataProvider: this.rows,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.onDidChangeVisibility = this.view.onDidChangeVisibility;
    this.subscriptions.addFunction(options.arranged.onDidChange(() => this.render()));
    this.message = this.subscriptions.add(
      new ViewMessageTicker({
        store: options.store,
        arranged: options.arranged,
        clock: options.clock,
        show: (message) => (this.view.message = message as string),
        tick: () => options.tree.tickAccounts(),
      }),
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
    await this.show(entry, { select: true, focus: false });
  }

  /**
   * The rows that a key is meant for, by VS Code's own rule: the selected ones where the focused one is among them,
   * else the focused one alone. VS Code tells an extension which rows are selected, not which has the focus; that one
   * is where a selection that is toggled twice differs in between.
   */
  async keyRows(): Promise<readonly TreeNode[]> {
    const selected = this.view.selection;
    await vscode.commands.executeCommand('list.toggleSelection');
    const toggled = this.view.selection;
    await vscode.commands.executeCommand('list.toggleSelection');
    const added = toggled.find((node) => !selected.includes(node));
    return added === undefined ? selected : [added];
  }

  /** Moves the focus from rows that are about to go to the next one: VS Code would leave it nowhere. */
  async focusBeside(entries: readonly JobEntry[]): Promise<void> {
    const last = entries.at(-1);
    const group =
      last &&
      this.options.arranged
        .account(last.accountId)
        ?.groups.find(({ entries: members }) => members.some(({ key }) => key === last.key));
    const place = group?.entries.findIndex(({ key }) => key === last?.key) ?? 0;
    const stays = ({ key }: JobEntry): boolean => !entries.some((entry) => entry.key === key);
    const beside = group?.entries.slice(place).find(stays) ?? group?.entries.slice(0, place).reverse().find(stays);
    if (beside !== undefined) {
      await this.show(beside, { select: false, focus: true });
    }
  }

  dispose(): void {
    this.cancelTick();
    this.subscriptions.dispose();
  }

  /**
   * One row after the other: VS Code forgets the rows that one search for a row has found when another begins. A row that it
   * can't find isn't selected, which is nothing to bother the user with.
   */
  private async show(entry: JobEntry, options: { select: boolean; focus: boolean }): Promise<void> {
    const shown = this.lastShow.then(async () => {
      try {
        await this.showOnce(entry, options);
      } catch (first) {
        this.options.log.warn(`A row could not be revealed and is looked for again: ${String(first)}`);
        await this.showOnce(entry, options).catch((error: unknown) =>
          this.options.log.error('A row could not be revealed', error),
        );
      }
    });
    this.lastShow = shown;
    await shown;
  }

  private showOnce(entry: JobEntry, options: { select: boolean; focus: boolean }): Promise<void> {
    const node = this.options.tree.nodeFor(entry);
    return this.rows.during(() => this.view.reveal(node, options));
  }

  private render(): void {
    const filter = filterWithoutJobs(this.options.arranged);
    if (filter !== this.view.description) {
      this.view.description = filter as string; // undefined takes it away, though the type does not say so
    }
    const badge = runningBadge(this.options.store.snapshot);
    if (this.view.badge?.value !== badge?.value) {
      this.view.badge = badge;
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
