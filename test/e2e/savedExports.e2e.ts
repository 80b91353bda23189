import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';
import type { CodeWindow } from './support/window';

const HOUR_MS = 3_600_000;
const SAVED = 'Saved Exports';
const SET = 'Monday set';
const TASK_SET = 'Set of a task';
const NARROW = { width: 480, height: 720 };
const WIDE = { width: 1280, height: 800 };
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
    { name: 'Denied', reportId: 'agency_nothing' },
    { name: 'Spend', reportId: 'agency_action_listing', format: 'Excel' },
  ],
  sets: [
    { name: SET, exports: ['Actions of last month', 'Actions of yesterday', 'Partners'] },
    { name: TASK_SET, exports: ['Actions of yesterday', 'Partners', 'Denied'], folder: 'task' },
  ],
};
const TASK = { label: 'Get the files', type: 'impactJobs', run: TASK_SET, problemMatcher: [] };

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
    simulator = await startStill({ scenario: { jobs: [] }, rowsPerDay: 50 });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: {
        'impactJobs.download.openAfter': false,
        'task.allowAutomaticTasks': 'on',
        'terminal.integrated.gpuAcceleration': 'off', // draws a terminal's text where a test can read it
      },
    };
  });

  after(() => simulator.close());

  let other: CodeWindow;
  const results = (): string => path.join(window().folder, 'impact-results');
  const manifestIn = (folder: string): Manifest =>
    JSON.parse(readFileSync(path.join(folder, 'impact-manifest.json'), 'utf8')) as Manifest;
  const exported = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;

  /** What the terminal shows. Its lines can be wrapped anywhere. */
  const inTerminal = async (text: RegExp): Promise<void> =>
    eventually(async () => {
      const rows = await window().page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
      assert.match(rows.join('').replace(/\u00a0/g, ' '), text);
    });

  function writeTask(task: object): void {
    mkdirSync(path.join(window().folder, '.vscode'), { recursive: true });
    writeFileSync(
      path.join(window().folder, '.vscode/tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [task] }),
    );
  }

  it('show a welcome view while there are none', async () => {
    await window().openView(CONTAINER, SAVED);
    await window().pane(SAVED).locator('.welcome-view-content', { hasText: 'run it again in one click' }).waitFor();
    await window().screenshot('saved-exports-empty');
  });

  it('come from a shared file, with its mistakes shown', async () => {
    writeFileSync(path.join(window().folder, '.impact-jobs.json'), JSON.stringify(FILE, undefined, 2));
    await window().row(SAVED, SET).waitFor();
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
      JSON.stringify({ ...FILE, exports: FILE.exports.slice(0, 4) }, undefined, 2),
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

  it('show a run in another window of the folder that was open before and has run nothing', async () => {
    other = await window().openAnother();
    await other.openView(CONTAINER, SAVED);
    await other.row(SAVED, SET).waitFor();
    await window().rowAction(window().row(SAVED, SET), 'Run Saved Export');
    await window().row(SAVED, '0 of 3 done').waitFor();
    await eventually(async () =>
      assert.equal((await window().spokenRows(VIEW)).filter((row) => /queued/i.test(row)).length >= 3, true),
    );
    await window().screenshot('saved-exports-running');
    await other.row(SAVED, '0 of 3 done').waitFor();
    await other.screenshot('run-elsewhere');
  });

  it('call a run canceled there, not failed, if the first window cancels it', async () => {
    const running = window().toast(SET);
    // Both are waited for from the start, because the status bar shows them for only a few seconds.
    await Promise.all([
      ...[window(), other].map(({ page }) =>
        page.locator('.part.statusbar', { hasText: `Stopped waiting for ${SET}` }).waitFor(),
      ),
      running.locator('.notification-list-item-buttons-container a', { hasText: 'Cancel' }).click(),
    ]);
    await other.row(SAVED, '0 of 3 done').waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.match(await other.hover(other.row(SAVED, SET)), /Last run .*, canceled\. Downloaded: 0/),
    );
    await other.screenshot('run-canceled-elsewhere');
  });

  it('run as a task that writes what its members do into a terminal', async () => {
    writeTask(TASK);
    // VS Code reads tasks.json again only after it has heard of the change, and adds no tasks to an open list.
    await eventually(async () => {
      await window().command('Tasks: Run Task');
      await window()
        .quickInput.row(TASK.label)
        .first()
        .waitFor({ timeout: 2000 })
        .catch(async (error: unknown) => {
          await window().quickInput.dismiss();
          throw error;
        });
    });
    await window().quickInput.pick(TASK.label);
    await inTerminal(/Denied: .*Not permitted to run report agency_nothing/);
    await inTerminal(/Partners: Queued/);
    await window().screenshot('task-running');
    await window().setTheme('Light Modern');
    await window().screenshot('task-running-light');
    await window().page.setViewportSize(NARROW);
    await window().screenshot('task-running-narrow');
    await window().page.setViewportSize(WIDE);
    await window().setTheme('Dark Modern');
  });

  it('show how far a task is in another window that opens later', async () => {
    await other.reload();
    await other.openView(CONTAINER, SAVED);
    await other.row(SAVED, '1 of 3 done').waitFor();
    await other.screenshot('task-running-elsewhere');
    await other.close();
  });

  it('go on after a window reload, and a task that starts when the folder opens follows its run', async () => {
    const before = exported();
    await window().rowAction(window().row(SAVED, SET), 'Run Saved Export');
    await window().row(SAVED, '0 of 3 done').waitFor();
    await eventually(() => assert.equal(exported(), before + 3));
    writeTask({ ...TASK, runOptions: { runOn: 'folderOpen' } });
    await window().reload();
    await window().row(SAVED, '0 of 3 done').waitFor();
    await window().row(SAVED, '1 of 3 done').waitFor();
    await inTerminal(/Set of a task is already running\. This task waits for it\./);
    await window().screenshot('task-after-reload');
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await inTerminal(/Set of a task: downloaded 2 of 3 results\./);
    await window().screenshot('task-done');
    assert.match(readFileSync(path.join(results(), 'task/impact-manifest.json'), 'utf8'), /Not permitted/);
    await window()
      .toast(/Monday set: downloaded 3 results/)
      .waitFor();
    await window().screenshot('saved-exports-done');
    await window().row(VIEW, 'Completed').waitFor();
    assert.equal(exported(), before + 3);
  });

  it('put the results of a run into one folder with a manifest that matches the files', () => {
    const [name = ''] = readdirSync(results()).filter((one) => one !== 'task');
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
