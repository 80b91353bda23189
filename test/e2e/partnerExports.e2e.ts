import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;

describe("A partner's exports", function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      accounts: [{ kind: 'partner' }],
      scenario: {
        jobs: [{ type: 'ClickExport', programId: '3629', createdAgoMs: 3 * HOUR_MS, queueMs: 0, runMs: 60_000 }],
      },
    });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern' };
  });

  after(() => simulator.close());

  const { step, take } = exportSteps(window);
  const tick = (label: string): Promise<void> =>
    window().quickInput.row(label).locator('input[type=checkbox], .monaco-checkbox').first().click();

  it('take known values of a filter and typed ones, and repeat the parameter', async () => {
    const { quickInput } = window();
    const EXPORT = 'Export Action Listing by SKU';
    await window().openContainer(CONTAINER);
    await window().rows(VIEW).first().waitFor();
    await window().command('Impact Jobs: Export a Report…');
    await take('Export a Report (1/5)', 'Action Listing by SKU');
    await take(`${EXPORT} (2/5)`, 'Last month');
    await take(`${EXPORT} (3/5)`, 'SUPERSTATUS_MS');
    await step(`${EXPORT}: SUPERSTATUS_MS (3/5)`);
    await tick('APPROVED');
    await tick('REVERSED');
    await window().screenshot('export-many-values');
    await quickInput.input.press('Enter');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED' }).waitFor();
    await take(`${EXPORT} (3/5)`, 'SUPERSTATUS_MS');
    await step(`${EXPORT}: SUPERSTATUS_MS (3/5)`);
    await quickInput.input.fill('0');
    await quickInput.input.press('Enter');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED, 0' }).waitFor();
    await take(`${EXPORT} (3/5)`, 'Continue');
    await take(`${EXPORT} (4/5)`, 'CSV');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED, 0' }).waitFor();
    await window().screenshot('export-many-values-summary');
    await take(`${EXPORT} (5/5)`, "don't download now");
    await window().rows(VIEW).filter({ hasText: 'Action Listing by SKU' }).first().waitFor();
    const query = new URLSearchParams(simulator.requests.find(({ endpoint }) => endpoint === 'reportExport')?.query);
    assert.deepEqual(query.getAll('SUPERSTATUS_MS'), ['APPROVED', 'REVERSED', '0']);
    assert.equal(query.get('START_DATE')?.length, 10);
  });

  it('of clicks take several programs by name and one by ID, and send each', async () => {
    const { quickInput } = window();
    await window().command('Impact Jobs: Export a Report…');
    await take('Export a Report (1/5)', 'a file for each day');
    await take('Export Clicks (2/5)', 'Yesterday');
    await take('Export Clicks (3/5)', 'Program');
    await step('Export Clicks: Program (3/5)');
    await quickInput.row('Alpenglück Reisen').waitFor(); // no job has this program
    await tick('Nordlicht Outdoor');
    await tick('Alpenglück Reisen');
    await window().screenshot('clicks-programs');
    await quickInput.input.fill('99001');
    await quickInput.input.press('Enter');
    await quickInput.rows.filter({ hasText: /Program.*\(3629\), Alpenglück Reisen \(\d+\), 99001/ }).waitFor();
    await take('Export Clicks (3/5)', 'Continue');
    await take('Export Clicks (4/5)', 'CSV');
    await step('Export Clicks (5/5)');
    await window().screenshot('clicks-programs-summary');
    await take('Export Clicks (5/5)', "don't download now");
    await eventually(() => {
      const { query } = simulator.requests.find(({ endpoint }) => endpoint === 'clickExport') ?? assert.fail();
      const programs = new URLSearchParams(query).getAll('ProgramId');
      assert.deepEqual(programs, ['3629', '4187', '99001']);
    });
  });

  it('of clicks say which days are over the limit, and wait for them if the user wants that', async () => {
    const { quickInput } = window();
    const asked = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'clickExport').length;
    await window().command('Impact Jobs: Export a Report…');
    await take('Export a Report (1/5)', 'a file for each day');
    await take('Export Clicks (2/5)', 'Last 30 days');
    await take('Export Clicks (3/5)', 'Continue');
    await take('Export Clicks (4/5)', 'CSV');
    await step('Export Clicks (5/5)');
    await quickInput.rows.filter({ hasText: '9 days today, 21 on the next days' }).waitFor();
    await window().screenshot('clicks-over-limit');
    await take('Export Clicks (5/5)', "21 days can't be requested today");
    const toast = window().toast(/Requested 9 of 30 days\. impact\.com allows 10 click exports a day\./);
    await toast.waitFor();
    assert.equal(asked(), 10);
    await window().screenshot('clicks-limit-reached');
    await toast.locator('.notification-list-item-buttons-container a', { hasText: 'Wait and Download' }).click();
    await window()
      .toast(/Clicks.*export.*/)
      .first()
      .waitFor();
    await window().screenshot('clicks-waiting');
    assert.equal(asked(), 10);
  });
});
