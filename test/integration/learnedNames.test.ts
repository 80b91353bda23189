import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import { clearResults, configure, rows, run, signIn, type SignedIn, until } from './support/extension';

const DONE = { type: 'ApiReport', createdAgoMs: 1_800_000, queueMs: 10_000, runMs: 60_000 } as const;

/** Resolves once a tab is labeled like this. */
async function untilTab(label: RegExp): Promise<void> {
  const isOpen = (): boolean =>
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => label.test(tab.label)));
  if (!isOpen()) {
    await new Promise<void>((resolve) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (isOpen()) {
          listener.dispose();
          resolve();
        }
      });
    });
  }
}

describe('The name of a job that was made elsewhere', () => {
  let signedIn: SignedIn;
  let id: string;
  let count = 0;

  async function open(result: { readonly fileName?: string | null; readonly rows?: number }): Promise<void> {
    id = `learned-${count++}`;
    signedIn = await signIn([{ ...DONE, id, result: { rows: 10, ...result } }]);
  }

  before(() => configure('download.openAfter', false));
  after(() => configure('download.openAfter', undefined));
  afterEach(() => clearResults(signedIn));

  const name = (): string | undefined => entry()?.name;
  const entry = () => signedIn.parts.store.entry(signedIn.parts.accounts.all[0]?.id ?? '', id);
  const label = (): string => rows(signedIn.parts)[1]?.trim().split(' | ')[0] ?? '';

  it('is learned from a preview, without a further request, and can be corrected', async () => {
    await open({ fileName: 'Action_Listing_2026-11-23.csv' });
    assert.equal(label(), 'Report export');
    await run('previewResult', id);
    await until(signedIn.parts, () => name() !== undefined);
    assert.deepEqual([label(), entry()?.isNameLearned], ['Action Listing', true]);
    await untilTab(/^Preview: Action Listing \(/);
    assert.deepEqual([...new Set(signedIn.simulator.requests.map(({ endpoint }) => endpoint))].sort(), [
      'download',
      'list',
      'storage',
    ]);
    await run('renameJob', id, 'My actions');
    assert.deepEqual([label(), entry()?.isNameLearned], ['My actions', false]);
    await run('renameJob', id, '');
    assert.deepEqual([label(), entry()?.isNameLearned], ['Action Listing', true]);
  });

  it('is also that of a replay, until its own result says another', async () => {
    await open({ fileName: 'Action_Listing_2026-11-23.csv' });
    await run('previewResult', id);
    await until(signedIn.parts, () => name() !== undefined);
    ({ id } = await run<Job>('replay', id));
    assert.deepEqual([name(), entry()?.isNameLearned], ['Action Listing', true]);
    signedIn.simulator.updateJob(id, { result: { rows: 10, fileName: 'Action_Update.csv' } });
    signedIn.simulator.advance(600_000);
    await run('refresh');
    await run('download', id);
    await until(signedIn.parts, () => name() === 'Action Update');
  });

  it('is learned from a download', async () => {
    await open({ fileName: 'Performance by Partner 2026-11.csv' });
    await run('download', id);
    await until(signedIn.parts, () => name() !== undefined);
    assert.equal(label(), 'Performance by Partner');
  });

  it("isn't replaced if somebody has chosen it, and isn't guessed from a name that says nothing", async () => {
    await open({ fileName: 'result.csv' });
    await run('previewResult', id);
    assert.equal(label(), 'Report export');
    await run('renameJob', id, 'Mine');
    signedIn.simulator.updateJob(id, { result: { rows: 10, fileName: 'Action_Listing.csv' } });
    await run('download', id);
    await until(signedIn.parts, () => entry()?.download !== undefined);
    assert.equal(label(), 'Mine');
  });
});
