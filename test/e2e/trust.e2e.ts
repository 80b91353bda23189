import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SAVED = 'Saved Exports';
const SETTINGS = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'task.allowAutomaticTasks': 'on',
};
const RUNNING = { type: 'UploadAds', createdAgoMs: 60_000, queueMs: 0, runMs: 600_000, result: { rows: 40 } } as const;
const THEIRS = { name: 'Theirs', reportId: 'agency_action_listing', folder: 'theirs' };
const TASK = {
  label: 'Get the files',
  type: 'impactJobs',
  run: THEIRS.name,
  problemMatcher: [],
  runOptions: { runOn: 'folderOpen' },
};
/** What the workspace would like: all results, as a file of the user's home folder. */
const THEIR_SETTINGS = {
  'impactJobs.download.folder': 'results',
  'impactJobs.download.fileName': '.bashrc',
  'impactJobs.download.whenCompleted': 'always',
};

describe('An untrusted workspace', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  let parent: string;
  const outside = (): string => path.join(parent, 'home');
  const results = (): string => path.join(parent, 'clone/results');
  const window = useWindow(async () => {
    parent = mkdtempSync(path.join(tmpdir(), 'impact-jobs-link-'));
    const folder = path.join(parent, 'clone');
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    mkdirSync(outside());
    symlinkSync(outside(), results());
    const write = (name: string, content: object): void =>
      writeFileSync(path.join(folder, name), JSON.stringify(content));
    write('.vscode/settings.json', THEIR_SETTINGS);
    write('.vscode/tasks.json', { version: '2.0.0', tasks: [TASK] });
    write('.impact-jobs.json', { exports: [THEIRS] });
    simulator = await startStill({
      scenario: {
        jobs: [
          { ...RUNNING, id: 'before-trust' },
          { ...RUNNING, id: 'after-trust' },
        ],
      },
    });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', folder, settings: SETTINGS };
  });

  after(async () => {
    await simulator.close();
    rmSync(parent, { recursive: true, force: true });
  });

  const downloads = (): number => simulator.requests.filter(({ path: asked }) => asked.endsWith('/Download')).length;
  const exported = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;

  it('downloads nothing automatically', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    simulator.finishJob('before-trust');
    await window().command('Impact Jobs: Refresh');
    await window()
      .toast(/Ad upload/)
      .waitFor();
    assert.equal(downloads(), 0);
    assert.deepEqual(readdirSync(outside()), []);
  });

  it('runs no task, not even when the folder opens', async () => {
    await window().openView(CONTAINER, SAVED);
    await window().row(SAVED, 'trust this workspace').waitFor();
    await window().command('Tasks: Run Task');
    await window().screenshot('task-untrusted');
    await window().press('Escape');
    assert.equal(exported(), 0);
    assert.ok(!existsSync(path.join(window().folder, 'impact-results')));
    assert.deepEqual(readdirSync(outside()), []);
  });

  it('doesn’t decide where exports go, and says why', async () => {
    // Read as one, these have no end: together they take all the memory that the extension host has.
    unlinkSync(results());
    mkdirSync(results());
    for (let index = 0; index < 12; index++) {
      symlinkSync('/dev/zero', path.join(results(), `x${index}.csv.part.state`));
    }
    await window().screenshot('saved-exports-untrusted');
    const editor = window().page.locator('.workspace-trust-editor');
    await window().clickRow(window().row(SAVED, 'trust this workspace'), editor);
    await window().screenshot('saved-exports-trust');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await window().page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
    await window().row(SAVED, THEIRS.name).waitFor();
    assert.equal(readdirSync(results()).length, 12);
    await eventually(() => assert.equal(exported(), 1)); // the task, which only trust has kept from running
  });

  it('asks after it is trusted, and writes nothing when the user declines', async () => {
    rmSync(results(), { recursive: true });
    symlinkSync(outside(), results());
    await window().command('Notifications: Clear All Notifications');
    simulator.finishJob('after-trust');
    await window().command('Impact Jobs: Refresh');
    await window().dialog.waitFor();
    assert.match(await window().dialog.innerText(), /link to a location outside the workspace/);
    await window().screenshot('link-question');
    await window().dialogButton('Cancel');
    await window().dialog.waitFor({ state: 'hidden' });
    await window().screenshot('link-declined');
    assert.equal(downloads(), 0);
    assert.deepEqual(readdirSync(outside()), []);
    assert.ok(!existsSync(path.join(outside(), '.bashrc')));
  });
});
