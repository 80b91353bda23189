import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SAVED = 'Saved Exports';

describe('An untrusted workspace', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    const trust = {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    };
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', settings: trust };
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
    await window().row(SAVED, 'trust this workspace').click();
    const editor = window().page.locator('.workspace-trust-editor');
    await editor.waitFor();
    await window().screenshot('saved-exports-trust');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await window().row(SAVED, 'Theirs').waitFor();
    assert.equal(readdirSync(results).length, 12);
  });
});
