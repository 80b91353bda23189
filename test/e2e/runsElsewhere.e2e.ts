import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill } from './support/signedIn';
import { useWindow } from './support/useWindow';
import type { CodeWindow } from './support/window';

const SAVED = 'Saved Exports';
const SET = 'Monday set';
const FILE = {
  exports: [
    { name: 'Actions', reportId: 'agency_action_listing', period: 'lastMonth' },
    { name: 'Partners', reportId: 'agency_partner_listing' },
  ],
  sets: [{ name: SET, exports: ['Actions', 'Partners'] }],
};

describe('A run that another window of the folder starts', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  let other: CodeWindow;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [] } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern' };
  });

  after(() => simulator.close());

  it('shows in the row of a window that was open before and has run nothing', async () => {
    writeFileSync(path.join(window().folder, '.impact-jobs.json'), JSON.stringify(FILE));
    await window().openView(CONTAINER, SAVED);
    await window().row(SAVED, SET).waitFor();
    other = await window().openAnother();
    await other.openView(CONTAINER, SAVED);
    await other.row(SAVED, SET).waitFor();
    await window().rowAction(window().row(SAVED, SET), 'Run Saved Export');
    await window().row(SAVED, '0 of 2 done').waitFor();
    await other.row(SAVED, '0 of 2 done').waitFor();
    await other.screenshot('run-elsewhere');
  });

  it('is called canceled there, not failed, if the first window cancels it', async () => {
    const running = window().toast(SET);
    // Both are waited for from the start, because the status bar shows them for only a few seconds.
    await Promise.all([
      ...[window(), other].map(({ page }) =>
        page.locator('.part.statusbar', { hasText: `Stopped waiting for ${SET}` }).waitFor(),
      ),
      running.locator('.notification-list-item-buttons-container a', { hasText: 'Cancel' }).click(),
    ]);
    await other.row(SAVED, '0 of 2 done').waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.match(await other.hover(other.row(SAVED, SET)), /Last run .*, canceled\. Downloaded: 0/),
    );
    await other.screenshot('run-canceled-elsewhere');
  });
});
