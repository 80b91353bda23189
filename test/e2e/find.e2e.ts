import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM, VIEW } from './support/signedIn';
import { STEADY } from './support/steadyJob';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const ESCAPE_LIMIT_MS = 1_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const id = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-00000000000${digit}`;
/** Whatever the hour of the test: most jobs of the last hours were made yesterday when it is soon after midnight. */
const NOON_YESTERDAY_AGO_MS = Date.now() - new Date().setHours(-12, 0, 0, 0);
/** The group of a job of that age. */
const dayOf = (agoMs: number): string =>
  new Date(Date.now() - agoMs).getDate() === new Date().getDate() ? 'Today' : 'Yesterday';

const JOBS = [
  { ...STEADY, id: id(1), programId: '3629', createdAgoMs: 4 * MINUTE_MS, result: { rows: 42_000 } },
  {
    ...STEADY,
    id: id(2),
    programId: '5120',
    createdAgoMs: 50 * MINUTE_MS,
    outcome: { status: 'FAILED', message: 'The report has no data.', atPercent: 71 },
  },
  {
    ...STEADY,
    id: id(3),
    programId: '4187',
    createdAgoMs: 3 * HOUR_MS,
    outcome: { status: 'FAILED', message: 'The warehouse went away.', atPercent: 20 },
  },
  {
    ...STEADY,
    id: id(4),
    programId: '3629',
    createdAgoMs: 5 * DAY_MS,
    outcome: { status: 'FAILED', message: 'The report has no data.', atPercent: 10 },
  },
  {
    ...STEADY,
    id: id(5),
    type: 'UploadAds',
    programId: '',
    createdAgoMs: NOON_YESTERDAY_AGO_MS,
    outcome: { status: 'CANCELLED', message: 'Canceled by an administrator.', atPercent: 63 },
  },
  { ...STEADY, id: id(6), programId: '7734', createdAgoMs: 90 * MINUTE_MS, result: { rows: 1200 } },
  { ...STEADY, id: id(7), type: 'ClickExport', programId: '3629', createdAgoMs: 2 * DAY_MS, result: { rows: 300_000 } },
] as const;

describe('Finding jobs with only the keyboard', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', size: { width: 1200, height: 760 } };
  });

  after(() => simulator.close());

  const pane = () => window().pane(VIEW);

  it('screen readers announce the view, its groups and jobs, and the status bar', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Report export 40%').waitFor();
    await window().walkTo(CONTAINER, VIEW, 'Failed');
    await window().press('ArrowRight');
    await window().row(VIEW, 'Program 5120').waitFor();
    const tree = await pane().locator('.monaco-list').ariaSnapshot();
    assert.match(tree, /^- tree "Jobs/);
    assert.match(tree, /treeitem "Running, 1 job" \[expanded\]/);
    assert.match(tree, /treeitem "Report export, Running, 40 percent, .*program 3629"/);
    assert.match(tree, /treeitem "Failed, 3 jobs" \[expanded\]/);
    assert.match(tree, /treeitem "Report export, Failed, .*program 5120, The report has no data\."/);
    assert.match(tree, /treeitem "Completed, 2 jobs"(?! \[expanded\])/);
    assert.match(await window().statusItem(STATUS_ITEM).ariaSnapshot(), /button "impact\.com jobs: 1 running/);
  });

  it('keys act on the focused row or on all selected rows', async () => {
    await window().walkTo(CONTAINER, VIEW, 'Program 5120');
    await window().press('Control+C');
    await eventually(async () => assert.equal(await window().clipboard(), id(2)));

    await window().press('Control+Shift+Enter', 'Shift+ArrowDown', 'Control+C');
    await eventually(async () => assert.equal(await window().clipboard(), `${id(2)}\n${id(3)}`));

    await window().press('F2');
    await window().quickInput.widget.waitFor();
    await window().quickInput.dismiss();
    await window().focusedRow(VIEW, 'Program 4187').waitFor(); // a key that is pressed before goes nowhere
    await eventually(async () => {
      await window().press('Escape'); // the first may go to what else it closes
      await pane().locator('.monaco-list-row.selected').first().waitFor({ state: 'hidden', timeout: ESCAPE_LIMIT_MS });
    });
    await window().press('Home', 'ArrowDown', 'F2');
    await window().quickInput.widget.waitFor();
    await window().screenshot('rename');
    await window().quickInput.answer('Monday numbers');
    await window().focusedRow(VIEW, 'Monday numbers 40%').waitFor();

    await window().press('ArrowDown', 'ArrowDown', 'Delete');
    await window().row(VIEW, 'Program 5120').waitFor({ state: 'hidden' });
    await window().focusedRow(VIEW, 'Program 4187').waitFor();
  });

  it('hidden jobs can be shown again', async () => {
    await window().command('Impact Jobs: Show Hidden Jobs…');
    await window().quickInput.rows.first().waitFor();
    await window().quickInput.rows.first().click();
    await window().press('Enter');
    await window().row(VIEW, 'Program 5120').waitFor();
  });

  it('a refresh keeps the focused row', async () => {
    await window().walkTo(CONTAINER, VIEW, 'Monday numbers');
    simulator.advance(2 * MINUTE_MS);
    await window().command('Impact Jobs: Refresh');
    await window().focusedRow(VIEW, 'Monday numbers 60%').waitFor();
    simulator.finishJob(id(1));
    await window().command('Impact Jobs: Refresh');
    await window().row(VIEW, 'Monday numbers 60%').waitFor({ state: 'hidden' });
    await pane().locator('.monaco-list:focus-within').waitFor(); // the row has gone, the tree still has the keyboard
    await window().press('ArrowDown');
    await window().focusedRow(VIEW).waitFor();
  });

  it('a filter shows its matches immediately, and is shown above the jobs with a way to clear it', async () => {
    await window().command('Impact Jobs: Filter Jobs…');
    await window().quickInput.rows.first().waitFor();
    await window().quickInput.choose('Failed');
    await window().quickInput.choose('last 3 days');
    await window().quickInput.widget.getByText('Filter Jobs: 2 of 7').waitFor();
    await window().screenshot('filter-pick');
    await window().press('Enter');
    await pane().getByText('Showing 2 of 7 · failed · last 3 days').waitFor();
    await window().screenshot('filtered-dark');
    await window().viewAction(VIEW, 'Clear Filter');
    await pane().getByText('Showing').waitFor({ state: 'hidden' });
  });

  it('typed text is searched for, and the view says when nothing matches', async () => {
    await window().command('Impact Jobs: Filter Jobs…');
    await window().quickInput.answer('warehouse');
    await pane().getByText('Showing 1 of 7 · “warehouse”').waitFor();
    await window().command('Impact Jobs: Filter Jobs…');
    await window().quickInput.row('“warehouse”').waitFor();
    await window().quickInput.choose('Completed');
    await window().quickInput.widget.getByText('Filter Jobs: 0 of 7').waitFor();
    await window().press('Enter');
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), /No jobs match the filter/));
    await window().paneHeader(VIEW).filter({ hasText: '“warehouse” · completed' }).waitFor();
    await window().screenshot('filtered-out');
    await window().welcome(VIEW).getByText('Clear Filter').click();
    await window().row(VIEW, 'Failed').waitFor();
  });

  it('groups by program, sorts by name, and keeps both for the workspace', async () => {
    await window().command('Impact Jobs: Group Jobs By…');
    await window().quickInput.pick('Program');
    await window().row(VIEW, 'No program').waitFor();
    await window().command('Impact Jobs: Group Jobs By…');
    await window().quickInput.pick('Day');
    await window().expand(VIEW, 'Yesterday');
    await window().expand(VIEW, dayOf(50 * MINUTE_MS));
    await window()
      .row(VIEW, /Report export.*Failed/)
      .waitFor();
    await window().screenshot('grouped-by-day');
    await window().reload();
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Yesterday').waitFor();
  });
});
