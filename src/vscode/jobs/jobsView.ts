import * as vscode from 'vscode';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Snapshot } from '../../core/jobs/snapshot';
import { countUnfinished } from '../../core/jobs/statusCounts';
import { JOBS_VIEW_ID } from '../ids';
import type { Log } from '../diagnostics/log';
import { DisposableStore } from '../lifecycle';
import { plural } from '../words/plural';
import type { JobsTree } from './jobsTree';
import { SettledTree } from './settledTree';
import type { TreeNode } from './treeNodes';
import type { PaceWords } from './viewPace';
import { filterWithoutJobs } from './viewState';
import { ViewMessageTicker } from './viewMessageTicker';

/** How often ages and times left are updated while the view is open. */
const TICK_MS = 15_000;

export interface JobsViewOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly tree: JobsTree;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** Called when the user expands or collapses an account. */
  readonly onDidToggle: (accountId: string, isExpanded: boolean) => void;
}

/** The jobs view: the tree, the message above it, and its badge. */
export class JobsView {
  private readonly subscriptions = new DisposableStore();
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly rows: SettledTree<TreeNode>;
  private readonly message: ViewMessageTicker;
  private cancelTick = (): void => undefined;
  private words: { readonly message?: string | undefined } & Partial<PaceWords> = {};
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
    const toggled =
      (isExpanded: boolean) =>
      ({ element }: vscode.TreeViewExpansionEvent<TreeNode>): void =>
        element.kind === 'account' ? options.onDidToggle(element.accountId, isExpanded) : undefined;
    this.subscriptions.add(this.view.onDidExpandElement(toggled(true)));
    this.subscriptions.add(this.view.onDidCollapseElement(toggled(false)));
    this.subscriptions.addFunction(options.arranged.onDidChange(() => this.render()));
    this.message = this.subscriptions.add(
      new ViewMessageTicker({
        store: options.store,
        arranged: options.arranged,
        clock: options.clock,
        show: (message) => this.showMessage({ ...this.words, message }),
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

  showPace(words: PaceWords): void {
    this.showMessage({ ...this.words, ...words });
    this.render();
  }

  /** Selects a job's row, and moves the focus there if wanted. Opens the view and the row's group if needed. */
  async reveal(entry: JobEntry, focus = false): Promise<void> {
    await this.show(entry, { select: true, focus });
  }

  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /** Focuses the group that has taken the last row that moved to another group. */
  async focusMoved(): Promise<void> {
    const { movedTo } = this.options.tree;
    if (movedTo !== undefined) {
      await this.rows.during(() => this.view.reveal(movedTo, { select: false, focus: true }));
    }
  }

  dispose(): void {
    this.cancelTick();
    this.subscriptions.dispose();
  }

  /**
   * Reveals rows one after the other, because VS Code forgets the rows that a search has found when another search
   * starts. A row that VS Code can't find isn't selected; that isn't worth a message.
   */
  async show(entry: JobEntry, options: { select: boolean; focus: boolean }): Promise<void> {
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
    const description = filterWithoutJobs(this.options.arranged) ?? this.words.freshness;
    if (description !== this.view.description) {
      this.view.description = description as string; // undefined removes it, though the type doesn't say so
    }
    const badge = runningBadge(this.options.store.snapshot);
    if (this.view.badge?.value !== badge?.value) {
      this.view.badge = badge;
    }
  }

  private showMessage(words: typeof this.words): void {
    this.words = words;
    const { message, slowdown } = words;
    const isBoth = message !== undefined && slowdown !== undefined;
    this.view.message = (
      isBoth ? vscode.l10n.t('{0}. {1}', message.replace(/\.$/, ''), slowdown) : (message ?? slowdown)
    ) as string;
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

/** The number of running jobs, for the view's icon. Undefined if there are none. */
export function runningBadge(snapshot: Snapshot): vscode.ViewBadge | undefined {
  const { running } = countUnfinished(snapshot);
  if (running === 0) {
    return undefined;
  }
  return {
    value: running,
    tooltip: plural(running, vscode.l10n.t('{0} job running', running), vscode.l10n.t('{0} jobs running', running)),
  };
}
