import * as vscode from 'vscode';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import type { Clock } from '../../core/clock';
import {
  ALL_ACCOUNTS,
  type ArrangedAccount,
  type ArrangedChange,
  type ArrangedJobs,
} from '../../core/arrange/arrangedJobs';
import type { JobGroup } from '../../core/jobs/jobGroups';
import { JobList } from '../../core/jobs/jobList';
import { dayOf } from '../../core/arrange/grouping';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { usersStep } from '../accounts/accountWords';
import { jobDescription, jobLabel } from './jobWords';
import { AccountRows } from '../accounts/accountRows';
import { iconName } from './jobIcons';
import { staleNodes } from './staleNodes';
import { groupItem, hiddenItem, jobItem, moreItem } from './treeItems';
import { type GroupNode, isRowOfGroup, type JobNode, type TreeNode, TreeNodes } from './treeNodes';
import { ROW_MOVED_KEY } from '../ids';

/** VS Code asks for every child of an expanded group, visible or not, so a group shows a page at a time. */
const PAGE_SIZE = 100;

export interface JobsTreeOptions {
  readonly store: JobStore;
  readonly arranged: ArrangedJobs;
  readonly clock: Clock;
  /** Called again and again for an account whose rows are expanded. */
  readonly onExpanded?: (accountId: string) => void;
}

/** What a row showed when it was last drawn, and in which group. */
interface ShownRow {
  readonly text: string;
  readonly groupId: string;
}

/** Shows the arranged jobs as rows, and makes VS Code redraw only those that changed. */
export class JobsTree implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  private readonly nodes = new TreeNodes();
  /** What each row last showed, to find the rows whose text changes as time passes. */
  private readonly shown = new Map<JobNode, ShownRow>();
  private readonly accountRows: AccountRows;
  /** The current day. The groups' labels name days relative to it. */
  private today: string;
  private readonly pages = new Map<string, number>();
  private readonly unsubscribe: () => void;
  /** The group that has taken the last row that moved to another group. */
  movedTo: GroupNode | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly options: JobsTreeOptions) {
    this.accountRows = new AccountRows(options);
    this.today = dayOf(options.clock.now());
    this.unsubscribe = options.arranged.onDidChange((change) => this.update(change));
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined: {
        const rows = this.topNodes();
        return rows.length > 0 && this.hiddenCount > 0 ? [...rows, this.nodes.hidden()] : rows;
      }
      case 'account': {
        this.options.onExpanded?.(node.accountId);
        const account = this.options.arranged.account(node.accountId);
        if (account !== undefined && this.options.arranged.merged !== undefined) {
          return [this.nodes.note(node.accountId)];
        }
        return account === undefined ? [] : this.accountNodes(account);
      }
      case 'group':
        return this.jobNodes(node);
      default:
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'account':
      case 'hidden':
        return undefined;
      case 'job': {
        const entry = this.entry(node);
        return entry && this.groupNode(entry);
      }
      case 'more':
        return this.nodes.group(node.accountId, node.groupId);
      default:
        return node.accountId !== ALL_ACCOUNTS && this.options.store.snapshot.accounts.length > 1
          ? this.nodes.account(node.accountId)
          : undefined;
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const nowMs = this.options.clock.now();
    const account = this.options.store.account(node.accountId);
    const entry = node.kind === 'job' ? this.entry(node) : undefined;
    if (node.kind === 'job' && entry !== undefined) {
      this.shown.set(node, { text: this.textOf(entry), groupId: this.options.arranged.groupIdOf(entry) });
      return jobItem(node, entry, {
        nowMs,
        withStatus: this.withStatus,
        accountName: this.accountNameOf(entry),
        account: account?.account,
      });
    }
    if (node.kind === 'hidden') {
      return hiddenItem(node, this.hiddenCount);
    }
    if (node.kind === 'group') {
      return groupItem(node, this.group(node), nowMs);
    }
    if (node.kind === 'more') {
      return moreItem(
        node,
        (this.group(node)?.entries.length ?? 0) - this.pageSize(node),
        this.options.arranged.arrangement.sortBy,
      );
    }
    if (account !== undefined && node.kind !== 'job') {
      return this.accountRows.draw(node, account);
    }
    return new vscode.TreeItem(''); // the row was removed between the request and the answer
  }

  /**
   * Creates a tooltip when it's about to be shown, not for every row. The first one loads the code of the tooltips'
   * text.
   */
  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    const { rowTooltip } = await import('./rowTooltip');
    const entry = node.kind === 'job' ? this.entry(node) : undefined;
    const account = this.options.store.account(node.accountId);
    if (account !== undefined && (entry !== undefined || node.kind === 'account')) {
      item.tooltip = rowTooltip(account, entry, this.options.clock.now());
    }
    return item;
  }

  /** The row of a job. Makes the filter show the job, and the group's page long enough to contain it. */
  nodeFor(entry: JobEntry): JobNode {
    this.options.arranged.ensureShown(entry);
    const group = this.groupNode(entry);
    const index = [...(this.group(group)?.entries ?? [])].findIndex(({ key }) => key === entry.key);
    while (index >= this.pageSize(group)) {
      this.showMore(group);
    }
    return this.nodes.job(entry.accountId, entry.job.id);
  }

  /** Shows more rows of a group. Does nothing for any other row. */
  showMoreOf(row: unknown): void {
    if (isRowOfGroup(row)) {
      this.showMore(row);
    }
  }

  private showMore({ accountId, groupId }: Pick<GroupNode, 'accountId' | 'groupId'>): void {
    const node = this.nodes.group(accountId, groupId);
    this.pages.set(node.id, this.pageSize(node) + PAGE_SIZE);
    this.changed.fire([node]);
  }

  /** Redraws the rows whose text has changed because time passed, such as ages and times left. */
  tick(): void {
    this.options.arranged.tick();
    this.tickAccounts();
    const today = dayOf(this.options.clock.now());
    if (today !== this.today) {
      this.today = today;
      this.changed.fire(undefined);
      return;
    }
    const stale = [...this.shown].flatMap(([node, { text }]) => {
      const entry = this.entry(node);
      return entry !== undefined && this.textOf(entry) !== text ? [node] : [];
    });
    if (stale.length > 0) {
      this.changed.fire(stale);
    }
  }

  /** Redraws the rows of accounts and notes whose text has changed, such as a countdown to the next request. */
  tickAccounts(): void {
    const stale = this.accountRows.stale();
    if (stale.length > 0) {
      this.changed.fire(stale);
    }
  }

  dispose(): void {
    this.unsubscribe();
    this.changed.dispose();
  }

  private update(change: ArrangedChange): void {
    const stale = staleNodes(change, this.nodes);
    if (stale === 'all') {
      this.forgetShown(() => true);
      this.changed.fire(undefined);
      return;
    }
    if (stale.length > 0) {
      const redrawn = new Set<TreeNode>(stale);
      this.forgetShown(
        ({ accountId }, { groupId }) =>
          redrawn.has(this.nodes.account(accountId)) ||
          redrawn.has(this.nodes.group(this.options.arranged.ownerOfGroups(accountId), groupId)),
      );
    }
    const asked = stale.filter((node) => node.kind !== 'job' || this.shown.has(node));
    if (asked.length > 0) {
      this.changed.fire(asked);
    }
  }

  /** Forgets the text of rows that VS Code redraws, because they might be gone by then or in a collapsed group. */
  private forgetShown(isRedrawn: (node: JobNode, row: ShownRow) => boolean): void {
    for (const [node, row] of this.shown) {
      if (isRedrawn(node, row)) {
        this.shown.delete(node);
        const entry = this.entry(node);
        if (entry === undefined) {
          this.nodes.forget(node.accountId, node.jobId);
        } else if (this.options.arranged.groupIdOf(entry) !== row.groupId) {
          this.movedTo = this.groupNode(entry);
          void vscode.commands.executeCommand('setContext', ROW_MOVED_KEY, true);
        }
      }
    }
  }

  private topNodes(): TreeNode[] {
    const { accounts, merged, shownAccounts } = this.options.arranged;
    const [only] = accounts;
    if (merged !== undefined) {
      return [...this.troubleNodes(), ...merged.map(({ id }) => this.nodes.group(ALL_ACCOUNTS, id))];
    }
    return accounts.length === 1 && only !== undefined
      ? this.rootNodes(only)
      : shownAccounts.map(({ source }) => this.nodes.account(source.account.id));
  }

  private get hiddenCount(): number {
    return this.options.store.snapshot.accounts.reduce((sum, { hiddenCount }) => sum + hiddenCount, 0);
  }

  /**
   * The top-level rows if there is only one account. The message above them says why its jobs aren't current. Without
   * jobs, a welcome usually does.
   */
  private rootNodes(account: ArrangedAccount): TreeNode[] {
    const groups = this.groupNodes(account);
    const {
      account: { id },
      sync,
    } = account.source;
    return usersStep(sync) !== undefined && (groups.length > 0 || credentialTrouble(sync) === undefined)
      ? [this.nodes.note(id), ...groups]
      : groups;
  }

  /** The accounts whose jobs aren't current, above groups that hold the jobs of all accounts. */
  private troubleNodes(): TreeNode[] {
    const nodes = new Map<string, TreeNode>();
    for (const { source } of this.options.arranged.shownAccounts) {
      const { account, sync } = source;
      if (sync.kind === 'failed') {
        // An agency and its brands have the same problem, unless impact.com refuses only one of them.
        const isOwn = sync.error.kind === 'forbidden' || sync.error.kind === 'unknownAccount';
        const problem = isOwn ? account.id : `${account.sid} ${sync.error.kind}`;
        nodes.set(problem, nodes.get(problem) ?? this.nodes.account(account.id));
      }
    }
    return [...nodes.values()];
  }

  private accountNodes(account: ArrangedAccount): TreeNode[] {
    const groups = this.groupNodes(account);
    const { kind } = account.source.sync;
    if (kind === 'off') {
      return [];
    }
    return kind === 'failed' || groups.length === 0 ? [this.nodes.note(account.source.account.id), ...groups] : groups;
  }

  private groupNodes({ source, groups }: ArrangedAccount): GroupNode[] {
    return groups.map(({ id }) => this.nodes.group(source.account.id, id));
  }

  private jobNodes(node: GroupNode): TreeNode[] {
    const entries = this.group(node)?.entries ?? JobList.empty;
    const size = this.pageSize(node);
    const rows: TreeNode[] = entries.take(size).map(({ accountId, job }) => this.nodes.job(accountId, job.id));
    return entries.length > size ? [...rows, this.nodes.more(node.accountId, node.groupId)] : rows;
  }

  private textOf(entry: JobEntry): string {
    const nowMs = this.options.clock.now();
    return [
      jobLabel(entry),
      jobDescription(entry, nowMs, this.withStatus, this.accountNameOf(entry)),
      iconName(entry, nowMs),
    ].join('\n');
  }

  /** Rows show the status if no group does. */
  private get withStatus(): boolean {
    return this.options.arranged.arrangement.groupBy !== 'status';
  }

  /** Rows name their account if their group holds the jobs of several. */
  private accountNameOf({ accountId }: JobEntry): string {
    const { arranged, store } = this.options;
    return arranged.merged === undefined ? '' : (store.account(accountId)?.account.name ?? '');
  }

  /** The row of the group that shows a job. */
  private groupNode(entry: JobEntry): GroupNode {
    const { arranged } = this.options;
    return this.nodes.group(arranged.ownerOfGroups(entry.accountId), arranged.groupIdOf(entry));
  }

  private entry({ accountId, jobId }: JobNode): JobEntry | undefined {
    return this.options.store.entry(accountId, jobId);
  }

  private group({ accountId, groupId }: Pick<GroupNode, 'accountId' | 'groupId'>): JobGroup | undefined {
    return this.options.arranged.group(accountId, groupId);
  }

  private pageSize({ accountId, groupId }: Pick<GroupNode, 'accountId' | 'groupId'>): number {
    return this.pages.get(this.nodes.group(accountId, groupId).id) ?? PAGE_SIZE;
  }
}
