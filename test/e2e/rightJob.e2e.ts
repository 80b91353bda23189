import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const ENDED = { queueMs: 0, runMs: MINUTE_MS } as const;
const JOBS = [
  { ...ENDED, type: 'ApiReport', programId: '1001', createdAgoMs: 10 * MINUTE_MS, result: { rows: 10 } },
  { ...ENDED, type: 'ApiReport', programId: '1002', createdAgoMs: 20 * MINUTE_MS, result: { rows: 20 } },
  { ...ENDED, type: 'ApiReport', programId: '1003', createdAgoMs: 30 * MINUTE_MS, result: { rows: 30 } },
  { ...ENDED, type: 'TermModification', programId: '2001', createdAgoMs: 40 * MINUTE_MS },
  { ...ENDED, type: 'UploadAds', programId: '2002', createdAgoMs: 50 * MINUTE_MS },
  { ...ENDED, type: 'AudienceSync', programId: '2003', createdAgoMs: 55 * MINUTE_MS },
] as const;

describe('Only the job that a person means', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), size: { width: 1440, height: 860 } };
  });

  after(() => simulator.close());

  const page = () => window().webview();
  /** The first cell of a row, found by the number of its records. */
  const cell = (records: string) =>
    page().locator(`.grid .line:has([data-column="4"]:text-is("${records}")) [data-column="0"]`);
  const programOf = () => page().locator('.origin');
  const replays = () => simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length;

  async function openTable(): Promise<void> {
    await window().command('View: Close All Editors');
    await window().command('Impact Jobs: Open Jobs as Table');
    await cell('10').waitFor();
  }

  it('has no button to replay it beside a completed one', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    const row = window().row(VIEW, 'Program 1001');
    await row.hover();
    await row.locator('.actions .action-label[aria-label^="Download Result"]').waitFor();
    assert.equal(await row.locator('.actions .action-label[aria-label^="Replay"]').count(), 0);
  });

  it('is replayed after a question if it completed, and not without a yes', async () => {
    await window().contextMenu(window().row(VIEW, 'Program 1002'), 'Replay Job');
    assert.match(await window().dialog.innerText(), /Program 1002/);
    await window().screenshot('replay-asks');
    await window().dialogButton('Cancel');
    await window().dialog.waitFor({ state: 'hidden' });
    assert.equal(replays(), 0);
  });

  it('is offered no result that it has none of', async () => {
    for (const program of ['2001', '2002', '2003']) {
      const labels = await window().menuLabels(window().row(VIEW, `Program ${program}`));
      assert.ok(labels.includes('Show Details'), labels.join());
      assert.deepEqual(
        labels.filter((label) => /Download|Preview|Open Result/.test(label)),
        [],
      );
      await window().press('Escape');
      await window().menu.waitFor({ state: 'hidden' });
    }
  });

  it('opens with a double-click in the table', async () => {
    await openTable();
    await cell('20').dblclick();
    await programOf().filter({ hasText: 'Program 1002' }).waitFor();
  });

  it('opens with Enter if it has the ring, though another job took its place', async () => {
    await openTable();
    await cell('30').click();
    const place = await cell('30').getAttribute('data-row');
    simulator.addJob({ ...ENDED, type: 'ApiReport', programId: '1004', createdAgoMs: 0, runMs: MINUTE_MS });
    await window().command('Impact Jobs: Refresh');
    await eventually(async () => assert.notEqual(await cell('30').getAttribute('data-row'), place));
    await cell('30').focus();
    await window().press('Enter');
    await programOf().filter({ hasText: 'Program 1003' }).waitFor();
  });

  it('has the menu of its row in the tree, by mouse and by keyboard, also in the table', async () => {
    await openTable();
    const inTree = await window().menuLabels(window().row(VIEW, 'Program 1002'));
    await window().press('Escape');
    await window().menu.waitFor({ state: 'hidden' });
    await cell('20').click();
    const inTable = await window().menuLabels(cell('20'));
    assert.deepEqual(
      inTable.filter((label) => label !== 'Show in Jobs View'),
      inTree,
    );
    await window().screenshot('table-menu');
    await window().press('Escape');
    await window().menu.waitFor({ state: 'hidden' });
    for (const key of ['Shift+F10', 'ContextMenu']) {
      // VS Code gives the focus back some time after it has closed a menu, and a key before that is lost.
      await eventually(async () => {
        await cell('20').focus();
        await window().press(key);
        await window().menu.locator('.action-menu-item', { hasText: 'Show Details' }).waitFor({ timeout: 2000 });
      });
      await window().press('Escape');
      await window().menu.waitFor({ state: 'hidden' });
    }
    await window().contextMenu(cell('20'), 'Show Details');
    await programOf().filter({ hasText: 'Program 1002' }).waitFor();
  });

  it('is the only one that its menu in the table acts on if others are selected', async () => {
    await openTable();
    await cell('10').click();
    await cell('20').click({ modifiers: ['ControlOrMeta'] });
    await page().locator('.picked-actions', { hasText: 'Selected: 2' }).waitFor();
    await window().contextMenu(cell('30'), 'Show in Jobs View');
    await window().focusedRow(VIEW, 'Program 1003').waitFor();
  });

  it('is hidden with Delete if it has the ring', async () => {
    await openTable();
    await cell('30').click();
    await window().press('Escape', 'Delete');
    await cell('30').waitFor({ state: 'detached' });
    assert.equal(await cell('20').count(), 1);
    await page().locator('.cell:focus').waitFor();
    await window().press('Enter');
    await programOf().filter({ hasText: 'Program 2001' }).waitFor();
  });

  it('is deselected with Escape, and read in full with Alt+Enter', async () => {
    await openTable();
    await cell('10').click();
    await page().locator('.picked-actions', { hasText: 'Selected: 1' }).waitFor();
    await window().press('Escape');
    await page().getByText('Select jobs to see').waitFor();
    await window().press('Alt+Enter');
    await page().locator('.cell-text:focus', { hasText: 'Report export' }).waitFor();
    await window().screenshot('table-cell');
    await window().press('Escape');
    await page().locator('.cell:focus', { hasText: 'Report export' }).waitFor();
    assert.equal(await page().locator('.cell-reader').count(), 0);
  });
});
