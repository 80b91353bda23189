import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { rows, signIn, type SignedIn } from './support/extension';

const MINUTE_MS = 60_000;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const OTHER_ID = '11111111-0000-4000-8000-000000000001';
const ENDED_ID = '22222222-0000-4000-8000-000000000002';
const RUNNING = {
  type: 'ApiReport',
  programId: '3629',
  createdAgoMs: MINUTE_MS,
  queueMs: 0,
  runMs: 60 * MINUTE_MS,
} as const;

function run(command: string, ...args: readonly unknown[]): Promise<unknown> {
  return Promise.resolve(vscode.commands.executeCommand(`impactJobs.${command}`, ...args));
}

describe('Watching and muting a job', () => {
  let signedIn: SignedIn;

  beforeEach(async () => {
    signedIn = await signIn([
      { ...RUNNING, id: ID },
      { ...RUNNING, id: OTHER_ID },
      { type: 'ApiReport', id: ENDED_ID, createdAgoMs: 30 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS },
    ]);
  });

  afterEach(() => signedIn.signOut());

  function nodeOf(id: string): TreeNode {
    const { tree } = signedIn.parts;
    const node = tree
      .getChildren()
      .flatMap((group) => tree.getChildren(group))
      .find((row) => row.kind === 'job' && row.jobId === id);
    assert.ok(node);
    return node;
  }

  /** What the row says, and what its context menu is made of. */
  function rowOf(id: string): {
    readonly description: string;
    readonly spoken: string;
    readonly words: readonly string[];
  } {
    const { description, accessibilityInformation, contextValue } = signedIn.parts.tree.getTreeItem(nodeOf(id));
    const words = (contextValue ?? '')
      .split(' ')
      .filter((word) => ['watchJob', 'unwatchJob', 'muteJob', 'unmuteJob'].includes(word));
    return { description: String(description), spoken: accessibilityInformation?.label ?? '', words };
  }

  it('shows in the row and its spoken label, and offers only commands that have an effect', async () => {
    assert.deepEqual(rowOf(ID).words, ['watchJob', 'muteJob']);
    await run('watchJob', ID);
    assert.match(rowOf(ID).description, /^Program 3629 · .* · watched$/);
    assert.match(rowOf(ID).spoken, /, watched, /);
    assert.deepEqual(rowOf(ID).words, ['unwatchJob', 'muteJob']);
    await run('muteJob', { jobId: ID, accountSid: signedIn.sid });
    assert.match(rowOf(ID).description, / · muted$/);
    assert.match(rowOf(ID).spoken, /, muted, /);
    assert.deepEqual(rowOf(ID).words, ['watchJob', 'unmuteJob']);
    await run('unmuteJob', ID);
    assert.doesNotMatch(rowOf(ID).description, /watched|muted/);
  });

  it('accepts a row, several selected rows, and a list of IDs', async () => {
    await run('watchJob', nodeOf(ID));
    assert.deepEqual(rowOf(ID).words, ['unwatchJob', 'muteJob']);
    await run('muteJob', nodeOf(ID), [nodeOf(ID), nodeOf(OTHER_ID)]);
    assert.deepEqual(
      [rowOf(ID).words, rowOf(OTHER_ID).words],
      [
        ['watchJob', 'unmuteJob'],
        ['watchJob', 'unmuteJob'],
      ],
    );
    await run('unmuteJob', [ID, OTHER_ID]);
    assert.equal(rows(signedIn.parts).filter((line) => line.includes('muted')).length, 0);
  });

  it('updates only the affected rows, in one call', async () => {
    const fired: unknown[] = [];
    const listener = signedIn.parts.tree.onDidChangeTreeData((nodes) => fired.push(nodes));
    const nodes = [nodeOf(OTHER_ID), nodeOf(ID)]; // as they stand in the view
    nodes.forEach((node) => signedIn.parts.tree.getTreeItem(node));
    await run('watchJob', [ID, OTHER_ID]);
    listener.dispose();
    assert.deepEqual(fired, [nodes]);
  });

  it('is refused for an ended job, which shows and offers nothing for it', async () => {
    await assert.rejects(run('watchJob', ENDED_ID), /Report export has already ended \(completed\)/);
    await assert.rejects(run('muteJob', [ENDED_ID]), /has already ended/);
    assert.deepEqual(rowOf(ENDED_ID).words, []);
    await run('watchJob', [ENDED_ID, ID]);
    assert.deepEqual(rowOf(ID).words, ['unwatchJob', 'muteJob']);
  });

  it('ends with the job', async () => {
    await run('watchJob', ID);
    signedIn.simulator.finishJob(ID);
    await run('refresh');
    assert.doesNotMatch(rowOf(ID).description, /watched/);
    assert.deepEqual(rowOf(ID).words, []);
  });
});
