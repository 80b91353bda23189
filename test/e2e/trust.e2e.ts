import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SAVED = 'Saved Exports';
const TRUST_SETTINGS = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};
const RUNNING = { type: 'UploadAds', createdAgoMs: 60_000, queueMs: 0, runMs: 600_000, result: { rows: 40 } } as const;

describe('An untrusted workspace', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', settings: TRUST_SETTINGS };
  });

  after(() => simulator.close());

  it('doesn’t decide where exports go, and says why', async () => {
    writeFileSync(
      path.join(window().folder, '.impact-jobs.json'),
      JSON.stringify({ exports: [{ name: 'Theirs', reportId: 'agency_action_listing', folder: 'theirs' }] }),
    );
    // Read as one, these have no end: together they take all the memory that the extension host has.
    const results = path.join(window().folder, 'impact-results');
    mkdirSync(results);
    for (let index = 0; index < 12; index++) {
      symlinkSync('/dev/zero', path.join(results, `x${index}.csv.part.state`));
    }
    await window().openContainer(CONTAINER);
    const header = window().paneHeader(SAVED);
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) !== 'true') {
      await header.click();
    }
    await window().row(SAVED, 'trust this workspace').waitFor();
    await window().screenshot('saved-exports-untrusted');
    const editor = window().page.locator('.workspace-trust-editor');
    await window().clickRow(window().row(SAVED, 'trust this workspace'), editor);
    await window().screenshot('saved-exports-trust');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await window().row(SAVED, 'Theirs').waitFor();
    assert.equal(readdirSync(results).length, 12);
  });
});

describe('A workspace that downloads through a link', () => {
  let simulator: Simulator;
  let parent: string;
  const outside = (): string => path.join(parent, 'home');
  const window = useWindow(async () => {
    parent = mkdtempSync(path.join(tmpdir(), 'impact-jobs-link-'));
    const folder = path.join(parent, 'clone');
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    mkdirSync(outside());
    symlinkSync(outside(), path.join(folder, 'results'));
    const settings = {
      'download.folder': 'results',
      'download.fileName': '.bashrc',
      'download.whenCompleted': 'always',
    };
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify(Object.fromEntries(Object.entries(settings).map(([key, value]) => [`impactJobs.${key}`, value]))),
    );
    simulator = await startStill({
      scenario: {
        jobs: [
          { ...RUNNING, id: 'before-trust' },
          { ...RUNNING, id: 'after-trust' },
        ],
      },
    });
    return { env: environmentOf(simulator), folder, settings: TRUST_SETTINGS };
  });

  after(async () => {
    await simulator.close();
    rmSync(parent, { recursive: true, force: true });
  });

  const downloads = (): number => simulator.requests.filter(({ path: asked }) => asked.endsWith('/Download')).length;

  it('downloads nothing automatically before it is trusted', async () => {
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

  it('asks after it is trusted, and writes nothing when the user declines', async () => {
    await window().command('Notifications: Clear All Notifications');
    await window().command('Workspaces: Manage Workspace Trust');
    const editor = window().page.locator('.workspace-trust-editor');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await window().page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
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
