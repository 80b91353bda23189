import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SettledTree } from '../../src/vscode/jobs/settledTree';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { aJob } from '../support/aJob';
import { aTree, type TreeParts } from './support/aTree';

const MINUTE_MS = 60_000;

describe('Tree updates sent to VS Code', () => {
  let parts: TreeParts;
  let settled: SettledTree<TreeNode>;
  let told: (readonly string[] | 'all')[];

  beforeEach(() => {
    parts = aTree();
    settled = new SettledTree(parts.tree, parts.clock);
    told = [];
    settled.onDidChangeTreeData((rows) => told.push(rows?.map(({ id }) => id) ?? 'all'));
  });

  afterEach(() => {
    settled.dispose();
    parts.dispose();
  });

  function look(percents: Readonly<Record<string, number>>): void {
    const job = ([id, percent]: [string, number]) =>
      aJob({ id, status: 'RUNNING', percent, createdAt: parts.clock.now() - MINUTE_MS });
    parts.store.applyList('a', Object.entries(percents).map(job));
  }

  /** As VS Code does where all groups are open. */
  function draw(): TreeNode[] {
    const groups = settled.getChildren() as TreeNode[];
    return groups
      .flatMap((group) => settled.getChildren(group) as TreeNode[])
      .map((row) => (void settled.getTreeItem(row), row));
  }

  it("don't start before the view has requested rows", async () => {
    look({ one: 10 });
    await parts.clock.advance(MINUTE_MS);
    assert.deepEqual(told, []);
    assert.equal(draw().length, 1);
  });

  it('wait for an answer that takes long', async () => {
    const changed = new vscode.EventEmitter<object[] | undefined>();
    let answer = (_rows: object[]): void => assert.fail('not asked');
    const slow = new SettledTree<object>(
      {
        onDidChangeTreeData: changed.event,
        getChildren: () => new Promise<object[]>((resolve) => (answer = resolve)),
        getTreeItem: () => new vscode.TreeItem(''),
      },
      parts.clock,
    );
    let times = 0;
    slow.onDidChangeTreeData(() => times++);
    const rows = slow.getChildren();
    changed.fire(undefined);
    await parts.clock.advance(MINUTE_MS);
    assert.equal(times, 0);
    answer([]);
    await rows;
    await parts.clock.advance(99);
    assert.equal(times, 0, 'the answer is on its way');
    await parts.clock.advance(1);
    assert.equal(times, 1);
    slow.dispose();
    changed.dispose();
  });

  it('wait while an answer is on its way, and then go out once', async () => {
    look({ one: 10, two: 10 });
    const rows = draw();
    look({ one: 20, two: 10 });
    look({ one: 20, two: 20 });
    await parts.clock.advance(99);
    assert.deepEqual(told, []);
    settled.getChildren(rows[0]);
    await parts.clock.advance(99);
    assert.deepEqual(told, []);
    await parts.clock.advance(1);
    assert.deepEqual(told, [['a/one', 'a/two']]);
  });

  it('go out at once after a pause, and no sooner than VS Code forwards them', async () => {
    look({ one: 10 });
    draw();
    await parts.clock.advance(MINUTE_MS);
    look({ one: 20 });
    assert.equal(told.length, 1);
    look({ one: 30 });
    await parts.clock.advance(249);
    assert.equal(told.length, 1);
    await parts.clock.advance(1);
    assert.equal(told.length, 2);
  });

  it('cover all rows if one of several changes does', async () => {
    look({ one: 10 });
    draw();
    look({ one: 20 });
    parts.arranged.arrange({ groupBy: 'program' });
    await parts.clock.advance(250);
    assert.deepEqual(told, ['all']);
  });

  it("aren't held back while the clock is set back", () => {
    look({ one: 10 });
    draw();
    parts.clock.jump(-60 * MINUTE_MS);
    look({ one: 20 });
    assert.equal(told.length, 1);
  });

  it('go out before a row is revealed', () => {
    look({ one: 10 });
    draw();
    look({ one: 20 });
    settled.flush();
    settled.flush();
    assert.equal(told.length, 1);
  });
});
