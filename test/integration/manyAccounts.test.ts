import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import type { Job } from '../../src/core/jobs/job';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { aJob } from '../support/aJob';
import { anAccount } from '../support/anAccount';
import { aTree, type TreeParts } from './support/aTree';

const ACCOUNTS = 60;
const JOBS_EACH = 167;
const RUNNING_EACH = 2;
const PAGE = 100;

/** Asks for rows as VS Code does: for every child of every expanded row, again below each row that changed. */
class ExpandedTree {
  calls = 0;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly tree: TreeParts['tree']) {
    this.subscription = tree.onDidChangeTreeData((nodes) =>
      nodes === undefined ? this.askBelow(undefined) : nodes.forEach((node) => this.ask(node)),
    );
    this.askBelow(undefined);
  }

  /** The number of `getTreeItem` calls that an action causes. */
  costOf(act: () => void): number {
    const before = this.calls;
    act();
    return this.calls - before;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private ask(node: TreeNode): void {
    this.calls++;
    this.tree.getTreeItem(node);
    this.askBelow(node);
  }

  private askBelow(node: TreeNode | undefined): void {
    this.tree.getChildren(node).forEach((child) => this.ask(child));
  }
}

describe('Sixty accounts with 10,000 jobs', () => {
  let parts: TreeParts;
  let view: ExpandedTree;

  const accountId = (index: number): string => `brand:IRagency:${index}`;
  const jobs = (index: number, percent = 10, endedCount = 0): readonly Job[] =>
    Array.from({ length: JOBS_EACH }, (_, place) => {
      const isRunning = place >= endedCount && place < RUNNING_EACH;
      const createdAt = parts.clock.now() - (place * ACCOUNTS + index) * 1000;
      return aJob({
        id: `${index}-${place}`,
        status: isRunning ? 'RUNNING' : 'COMPLETED',
        percent: isRunning ? percent : 100,
        createdAt,
        startedAt: createdAt,
        completedAt: isRunning ? undefined : createdAt + 1000,
      });
    });

  beforeEach(() => {
    parts = aTree();
    parts.store.setAccounts(
      Array.from({ length: ACCOUNTS }, (_, index) =>
        anAccount({ id: accountId(index), kind: 'brand', sid: 'IRagency', brandId: String(index), name: `B${index}` }),
      ),
    );
    for (let index = 0; index < ACCOUNTS; index++) {
      parts.store.applyList(accountId(index), jobs(index));
    }
    parts.arranged.arrange({ isByAccount: false });
    view = new ExpandedTree(parts.tree);
  });

  afterEach(() => {
    view.dispose();
    parts.dispose();
  });

  const labels = (): readonly string[] =>
    parts.tree.getChildren().map((node) => {
      const { label, description } = parts.tree.getTreeItem(node);
      return `${label as string} ${String(description)}`;
    });

  it('are in the groups of all accounts, newest first, each row with the time and the name of its account', () => {
    assert.deepEqual(labels(), ['Running 120', 'Completed 9,900']);
    const [running] = parts.tree.getChildren();
    const first = parts.tree.getChildren(running).slice(0, 3);
    assert.deepEqual(
      first.map((node) => String(parts.tree.getTreeItem(node).description).split(' · ')[1]),
      ['B0', 'B1', 'B2'],
    );
    assert.match(parts.tree.getTreeItem(first[0] ?? assert.fail()).accessibilityInformation?.label ?? '', /, B0$/);
    assert.equal(parts.tree.getParent(first[0] ?? assert.fail()), running);
  });

  it('cost a page for each group, one row for each job that progresses, and two pages for a move', () => {
    const all = view.costOf(() => parts.arranged.arrange({ isByAccount: false }));
    assert.equal(all, 2 * (1 + PAGE + 1));
    assert.equal(
      view.costOf(() => parts.store.applyList(accountId(0), jobs(0, 20))),
      RUNNING_EACH,
    );
    assert.equal(
      view.costOf(() => parts.store.applyList(accountId(0), jobs(0, 20))),
      0,
    );
    assert.ok(view.costOf(() => parts.store.applyList(accountId(0), jobs(0, 20, 1))) <= 2 * (2 + PAGE));
    assert.deepEqual(labels(), ['Running 119', 'Completed 9,901']);
  });

  it('are shown account by account, or only some of them', () => {
    parts.arranged.arrange({ isByAccount: true });
    assert.equal(parts.tree.getChildren().length, ACCOUNTS);
    assert.equal(labels()[0], 'B0 2 running · Brand');
    const { filter } = parts.arranged.arrangement;
    parts.arranged.arrange({ filter: { ...filter, accounts: [accountId(3)] } });
    assert.deepEqual(labels(), ['B3 2 running · Brand']);
    assert.equal(parts.arranged.counts.shown, JOBS_EACH);
    parts.arranged.arrange({ isByAccount: false });
    assert.deepEqual(labels(), ['Running 2', 'Completed 165']);
  });

  it('say once what is wrong with all of them, and in rows of their own what is wrong with one', () => {
    for (let index = 0; index < ACCOUNTS; index++) {
      parts.store.applyFailure(accountId(index), new ApiError('offline', 'x'), undefined);
    }
    assert.equal(labels().length, 1 + 2);
    assert.match(labels()[0] ?? '', /^B0 not updated since/);
    const forbidden = new ApiError('forbidden', 'x', { status: 403 });
    [7, 8].forEach((index) => parts.store.applyFailure(accountId(index), forbidden, undefined));
    assert.deepEqual(labels().slice(1, 3), ['B7 no access', 'B8 no access']);
  });
});
