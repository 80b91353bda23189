import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { rows, signIn, type SignedIn } from './support/extension';
import { toldBy } from './support/shownMessages';

const MINUTE_MS = 60_000;

describe('The jobs view', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('groups jobs by status, shows progress in labels and hides empty groups', async () => {
    signedIn = await signIn(
      [
        {
          type: 'ApiReport',
          programId: '3629',
          createdAgoMs: 4 * MINUTE_MS,
          queueMs: 0,
          runMs: 8 * MINUTE_MS,
          curve: PROGRESS_CURVES.steady,
          progressEveryMs: 1000,
        },
        { type: 'UploadAds', programId: '', createdAgoMs: 1000, queueMs: MINUTE_MS },
        { type: 'AudienceSync', programId: '', createdAgoMs: 1000, fields: { Status: 'PAUSED' } },
        {
          type: 'TermModification',
          programId: '',
          createdAgoMs: 60 * MINUTE_MS,
          queueMs: 0,
          runMs: 1000,
          outcome: { status: 'FAILED', message: 'Contract 12 is locked.' },
        },
      ],
      { seed: 71 },
    ); // jobs that no other test has named
    const lines = rows(signedIn.parts);
    assert.deepEqual(
      lines.filter((line) => !line.startsWith(' ')),
      ['Running | 1', 'Queued | 1', 'Failed | 1', 'Paused | 1'],
    );
    assert.match(lines[1] ?? '', /^ {2}Report export 50% \| Program 3629 · /);
    assert.match(lines.find((line) => line.includes('Audience')) ?? '', /^ {2}Audience sync \|/);
  });

  it('asks VS Code for exactly the rows whose progress changed', async () => {
    const steady = {
      type: 'ApiReport',
      createdAgoMs: 1000,
      queueMs: 0,
      runMs: 100 * MINUTE_MS,
      curve: PROGRESS_CURVES.steady,
      progressEveryMs: 1000,
    };
    signedIn = await signIn([
      ...Array.from({ length: 12 }, () => steady),
      ...Array.from({ length: 30 }, () => ({
        ...steady,
        outcome: { status: 'RUNNING', atPercent: 1 } as const,
        createdAgoMs: 120 * MINUTE_MS,
      })),
    ]);
    const { parts, simulator } = signedIn;
    const asked = countRows(signedIn);
    await vscode.commands.executeCommand('impactJobs.jobs.focus');
    await asked.until((nodes) => nodes.filter(({ kind }) => kind === 'job').length >= 42);

    // A marker that comes last: when VS Code requests its row, it has requested all rows before it.
    const marker = [...(parts.store.snapshot.accounts[0]?.entries.values() ?? [])].find(({ job }) => job.percent === 1);
    assert.ok(marker);
    const settle = async (): Promise<void> => {
      const askedFor = (nodes: readonly TreeNode[]): number =>
        nodes.filter((node) => node.kind === 'job' && node.jobId === marker.job.id).length;
      const before = askedFor(asked.nodes);
      void parts.memory.alerts.set([[marker.key, undefined]]); // changes nothing but draws the row
      await asked.until((nodes) => askedFor(nodes) > before);
    };
    await settle();
    await settle();

    asked.clear();
    simulator.advance(3 * MINUTE_MS);
    await vscode.commands.executeCommand('impactJobs.refresh');
    await settle();
    assert.equal(asked.nodes.length, 12 + 1);
    asked.stop();
  });

  it('redraws nothing when a poll brings no news', async () => {
    signedIn = await signIn([{ type: 'ApiReport', createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 10 * MINUTE_MS }]);
    let fired = 0;
    const listener = signedIn.parts.tree.onDidChangeTreeData(() => fired++);
    await vscode.commands.executeCommand('impactJobs.refresh');
    listener.dispose();
    assert.equal(fired, 0);
  });

  it('keeps the same row object for a job from RUNNING to COMPLETED', async () => {
    signedIn = await signIn([{ type: 'ApiReport', createdAgoMs: 1000, queueMs: 0, runMs: MINUTE_MS }]);
    const { tree } = signedIn.parts;
    const firstJob = (): TreeNode | undefined => tree.getChildren(tree.getChildren()[0])[0];
    const running = firstJob();
    signedIn.simulator.advance(2 * MINUTE_MS);
    await vscode.commands.executeCommand('impactJobs.refresh');
    assert.match(rows(signedIn.parts)[0] ?? '', /^Completed/);
    assert.equal(firstJob(), running);
  });

  it('shows a page of a large group, and more on request', async () => {
    signedIn = await signIn([], { scenario: { large: 450 } });
    const { tree, store } = signedIn.parts;
    const group = tree.getChildren().find((node) => node.kind === 'group' && node.groupId === 'COMPLETED');
    assert.ok(group?.kind === 'group');
    const count = store.snapshot.accounts[0]?.groups.find(({ id }) => id === 'COMPLETED')?.entries.length ?? 0;
    assert.ok(count > 200);
    assert.equal(tree.getChildren(group).length, 101);
    await vscode.commands.executeCommand('impactJobs.showMore', tree.getChildren(group).at(-1));
    assert.equal(tree.getChildren(group).length, 201);
  });

  it('keeps the jobs when a poll fails, and says why', async () => {
    signedIn = await signIn([{ type: 'ApiReport', createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 10 * MINUTE_MS }]);
    const before = rows(signedIn.parts);
    signedIn.simulator.setFault({ endpoint: 'list', kind: 'answer', status: 503, body: 'html' });
    assert.match(
      await toldBy(async () => vscode.commands.executeCommand('impactJobs.refresh')),
      /server error \(HTTP 503\)/,
    );
    assert.deepEqual(rows(signedIn.parts), before);
    assert.equal(signedIn.parts.store.snapshot.accounts[0]?.sync.kind, 'failed');
  });
});

interface AskedRows {
  readonly nodes: TreeNode[];
  clear(): void;
  until(holds: (nodes: readonly TreeNode[]) => boolean): Promise<void>;
  stop(): void;
}

/** Counts what VS Code asks the tree for. */
function countRows({ parts: { tree } }: SignedIn): AskedRows {
  const nodes: TreeNode[] = [];
  let notify = (): void => undefined;
  const original = tree.getTreeItem.bind(tree);
  tree.getTreeItem = (node) => {
    nodes.push(node);
    notify();
    return original(node);
  };
  return {
    nodes,
    clear: () => nodes.splice(0),
    until: (holds) =>
      new Promise((resolve) => {
        notify = () => holds(nodes) && resolve();
        notify();
      }),
    stop: () => {
      tree.getTreeItem = original;
    },
  };
}
