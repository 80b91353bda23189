import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;

describe('The brands of an agency', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'empty', brands: 6, accounts: [{ kind: 'agency' }] });
    for (const [index, { sid }] of simulator.accounts.entries()) {
      simulator.addJob(
        { type: 'ApiReport', createdAgoMs: (4 + index) * MINUTE_MS, queueMs: 0, runMs: 15 * MINUTE_MS },
        sid,
      );
      simulator.addJob({ type: 'DownloadReport', createdAgoMs: 60 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS }, sid);
    }
    return { env: environmentOf(simulator), size: { width: 1440, height: 800 } };
  });

  after(() => simulator.close());

  const accountRows = async (): Promise<string[]> =>
    (await window().spokenRows(VIEW)).filter((label) => /^[^,]+, (\d+ \w+ · )*(Agency|Brand)( ·|$)/.test(label));

  it('are chosen from a list, with the keyboard alone', async () => {
    const { quickInput } = window();
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    await window().command('Impact Jobs: Choose Brands…');
    await quickInput.row('Harbour Outdoors (demo)').waitFor();
    await quickInput.input.fill('summit');
    await quickInput.row('Harbour Outdoors (demo)').waitFor({ state: 'hidden' });
    await window().press('ArrowDown');
    await window().press('Space');
    await quickInput.input.fill('');
    await quickInput.title.filter({ hasText: '1 of 6' }).waitFor();
    await window().screenshot('brands-pick');
    await window().press('Enter');
    await eventually(async () => assert.equal((await accountRows()).length, 2));
    await window().command('Impact Jobs: Choose Brands…');
    await quickInput.title.filter({ hasText: '1 of 6' }).waitFor();
    await quickInput.widget.getByLabel('Check All Active Brands').click();
    await quickInput.title.filter({ hasText: '6 of 6' }).waitFor();
    await quickInput.input.press('Enter');
    await eventually(async () => assert.equal((await accountRows()).length, 7));
    await window().screenshot('brands-by-account');
  });

  it('are shown together, by status, with the name of the account in each row', async () => {
    await window().command('Impact Jobs: Show All Accounts Together');
    await eventually(async () => assert.equal((await accountRows()).length, 0));
    await window()
      .row(VIEW, /Harbour Outdoors/)
      .first()
      .waitFor();
    await window().screenshot('brands-by-status');
    await window().command('Impact Jobs: Open Jobs as Table');
    await window().webview().getByText('Harbour Outdoors (demo)').first().waitFor();
    await window().screenshot('brands-table');
  });
});
