import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { DisposableStore } from '../lifecycle';

/**
 * How long VS Code itself holds back a second piece of news, and a little more: what is told later is sent on at once.
 */
const APART_MS = 250;
/** How long an answer is on its way by itself. */
const QUIET_MS = 100;
/** VS Code reveals a row within a fraction of this. */
const LONGEST_READ_MS = 5_000;

/** A provider that does all that VS Code asks of one, and names the rows that changed; undefined stands for all. */
type TreeSource<T> = Required<Omit<vscode.TreeDataProvider<T>, 'onDidChangeTreeData'>> & {
  readonly onDidChangeTreeData: vscode.Event<T[] | undefined>;
};

/**
 * A tree that tells VS Code of changes only while no answer to it is on its way. VS Code 1.139 takes an answer and news
 * that reach it together in the wrong order: the news is lost, and groups stay open without rows for good. A view that
 * has never asked for its rows is told nothing, as it will ask by itself.
 */
export class SettledTree<T extends object> implements vscode.TreeDataProvider<T> {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<T[] | undefined>());
  /** The rows to ask for again; undefined stands for all. */
  private readonly pending = new Set<T | undefined>();
  private askedAtMs: number | undefined;
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private cancelTimer = (): void => undefined;
  private readers = 0;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly tree: TreeSource<T>,
    private readonly clock: Clock,
  ) {
    this.subscriptions.add(tree.onDidChangeTreeData((rows) => this.hold(rows ?? [undefined])));
  }

  getChildren(row?: T): vscode.ProviderResult<T[]> {
    this.askedAtMs = this.clock.now();
    return this.tree.getChildren(row);
  }

  getTreeItem(row: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.tree.getTreeItem(row);
  }

  getParent(row: T): vscode.ProviderResult<T> {
    return this.tree.getParent(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: T,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.tree.resolveTreeItem(item, row, token);
  }

  /**
   * Runs work during which VS Code looks rows up, and tells it of no change meanwhile: it would look for rows of the tree
   * before the change in the one after it. Work that doesn't end holds back no news for long.
   */
  async during<R>(work: () => Thenable<R>): Promise<R> {
    this.flush();
    this.readers++;
    let isOver = false;
    const end = (): void => {
      if (!isOver) {
        isOver = true;
        this.readers--;
        this.tellWhenQuiet();
      }
    };
    const cancelLimit = this.clock.setTimer(end, LONGEST_READ_MS);
    try {
      return await work();
    } finally {
      cancelLimit();
      end();
    }
  }

  /** Tells at once what is held back: before a row is revealed, VS Code has to know of it. */
  flush(): void {
    this.cancelTimer();
    if (this.pending.size > 0) {
      const rows = [...this.pending];
      this.pending.clear();
      this.toldAtMs = this.clock.now();
      this.changed.fire(rows.includes(undefined) ? undefined : (rows as T[]));
    }
  }

  dispose(): void {
    this.cancelTimer();
    this.subscriptions.dispose();
  }

  private hold(rows: readonly (T | undefined)[]): void {
    if (this.askedAtMs !== undefined) {
      rows.forEach((row) => this.pending.add(row));
      this.tellWhenQuiet();
    }
  }

  private tellWhenQuiet(): void {
    this.cancelTimer();
    if (this.readers > 0) {
      return;
    }
    const waitMs = Math.max((this.askedAtMs ?? 0) + QUIET_MS, this.toldAtMs + APART_MS) - this.clock.now();
    const isToWait = waitMs > 0 && waitMs <= APART_MS; // longer only where the clock was set back
    if (isToWait) {
      this.cancelTimer = this.clock.setTimer(() => this.tellWhenQuiet(), waitMs);
    } else {
      this.flush();
    }
  }
}
