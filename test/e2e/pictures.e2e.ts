import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NewJob } from '../../src/simulator/jobScript';
import { type Simulator, startSimulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';
import type { CodeWindow } from './support/window';

const HIGH = { width: 1440, height: 900 };
const LOW = { width: 1440, height: 660 };
const SIDE_BAR_PX = 430;
/** From here on the chart of the job has enough to tell. */
const OBSERVED_PERCENT = 65;

const MINUTE_MS = 60_000;
const FIRST_JOBS: readonly NewJob[] = [
  firstJob('action_listing', '11842', 3, { queueMs: 8_000, runMs: 11 * MINUTE_MS }),
  firstJob('performance_by_partner', '12907', 1, { queueMs: 6_000, runMs: 2 * MINUTE_MS }),
  firstJob('action_listing', '11842', 26, { runMs: 2 * MINUTE_MS, result: { bytes: 2_900_000 } }),
  firstJob('performance_by_day', '12907', 97, { runMs: 33_000, result: { bytes: 18_000 } }),
  firstJob('partner_listing', '', 22 * 60, { runMs: 65_000, result: { bytes: 1_100_000 } }),
];

function firstJob(report: string, programId: string, createdMinutesAgo: number, rest: NewJob): NewJob {
  const createdAgoMs = createdMinutesAgo * MINUTE_MS;
  return { type: 'ApiReport', report, programId, createdAgoMs, queueMs: 0, result: { bytes: 500_000 }, ...rest };
}

/** Moves the mouse to where no tooltip appears. */
async function restMouse({ page, hoverBox }: CodeWindow): Promise<void> {
  await page.locator('.part.titlebar').hover({ position: { x: 200, y: 10 } });
  await hoverBox.first().waitFor({ state: 'hidden' });
}

/** A folder whose name the window's title shows, as a person might have called it. */
function useFolder(): () => string {
  let scratch = '';
  const folder = (): string => path.join(scratch, 'affiliate-reports');

  before(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'impact-jobs-pictures-'));
    mkdirSync(folder());
  });

  after(() => rmSync(scratch, { recursive: true, force: true }));

  return folder;
}

/** The README's pictures, which scripts/media/readme.mjs copies. Shows only rows that the browser's fonts can draw. */
describe('The pictures of the README', function () {
  this.bail(true); // each goes on where the one before has ended
  const folder = useFolder();
  const window = useWindow(() => ({
    folder: folder(),
    theme: 'Default Dark Modern',
    size: HIGH,
    settings: {
      'impactJobs.download.openAfter': false,
      'impactJobs.notifications.completed': false,
      'impactJobs.notifications.failed': false,
    },
  }));

  const page = () => window().webview();
  const editor = () => window().page.locator('.part.editor .editor-group-container.active');
  const widenSideBar = async (): Promise<void> => {
    const { mouse } = window().page;
    const sideBar = await window().page.locator('.part.sidebar').boundingBox();
    assert.ok(sideBar);
    await mouse.move(sideBar.x + sideBar.width + 2, LOW.height / 2);
    await mouse.down();
    await mouse.move(SIDE_BAR_PX, LOW.height / 2, { steps: 3 });
    await mouse.up();
  };
  const still = async (): Promise<void> => {
    await window().command('Notifications: Clear All Notifications');
    await window().toasts.first().waitFor({ state: 'hidden' });
    await restMouse(window());
  };
  const take = async (title: string, text: string): Promise<void> => {
    const { quickInput } = window();
    await quickInput.title.filter({ hasText: title }).waitFor();
    await quickInput.input.fill(text);
    await quickInput.rows.filter({ hasText: text }).first().click();
  };

  it('the timeline of a job that ends within a minute', async () => {
    await window().command('Impact Jobs: Start Demo');
    await window().openContainer(CONTAINER);
    await window()
      .row(VIEW, /Action Listing \d+%/)
      .waitFor();
    await widenSideBar();
    await window().page.setViewportSize(LOW);
    const row = window().row(VIEW, /Action Listing \d+%/);
    await eventually(async () => assert.ok(Number(/(\d+)%/.exec(await row.innerText())?.[1]) >= OBSERVED_PERCENT));
    await row.click();
    await page().locator('.state', { hasText: '%' }).waitFor();
    await still();
    await window().screenshot('readme-details', editor());
  });

  it('jobs as a table, with some selected', async () => {
    await window().command('View: Close All Editors');
    await window().page.setViewportSize(HIGH);
    for (const group of ['Completed', 'Cancelled', 'Failed', 'Error']) {
      await window().expand(VIEW, group);
    }
    await window().contextMenu(window().row(VIEW, 'Program Overview'), 'Download Result');
    await window().page.setViewportSize(LOW);
    await window().command('Impact Jobs: Open Jobs as Table');
    await page().locator('summary').click();
    await page().getByRole('checkbox', { name: 'Time', exact: true }).uncheck();
    await page().locator('summary').click();
    await page().getByRole('gridcell', { name: 'Action Updates' }).click();
    await window().press('Shift+ArrowDown', 'Shift+ArrowDown');
    await page().locator('.picked-actions', { hasText: 'Selected: 3' }).waitFor();
    await still();
    await window().screenshot('readme-table', editor());
  });

  it('an export, before it starts', async () => {
    await window().command('View: Close All Editors');
    await window().command('Impact Jobs: Export a Report…');
    await take('Export a Report (1/5)', 'Performance by Partner');
    await take('(2/5)', 'Last month');
    await take('(3/5)', 'Subaid');
    await take('Subaid (3/5)', '4187');
    await take('(3/5)', 'Continue');
    await take('(4/5)', 'CSV');
    await window().quickInput.rows.filter({ hasText: 'exports used today' }).first().waitFor();
    await restMouse(window());
    await window().screenshot('readme-export', window().quickInput.widget);
    await window().quickInput.dismiss();
  });

  it("the jobs next to a result that isn't downloaded", async () => {
    await window().page.setViewportSize(HIGH);
    await window().command('View: Close All Editors');
    await window().contextMenu(window().row(VIEW, /Action Listing.*Program 9050/), 'Preview Result');
    await page().getByLabel('Filter Program').fill('nordlicht');
    await page().getByLabel('Filter Partner').fill('re');
    await page().getByRole('columnheader', { name: 'Action_Date' }).click();
    await page()
      .getByText(/^\d+ of 1,000 rows$/)
      .waitFor();
    await still();
    await window().screenshot('readme-dark');
    await window().setTheme('Light Modern');
    await page().locator('body.vscode-light').waitFor();
    await still();
    await window().screenshot('readme-light');
  });
});

/** What a new user sees: a few jobs that others started, without names. */
describe('The pictures of the README, on the first day', () => {
  let simulator: Simulator;

  const folder = useFolder();
  const window = useWindow(async () => {
    simulator = await startSimulator({ scenario: { jobs: FIRST_JOBS }, accounts: [{ kind: 'agency' }] });
    return {
      folder: folder(),
      env: { ...environmentOf(simulator), IMPACT_ACCOUNT_NAME: 'Meridian Media' },
      theme: 'Default Dark Modern' as const,
      size: LOW,
    };
  });

  after(() => simulator.close());

  it('the jobs, and the first rows of a result', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    await window().expand(VIEW, 'Completed');
    await restMouse(window());
    await window().command('Impact Jobs: Preview Result');
    await window().quickInput.rows.filter({ hasText: '11842' }).first().click();
    await window()
      .webview()
      .getByText(/^First [\d,]+ rows|^All [\d,]+ rows/)
      .first()
      .waitFor();
    await window().command('Notifications: Clear All Notifications');
    await restMouse(window());
    await window().screenshot('readme-first-day');
  });
});
