import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const SAVED = 'Saved Exports';
const SET = 'Monday set';
const NARROW = { width: 480, height: 720 };
const WIDE = { width: 1280, height: 800 };
const FILE = {
  exports: [
    { name: 'Actions of last month', reportId: 'agency_action_listing', period: 'lastMonth' },
    { name: 'Partners', reportId: 'agency_partner_listing', format: 'XML' },
    { name: 'Spend', reportId: 'agency_nothing' },
  ],
  sets: [{ name: SET, exports: ['Actions of last month', 'Partners', 'Spend'], folder: 'monday' }],
};
const TASK = { label: 'Get the files', type: 'impactJobs', run: SET, problemMatcher: [] };
/** Draws a terminal's text where a test can read it. */
const TERMINAL_SETTINGS = { 'terminal.integrated.gpuAcceleration': 'off' };
const TRUST_SETTINGS = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

describe('A task', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false, 'task.allowAutomaticTasks': 'on', ...TERMINAL_SETTINGS },
    };
  });

  after(() => simulator.close());

  /** What the terminal shows. Its lines can be wrapped anywhere. */
  const inTerminal = async (text: RegExp): Promise<void> =>
    eventually(async () => {
      const rows = await window().page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
      assert.match(rows.join('').replace(/\u00a0/g, ' '), text);
    });
  const manifest = (): string => path.join(window().folder, 'impact-results/monday/impact-manifest.json');

  function writeTasks(task: object): void {
    mkdirSync(path.join(window().folder, '.vscode'), { recursive: true });
    writeFileSync(
      path.join(window().folder, '.vscode/tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [task] }),
    );
  }

  it('writes what its members do into a terminal', async () => {
    writeFileSync(path.join(window().folder, '.impact-jobs.json'), JSON.stringify(FILE));
    writeTasks(TASK);
    await window().openView(CONTAINER, SAVED);
    await window().row(SAVED, SET).waitFor();
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
    await inTerminal(/Spend: .*Not permitted to run report agency_nothing/);
    await inTerminal(/Partners: Queued/);
    await window().screenshot('task-running');
    await window().setTheme('Light Modern');
    await window().screenshot('task-running-light');
    await window().page.setViewportSize(NARROW);
    await window().screenshot('task-running-narrow');
    await window().page.setViewportSize(WIDE);
    await window().setTheme('Dark Modern');
  });

  it('shows how far it is in another window of the folder', async () => {
    const other = await window().openAnother();
    await other.openView(CONTAINER, SAVED);
    await other.row(SAVED, '1 of 3 done').waitFor();
    await other.screenshot('task-running-elsewhere');
    await other.close();
  });

  it('that starts when the folder opens follows the run that a reload has left, to its end', async () => {
    writeTasks({ ...TASK, runOptions: { runOn: 'folderOpen' } });
    const asked = simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;
    await window().reload();
    await window().row(SAVED, '1 of 3 done').waitFor();
    await inTerminal(/Monday set is already running\. This task waits for it\./);
    await window().screenshot('task-after-reload');
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await inTerminal(/Monday set: downloaded 2 of 3 results\./);
    await window().screenshot('task-done');
    assert.equal(simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length, asked);
    assert.match(readFileSync(manifest(), 'utf8'), /Not permitted/);
    await window().row(VIEW, 'Completed').waitFor();
  });
});

describe('A task of an untrusted workspace', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    const settings = { ...TRUST_SETTINGS, 'task.allowAutomaticTasks': 'on' };
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', settings };
  });

  after(() => simulator.close());

  it('doesn’t run, not even when the folder opens', async () => {
    writeFileSync(path.join(window().folder, '.impact-jobs.json'), JSON.stringify(FILE));
    mkdirSync(path.join(window().folder, '.vscode'), { recursive: true });
    const tasks = [{ ...TASK, runOptions: { runOn: 'folderOpen' } }];
    writeFileSync(path.join(window().folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
    await window().reload();
    await window().openView(CONTAINER, SAVED);
    await window().row(SAVED, 'trust this workspace').waitFor();
    await window().command('Tasks: Run Task');
    await window().screenshot('task-untrusted');
    assert.deepEqual(
      simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport'),
      [],
    );
    assert.ok(!existsSync(path.join(window().folder, 'impact-results')));
  });
});
