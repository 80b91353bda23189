import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { DisposableStore } from '../lifecycle';

/**
 * A little longer than VS Code itself delays a second change event. Events that are further apart are processed
 * immediately.
 */
const APART_MS = 250;
/** How long an answer takes to reach VS Code. */
const QUIET_MS = 100;
/** The longest time that changes wait for work that looks up rows. VS Code reveals a row in a fraction of this. */
const LONGEST_READ_MS = 5_000;

/** A provider that names the rows that changed. Undefined means all. */
type TreeSource<T> = Omit<vscode.TreeDataProvider<T>, 'onDidChangeTreeData'> & {
  readonly onDidChangeTreeData: vscode.Event<T[] | undefined>;
};

/**
 * A tree that reports changes to VS Code only while no answer is on its way. VS Code 1.139 handles an answer and a
 * change that arrive together in the wrong order: the change is lost, and groups stay open without rows for good. A
 * view that has never asked for its rows gets no changes, because it's going to ask anyway.
 */
export class SettledTree<T extends object> implements vscode.TreeDataProvider<T> {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<T[] | undefined>());
  /** The rows to redraw. Undefined means all rows. */
  private readonly pending = new Set<T | undefined>();
  private askedAtMs: number | undefined;
  private answersComing = 0;
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
    const rows = this.tree.getChildren(row);
    if (rows instanceof Promise) {
      this.answersComing++;
      void rows.then(
        () => this.noteAnswer(),
        () => this.noteAnswer(),
      );
    }
    return rows;
  }

  getTreeItem(row: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.tree.getTreeItem(row);
  }

  getParent(row: T): vscode.ProviderResult<T> {
    return this.tree.getParent?.(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: T,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.tree.resolveTreeItem?.(item, row, token) ?? item;
  }

  /**
   * Runs work during which VS Code looks up rows, and reports no changes meanwhile: otherwise, VS Code would look for
   * rows of the old tree in the new one. If the work doesn't end, reports the changes after a few seconds.
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

  /** Reports the pending changes now. VS Code has to know about a row before it can reveal it. */
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

  /** An answer that took a while is on its way from now on. */
  private noteAnswer(): void {
    this.answersComing--;
    this.askedAtMs = this.clock.now();
    if (this.pending.size > 0) {
      this.tellWhenQuiet();
    }
  }

  private tellWhenQuiet(): void {
    this.cancelTimer();
    if (this.answersComing > 0) {
      return;
    }
    if (this.readers > 0) {
      return;
    }
    const waitMs = Math.max((this.askedAtMs ?? 0) + QUIET_MS, this.toldAtMs + APART_MS) - this.clock.now();
    const isToWait = waitMs > 0 && waitMs <= APART_MS; // the wait is longer only if the clock was set back
    if (isToWait) {
      this.cancelTimer = this.clock.setTimer(() => this.tellWhenQuiet(), waitMs);
    } else {
      this.flush();
    }
  }
}
