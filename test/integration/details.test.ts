import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import { absence, staleness } from '../../src/vscode/panels/details/absence';
import { anAccount } from '../support/anAccount';
import { signIn, type SignedIn } from './support/extension';

const MINUTE_MS = 60_000;
const [FIRST, SECOND] = ['81258bc5-54cf-4a09-9fbc-eb837637d02f', '91258bc5-54cf-4a09-9fbc-eb837637d02f'];
const DONE = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 10_000, runMs: MINUTE_MS } as const;

function detailsTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('impactJobs.details'));
}

/** VS Code tells the extension of its tabs a moment after they changed. */
async function untilTabs(holds: (tabs: readonly vscode.Tab[]) => boolean): Promise<void> {
  if (!holds(detailsTabs())) {
    await new Promise<void>((resolve) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (holds(detailsTabs())) {
          listener.dispose();
          resolve();
        }
      });
    });
  }
}

describe('The details of a missing job', () => {
  const failed = {
    account: anAccount(),
    entries: new Map(),
    groups: [],
    history: new Map(),
    hiddenCount: 0,
    shortfall: undefined,
    sync: { kind: 'failed', error: new ApiError('offline', ''), lastGoodAtMs: undefined, nextTryAtMs: undefined },
  } as const;
  const actions = (absent: ReturnType<typeof absence>): string[] => absent.actions.map(({ action }) => action);

  it('say why, and offer the next step', () => {
    assert.deepEqual(actions(absence(undefined, 'agency:IR1', undefined, 0)), ['addAccount']);
    assert.deepEqual(actions(absence(undefined, 'demo:agency:IR1', undefined, 0)), ['startDemo']);
    assert.match(absence(failed, 'a', undefined, 0).sentence, /Can't reach/);
    assert.equal(absence({ ...failed, sync: { kind: 'loading' } }, 'a', undefined, 0).isBusy, true);
    const unknown = absence({ ...failed, sync: { kind: 'current', atMs: 0 } }, 'a', new ApiError('notFound', ''), 0);
    assert.match(unknown.sentence, /doesn't know this job/);
    assert.deepEqual(actions(unknown), ['lookAgain']);
  });

  it('say since when a job is shown as it was', () => {
    assert.equal(staleness({ ...failed, sync: { kind: 'current', atMs: 0 } }, undefined, 0), '');
    assert.match(staleness({ ...failed, sync: { kind: 'current', atMs: 0 } }, 0, 0), /^As of .*no longer in the list/);
    assert.match(
      staleness({ ...failed, sync: { ...failed.sync, lastGoodAtMs: 0 } }, undefined, 0),
      /^As of .*Can't reach/,
    );
  });
});

describe('The details', () => {
  let signedIn: SignedIn;

  beforeEach(async () => {
    signedIn = await signIn([
      { ...DONE, id: FIRST, programId: '3629' },
      { ...DONE, id: SECOND, type: 'UploadAds' },
    ]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
  });

  it('follow from job to job in one panel', async () => {
    for (const [id, title] of [
      [FIRST, 'Report export (Program 3629'],
      [SECOND, 'Ad upload'],
      [FIRST, 'Report export (Program 3629'],
    ] as const) {
      await vscode.commands.executeCommand('impactJobs.showDetails', id);
      await untilTabs((tabs) => tabs.length === 1 && tabs[0]?.label.startsWith(title) === true);
    }
  });

  it('can be reopened after they are closed', async () => {
    await vscode.commands.executeCommand('impactJobs.showDetails', FIRST);
    await untilTabs((tabs) => tabs.length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilTabs((tabs) => tabs.length === 0);
    await vscode.commands.executeCommand('impactJobs.showDetails', FIRST);
    await untilTabs((tabs) => tabs.length === 1);
  });
});
