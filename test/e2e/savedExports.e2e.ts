import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const SAVED = 'Saved Exports';
const FILE = {
  version: 1,
  exports: [
    {
      name: 'Actions of last month',
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      period: 'lastMonth',
      filters: { SUBAID: '4187' },
    },
    {
      name: 'Actions of yesterday',
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'JSON',
      period: 'yesterday',
    },
    { name: 'Partners', reportId: 'agency_partner_listing', reportName: 'Partner Listing', format: 'XML' },
    { name: 'Spend', reportId: 'agency_action_listing', format: 'Excel' },
  ],
  sets: [{ name: 'Monday set', exports: ['Actions of last month', 'Actions of yesterday', 'Partners'] }],
};

interface Manifest {
  readonly files: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly rows: number;
    readonly job: { readonly id: string };
  }[];
}

describe('Saved exports', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const results = (): string => path.join(window().folder, 'impact-results');
  const manifestIn = (folder: string): Manifest =>
    JSON.parse(readFileSync(path.join(folder, 'impact-manifest.json'), 'utf8')) as Manifest;

  it('show a welcome view while there are none', async () => {
    await window().openView(CONTAINER, SAVED);
    await window().pane(SAVED).locator('.welcome-view-content', { hasText: 'run it again in one click' }).waitFor();
    await window().screenshot('saved-exports-empty');
  });

  it('come from a shared file, with its mistakes shown', async () => {
    writeFileSync(path.join(window().folder, '.impact-jobs.json'), JSON.stringify(FILE, undefined, 2));
    await window().row(SAVED, 'Monday set').waitFor();
    await window().row(SAVED, 'Wrong value: format').waitFor();
    await window().screenshot('saved-exports');
    await window().clickRow(
      window().row(SAVED, 'Wrong value: format'),
      window().page.locator('.tab[aria-label^=".impact-jobs.json"]'),
    );
    await window().page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
    await window().screenshot('saved-exports-file');
    await window().press('Control+W');
    writeFileSync(
      path.join(window().folder, '.impact-jobs.json'),
      JSON.stringify({ ...FILE, exports: FILE.exports.slice(0, 3) }, undefined, 2),
    );
    await window().row(SAVED, 'Wrong value: format').waitFor({ state: 'detached' });
  });

  it('are edited by keyboard in the steps that created them, and written back to their file', async () => {
    const { quickInput } = window();
    const take = async (text: string): Promise<void> => {
      await quickInput.input.fill(text);
      await quickInput.activeRow(text).waitFor();
      await window().press('Enter');
    };
    for (const name of ['Actions of last month', 'Actions of yesterday']) {
      await window().command('Impact Jobs: Edit Saved Export…');
      await take(name);
      await quickInput.rows.filter({ hasText: 'Save and Run' }).waitFor();
      await window().screenshot(`saved-exports-edit-${name.endsWith('month') ? 'dark' : 'light'}`);
      await take(name.endsWith('month') ? 'Format' : 'Days');
      await quickInput.rows
        .filter({ hasText: name.endsWith('month') ? 'XML' : 'Month to date' })
        .first()
        .waitFor();
      await take(name.endsWith('month') ? 'XML' : 'Last 7 days');
      await quickInput.rows.filter({ hasText: 'Save and Run' }).waitFor();
      await window().press('Enter');
      await window()
        .row(SAVED, name.endsWith('month') ? 'Last month · XML' : 'Last 7 days · JSON')
        .last()
        .waitFor();
      await window().command('Preferences: Toggle between Light/Dark Themes');
    }
    const { exports } = JSON.parse(
      readFileSync(path.join(window().folder, '.impact-jobs.json'), 'utf8'),
    ) as typeof FILE;
    assert.deepEqual(exports.slice(0, 2), [
      { ...FILE.exports[0], format: 'XML' },
      { ...FILE.exports[1], period: 'last7Days' },
    ]);
  });

  it('run as a set, across a window reload, to one folder with a manifest that matches the files', async () => {
    await window().rowAction(window().row(SAVED, 'Monday set'), 'Run Saved Export');
    await window().row(SAVED, '0 of 3 done').waitFor();
    await eventually(async () =>
      assert.equal((await window().spokenRows(VIEW)).filter((row) => /queued/i.test(row)).length >= 3, true),
    );
    await window().screenshot('saved-exports-running');
    await window().reload();
    await window().row(SAVED, '0 of 3 done').waitFor();
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    const toast = window().toast(/Monday set: downloaded 3 results/);
    await toast.waitFor();
    await window().screenshot('saved-exports-done');
    const [name = ''] = readdirSync(results());
    const { files } = manifestIn(path.join(results(), name));
    assert.equal(files.length, 3);
    for (const { file, sha256, bytes, rows, job } of files) {
      const content = readFileSync(path.join(results(), name, file));
      const expected = simulator.resultOf(job.id);
      assert.deepEqual(
        [createHash('sha256').update(content).digest('hex'), content.length, expected?.rows],
        [sha256, bytes, rows],
      );
    }
  });

  it('show what changed after a replay', async () => {
    await window().command('Notifications: Clear All Notifications');
    await window().expand(VIEW, 'Completed');
    const row = window().row(VIEW, 'Program 4187');
    await window().contextMenu(row, 'Replay Job');
    await window().dialogButton('Replay');
    await window()
      .toast(/as a new job/)
      .waitFor();
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await window().rowAction(row, 'Download Result');
    await window().pane(VIEW).locator('.monaco-list-row[aria-label*="4187, downloaded"]').nth(1).waitFor();
    await window().command('Notifications: Clear All Notifications');
    await window().contextMenu(row, 'Compare with Previous Result');
    await window().webview().locator('h1', { hasText: ': changes' }).waitFor();
    await window().webview().locator('.facts', { hasText: 'Rows are matched by Action_Id' }).waitFor();
    await window().webview().locator('.grid .line.changed ins').first().waitFor();
    await window().screenshot('what-changed');
  });
});
