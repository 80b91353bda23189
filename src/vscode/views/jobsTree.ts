import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { groupIdOf, type JobGroup } from '../../core/jobs/jobGroups';
import type { JobStore } from '../../core/jobs/jobStore';
import type { AccountSnapshot, StoreChange } from '../../core/jobs/snapshot';
import { jobTooltip } from '../words/jobTooltip';
import { jobDescription, jobLabel } from '../words/jobWords';
import { iconName, JobIcons } from './jobIcons';
import { staleNodes } from './staleNodes';
import { accountItem, groupItem, jobItem, moreItem, noteItem } from './treeItems';
import { type GroupNode, isRowOfGroup, type JobNode, type TreeNode, TreeNodes } from './treeNodes';

/** VS Code asks for every child of an expanded group, drawn or not, so a group shows a page at a time. */
const PAGE_SIZE = 100;

export interface JobsTreeOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly extensionUri: vscode.Uri;
}

/** Renders the store's snapshot as rows, and asks VS Code for exactly those that changed. */
export class JobsTree implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  private readonly nodes = new TreeNodes();
  private readonly icons: JobIcons;
  /** What each row last showed, to tell which ones the passing of time has changed. */
  private readonly shown = new Map<JobNode, string>();
  private readonly pages = new Map<string, number>();
  private readonly unsubscribe: () => void;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly options: JobsTreeOptions) {
    this.icons = new JobIcons(options.extensionUri);
    this.unsubscribe = options.store.onDidChange((change) => this.update(change));
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined: {
        const { accounts } = this.options.store.snapshot;
        const [only] = accounts;
        return accounts.length === 1 && only !== undefined ? this.groupNodes(only) : accounts.map(({ account }) => this.nodes.account(account.id));
      }
      case 'account': {
        const account = this.options.store.account(node.accountId);
        return account === undefined ? [] : account.groups.length === 0 ? [this.nodes.note(node.accountId)] : this.groupNodes(account);
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
        return undefined;
      case 'job': {
        const entry = this.entry(node);
        return entry && this.nodes.group(node.accountId, groupIdOf(entry.job));
      }
      case 'more':
        return this.nodes.group(node.accountId, node.groupId);
      default:
        return this.options.store.snapshot.accounts.length > 1 ? this.nodes.account(node.accountId) : undefined;
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const nowMs = this.options.clock.now();
    const account = this.options.store.account(node.accountId);
    const entry = node.kind === 'job' ? this.entry(node) : undefined;
    if (node.kind === 'job' && entry !== undefined) {
      this.shown.set(node, this.textOf(entry));
      return jobItem(node, entry, this.icons, nowMs);
    }
    if (account !== undefined) {
      switch (node.kind) {
        case 'account':
          return accountItem(node, account, nowMs);
        case 'group':
          return groupItem(node, this.group(node));
        case 'more':
          return moreItem(node, (this.group(node)?.entries.length ?? 0) - this.pageSize(node));
        case 'note':
          return noteItem(node, account, nowMs);
        case 'job':
      }
    }
    return new vscode.TreeItem(''); // gone between the question and the answer
  }

  /** Tooltips are made when one is about to be shown, not for every row. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const entry = node.kind === 'job' ? this.entry(node) : undefined;
    const account = this.options.store.account(node.accountId)?.account;
    if (entry !== undefined && account !== undefined) {
      item.tooltip = jobTooltip(entry, account, this.options.clock.now());
    }
    return item;
  }

  /** The row of a job, after its group's page was made long enough to hold it. */
  nodeFor(entry: JobEntry): JobNode {
    const group = this.nodes.group(entry.accountId, groupIdOf(entry.job));
    const index = this.group(group)?.entries.indexOf(entry) ?? -1;
    while (index >= this.pageSize(group)) {
      this.showMore(group);
    }
    return this.nodes.job(entry.accountId, entry.job.id);
  }

  /** Makes the page of a group's row longer; does nothing for any other row. */
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

  /** Time has passed: ages and times left may read differently. Asks for the rows whose words changed, and no others. */
  tick(): void {
    const stale = [...this.shown].flatMap(([node, text]) => {
      const entry = this.entry(node);
      return entry !== undefined && this.textOf(entry) !== text ? [node] : [];
    });
    if (stale.length > 0) {
      this.changed.fire(stale);
    }
  }

  dispose(): void {
    this.unsubscribe();
    this.changed.dispose();
  }

  private update(change: StoreChange): void {
    for (const { before, after } of change.entries) {
      if (before !== undefined && (after === undefined || groupIdOf(before.job) !== groupIdOf(after.job))) {
        this.shown.delete(this.nodes.job(before.accountId, before.job.id)); // its new group may be closed
      }
      if (before !== undefined && after === undefined) {
        this.nodes.forget(before.accountId, before.job.id);
      }
    }
    const stale = staleNodes(change, this.nodes);
    if (stale === 'all') {
      this.changed.fire(undefined);
      return;
    }
    const asked = stale.filter((node) => node.kind !== 'job' || this.shown.has(node));
    if (asked.length > 0) {
      this.changed.fire(asked);
    }
  }

  private groupNodes({ account, groups }: AccountSnapshot): GroupNode[] {
    return groups.map(({ id }) => this.nodes.group(account.id, id));
  }

  private jobNodes(node: GroupNode): TreeNode[] {
    const entries = this.group(node)?.entries ?? [];
    const size = this.pageSize(node);
    const rows: TreeNode[] = entries.slice(0, size).map(({ accountId, job }) => this.nodes.job(accountId, job.id));
    return entries.length > size ? [...rows, this.nodes.more(node.accountId, node.groupId)] : rows;
  }

  private textOf(entry: JobEntry): string {
    const nowMs = this.options.clock.now();
    return [jobLabel(entry), jobDescription(entry, nowMs), iconName(entry, nowMs)].join('\n');
  }

  private entry({ accountId, jobId }: JobNode): JobEntry | undefined {
    return this.options.store.account(accountId)?.entries.get(jobId);
  }

  private group({ accountId, groupId }: Pick<GroupNode, 'accountId' | 'groupId'>): JobGroup | undefined {
    return this.options.store.account(accountId)?.groups.find(({ id }) => id === groupId);
  }

  private pageSize({ accountId, groupId }: Pick<GroupNode, 'accountId' | 'groupId'>): number {
    return this.pages.get(this.nodes.group(accountId, groupId).id) ?? PAGE_SIZE;
  }
}
