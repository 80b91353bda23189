import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const NARROW_PX = 170;
const THEMES = [
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'high-contrast'],
] as const;

describe('Exporting clicks', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      accounts: [{ kind: 'brand' }],
      scenario: {
        jobs: [{ type: 'ClickExport', programId: '3629', createdAgoMs: 3 * HOUR_MS, queueMs: 0, runMs: 60_000 }],
      },
    });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const asked = () =>
    simulator.requests
      .filter(({ endpoint }) => endpoint === 'clickExport')
      .map(({ path: address, query }) => [address.split('/').slice(-3).join('/'), new URLSearchParams(query)] as const);
  const { step, take, answer } = exportSteps(window);

  it('takes the program, days, ads, and partners, and makes a file for each day', async () => {
    const { quickInput } = window();
    await window().openContainer(CONTAINER);
    await window().rows(VIEW).first().waitFor();
    await window().command('Impact Jobs: Export a Report…');
    await step('Export a Report (1/5)');
    await quickInput.input.fill('click');
    await quickInput.rows.filter({ hasText: 'a file for each day' }).waitFor();
    await window().screenshot('clicks-report');
    await take('Export a Report (1/5)', 'a file for each day');
    await take('Export Clicks (2/5)', 'Select days');
    await answer('Export Clicks: First Day (2/5)', '2026-11-20');
    await answer('Export Clicks: Last Day (2/5)', '2026-11-22');
    await step('Export Clicks (3/5)');
    await window().screenshot('clicks-filters');
    await window().press('Enter'); // the program is missing, so its list opens
    await step('Export Clicks: Program (3/5)');
    await quickInput.row('Nordlicht Outdoor Outlet').waitFor(); // no job has this program
    await window().screenshot('clicks-program');
    await take('Export Clicks: Program (3/5)', '3629');
    await take('Export Clicks (3/5)', 'Ads');
    await answer('Export Clicks: Ads (3/5)', '656565, 656570');
    await take('Export Clicks (3/5)', 'Continue');
    await take('Export Clicks (4/5)', 'CSV');
    await step('Export Clicks (5/5)');
    await quickInput.rows
      .filter({ hasText: 'one export for each of 3 days · 0 of 10 exports used today' })
      .first()
      .waitFor();
    await quickInput.rows.filter({ hasText: 'Nordlicht Outdoor (3629)' }).waitFor();
    await window().screenshot('clicks-summary');
    await take('Export Clicks (5/5)', 'Export and download when done');
    await eventually(() => assert.equal(asked().length, 3));
    for (const [address, query] of asked()) {
      assert.equal(address, 'Programs/3629/ClickExport');
      assert.deepEqual(query.getAll('AdId'), ['656565', '656570']);
    }
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    const folder = path.join(window().folder, 'impact-results');
    await eventually(() => {
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : [];
      assert.equal(names.length, 3, names.join());
    });
    await window().expand(VIEW, 'Completed');
    await window()
      .row(VIEW, /Clicks · Nov 20, 2026/)
      .waitFor();
    await window().screenshot('clicks-rows');
    await window().dragSideBarTo(NARROW_PX);
    await window().screenshot('clicks-rows-narrow');
    for (const [theme, shade] of THEMES) {
      await window().setTheme(theme);
      await window().screenshot(`clicks-rows-${shade}`);
      await window().command('Impact Jobs: Export a Report…');
      await take('Export a Report (1/5)', 'a file for each day');
      await step('Export Clicks (2/5)');
      await take('Export Clicks (2/5)', 'Yesterday');
      await step('Export Clicks (3/5)');
      await quickInput.rows.filter({ hasText: 'required' }).waitFor();
      await window().screenshot(`clicks-filters-${shade}`);
      await quickInput.dismiss();
    }
  });
});
