import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const JOBS = [
  {
    type: 'ApiReport',
    programId: '4187',
    createdAgoMs: 3 * HOUR_MS,
    queueMs: 0,
    runMs: 60_000,
    result: { rows: 1200 },
  },
  {
    type: 'ApiReport',
    programId: '3629',
    createdAgoMs: 60_000,
    queueMs: 0,
    runMs: 10 * 60_000,
    result: { rows: 1200 },
  },
];

describe('Exporting a report', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const asked = () =>
    simulator.requests
      .filter(({ endpoint }) => endpoint === 'reportExport')
      .map(({ query }) => new URLSearchParams(query));
  const { step, take, answer } = exportSteps(window);
  const [REPORT, DAYS, FILTERS, FORMAT, SUMMARY] = [
    'Export a Report (1/5)',
    'Export Action Listing (2/5)',
    'Export Action Listing (3/5)',
    'Export Action Listing (4/5)',
    'Export Action Listing (5/5)',
  ] as const;
  const [FIRST_DAY, LAST_DAY] = [
    'Export Action Listing: First Day (2/5)',
    'Export Action Listing: Last Day (2/5)',
  ] as const;
  const editor = (filter: string): string => `Export Action Listing: ${filter} (3/5)`;

  it('takes the keyboard from the catalog through days and filters to a summary, and keeps the choices', async () => {
    const { quickInput } = window();
    await window().openContainer(CONTAINER);
    await window().rows(VIEW).first().waitFor();
    await window().command('Impact Jobs: Export a Report…');
    await step(REPORT);
    await quickInput.rows.filter({ hasText: 'Partner Payouts' }).first().waitFor();
    await window().screenshot('export-report');
    await quickInput.input.fill('Brand Bidding');
    await quickInput.rows.filter({ hasText: 'Brand Bidding' }).waitFor();
    await take(REPORT, 'credited to your media');
    await step(DAYS);
    await quickInput.rows.filter({ hasText: 'UTC-05:00 all year, without clock changes' }).waitFor();
    await window().screenshot('export-days');
    await take(DAYS, 'Select days');
    await answer(FIRST_DAY, '2026-10-32');
    await quickInput.message.filter({ hasText: 'Enter a date' }).waitFor();
    await answer(FIRST_DAY, '2026-10-01');
    await answer(LAST_DAY, '2026-09-30');
    await quickInput.message.filter({ hasText: "can't be before 2026-10-01" }).waitFor();
    await window().screenshot('export-last-day');
    await answer(LAST_DAY, '2026-10-31');

    await take(FILTERS, 'Subaid');
    await take(editor('Subaid'), '4187');
    await take(FILTERS, 'Minimum Sale Amount');
    await answer(editor('Minimum Sale Amount'), 'much');
    await quickInput.message.filter({ hasText: 'Enter a number' }).waitFor();
    await answer(editor('Minimum Sale Amount'), '12.50');
    await take(FILTERS, 'Show Reversed');
    await take(editor('Show Reversed'), 'yes');
    await step(FILTERS);
    await quickInput.rows.filter({ hasText: 'with 3 filters' }).waitFor();
    await window().screenshot('export-filters');

    await quickInput.widget.locator('.action-label[aria-label^="Back"]').click();
    await take(DAYS, 'Select days');
    await answer(FIRST_DAY, '2026-10-01');
    await step(LAST_DAY);
    assert.equal(await quickInput.input.inputValue(), '2026-10-31');
    await window().press('Enter');
    await step(FILTERS);
    await quickInput.rows.filter({ hasText: 'with 3 filters' }).waitFor();
    await window().press('Enter');
    await step(FORMAT);
    await window().press('Enter');
    await step(SUMMARY);
    await quickInput.rows.filter({ hasText: '0 of 100 exports used today' }).first().waitFor();
    await window().screenshot('export-summary');
    assert.deepEqual(asked(), []);
  });

  it('leads back to the filter that impact.com rejects, and says why', async () => {
    const { quickInput } = window();
    const body = {
      text: JSON.stringify({
        Status: 'ERROR',
        Message: 'Validation Failed',
        Errors: [{ Field: 'SUBAID', Message: 'No such program' }],
      }),
    };
    const mend = simulator.setFault({ kind: 'answer', status: 200, body, endpoint: 'reportExport' });
    await window().press('Enter');
    await quickInput.message.filter({ hasText: 'Subaid: impact.com says "No such program"' }).waitFor();
    assert.equal(await quickInput.input.inputValue(), '4187');
    await window().screenshot('export-refused');
    mend();
    await answer(editor('Subaid'), '3629');
    await take(FILTERS, 'Continue');
    await step(SUMMARY);
    await quickInput.rows.filter({ hasText: '1 of 100 exports used today' }).first().waitFor();
  });

  it("shows the job under its name, watches it, and downloads the result when it's done, even after a window reload", async () => {
    await window().press('Enter');
    await window().row(VIEW, 'Action Listing · Oct 2026').waitFor();
    const query = asked().at(-1);
    assert.ok(query);
    assert.deepEqual(Object.fromEntries(query), {
      START_DATE: '2026-10-01',
      END_DATE: '2026-10-31',
      SUBAID: '3629',
      MINIMUM_SALE_AMOUNT: '12.50',
      SHOW_REVERSED: '1',
      ResultFormat: 'CSV',
    });
    simulator.advance(15_000);
    await window()
      .row(VIEW, /Action Listing · Oct 2026 \d+%/)
      .waitFor();
    await window().screenshot('export-watched');
    await window().reload();
    await window()
      .row(VIEW, /Action Listing · Oct 2026 \d+%/)
      .waitFor();
    simulator.advance(HOUR_MS);
    await window().viewAction(VIEW, 'Refresh');
    const folder = path.join(window().folder, 'impact-results');
    await eventually(() =>
      assert.ok(
        existsSync(folder) && readdirSync(folder).some((name) => /^Action Listing · Oct 2026 .*\.csv$/.test(name)),
        'the result is in the workspace',
      ),
    );
    await window()
      .toast(/Downloaded .*Action Listing · Oct 2026/)
      .waitFor();
  });

  it('offers to replay the existing job with the same parameters, and names the new one', async () => {
    const { quickInput } = window();
    await window().command('Preferences: Toggle between Light/Dark Themes');
    await window().command('Impact Jobs: Export a Report…');
    await take(REPORT, 'credited to your media');
    await step(DAYS);
    await window().screenshot('export-days-light');
    await take(DAYS, 'Select days');
    await answer(FIRST_DAY, '2026-10-01');
    await answer(LAST_DAY, '2026-10-31');
    await take(FILTERS, 'Subaid');
    await take(editor('Subaid'), '3629');
    await take(FILTERS, 'Show Reversed');
    await take(editor('Show Reversed'), 'yes');
    await take(FILTERS, 'Minimum Sale Amount');
    await answer(editor('Minimum Sale Amount'), '12.50');
    await take(FILTERS, 'Continue');
    await step(FORMAT);
    await window().press('Enter');
    await step(SUMMARY);
    await quickInput.rows.filter({ hasText: 'Replay and download when done' }).waitFor();
    await window().screenshot('export-exists-light');
    await window().press('Enter');
    await window().toast('Replayed Action Listing · Oct 2026 as a new job').waitFor();
    await eventually(async () =>
      assert.equal(
        (await window().spokenRows(VIEW)).filter((row) => row.startsWith('Action Listing · Oct 2026')).length,
        1,
      ),
    );
    await window().screenshot('export-replayed-light');
    assert.equal(asked().length, 2);
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await eventually(() =>
      assert.equal(
        readdirSync(path.join(window().folder, 'impact-results')).length,
        2,
        'the replay is in the workspace',
      ),
    );
  });

  it('renames any job', async () => {
    const { quickInput } = window();
    await window().expand(VIEW, 'Completed');
    const row = window().row(VIEW, 'Action Listing · Oct 2026');
    await window().contextMenu(row, 'Rename Job…');
    await quickInput.message.filter({ hasText: 'Only you see this name' }).waitFor();
    assert.equal(await quickInput.input.inputValue(), 'Action Listing · Oct 2026');
    await quickInput.answer('Monday numbers');
    await window().row(VIEW, 'Monday numbers').waitFor();
  });
});
