import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

/** The grid's height in this window holds fewer; however many jobs there are, no more are drawn. */
const MOST_ROWS_DRAWN = 45;
const JOBS = 10_000;

describe('The jobs as a table', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { large: JOBS } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      size: { width: 1440, height: 860 },
      settings: { 'impactJobs.lookbackDays': 90, 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const page = () => window().webview();
  const grid = () => page().getByRole('grid');
  const drawnRows = () => grid().locator('.body [role=row]');
  const column = (index: number) => drawnRows().locator(`[data-column="${index}"]`).allInnerTexts();

  it('holds ten thousand jobs and draws only the visible ones', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    await window().command('Impact Jobs: Open Jobs as Table');
    await drawnRows().first().waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), String(JOBS + 2));
    assert.ok((await drawnRows().count()) <= MOST_ROWS_DRAWN, `${await drawnRows().count()} rows are drawn`);
    await window().screenshot('table-dark');
  });

  it('keeps its rows in place when one is selected, and the keyboard on its job when rows move', async () => {
    const topOf = async () => (await grid().boundingBox())?.y;
    const top = await topOf();
    await grid().locator('.body [data-row="2"][data-column="1"]').click();
    await page().locator('.picked-actions', { hasText: 'Selected: 1' }).waitFor();
    assert.equal(await topOf(), top);
    const ringed = page().locator('.grid .line:has(.cell[tabindex="0"])');
    const [id] = await ringed.locator('[data-column="2"]').allInnerTexts();
    const index = Number(await ringed.getAttribute('aria-rowindex'));
    simulator.addJob({ type: 'UploadAds', createdAgoMs: 0, queueMs: 60_000 });
    await window().command('Impact Jobs: Refresh');
    await eventually(async () => assert.equal(await ringed.getAttribute('aria-rowindex'), String(index + 1)));
    assert.deepEqual(await ringed.locator('[data-column="2"]').allInnerTexts(), [id]);
  });

  it('can be filtered, sorted, and navigated by keyboard', async () => {
    await page().getByLabel('Filter Status').fill('=failed');
    await page()
      .locator('.shown', { hasText: /^Showing .* of 10,001 jobs/ })
      .waitFor();
    assert.deepEqual([...new Set(await column(1))], ['Failed']);
    await page().getByRole('columnheader', { name: 'Records' }).click();
    await eventually(async () =>
      assert.equal(await page().getByRole('columnheader', { name: 'Records' }).getAttribute('aria-sort'), 'ascending'),
    );
    await window().press('ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await page().locator('.picked-actions', { hasText: 'Selected: 3' }).waitFor();
    assert.equal(await grid().locator('[role=row][aria-selected=true]').count(), 3);
    await window().screenshot('table-picked-dark');
  });

  it('acts on the selected rows and shows the outcome', async () => {
    const before = simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length;
    await page().getByRole('button', { name: 'Replay Job (3)' }).click();
    await eventually(() =>
      assert.equal(simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length, before + 3),
    );
    await page().getByRole('button', { name: 'Clear filters' }).click();
    await eventually(async () => assert.equal(await grid().getAttribute('aria-rowcount'), String(JOBS + 2 + 1 + 3)));
  });

  it("keeps the selected columns after it's closed", async () => {
    await page().locator('summary').click();
    await page().getByRole('checkbox', { name: 'Job ID' }).check();
    for (const name of ['Message', 'Program', 'Type', 'Time']) {
      await page().getByRole('checkbox', { name, exact: true }).uncheck();
    }
    await window().screenshot('table-columns-dark');
    await window().press('Escape');
    await page().getByRole('columnheader', { name: 'Job ID' }).waitFor();
    await window().command('View: Close All Editors');
    await window().command('Impact Jobs: Open Jobs as Table');
    await page().getByRole('columnheader', { name: 'Job ID' }).waitFor();
    assert.equal(await page().getByRole('columnheader', { name: 'Message' }).count(), 0);
    assert.equal(await page().getByRole('columnheader', { name: 'Records' }).getAttribute('aria-sort'), 'ascending');
  });

  it('looks right in every theme', async () => {
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark High Contrast', 'high-contrast'],
      ['Light High Contrast', 'high-contrast-light'],
    ] as const) {
      await window().setTheme(theme);
      await page().locator(`body.vscode-${name}`).waitFor();
      await grid().locator('.body [data-row="4"][data-column="1"]').click();
      await window().screenshot(`table-${name}`);
    }
  });
});
