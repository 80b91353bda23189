import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Nearly all requests that impact.com allows in an hour. */
const NEARLY_ALL_REQUESTS = 970;
const STEADY = { type: 'ApiReport', curve: PROGRESS_CURVES.steady, progressEveryMs: SECOND_MS, queueMs: 0 } as const;

/** Running, queued, failed, in error, canceled, completed, and one whose status nobody knows. */
const JOBS = [
  {
    ...STEADY,
    id: '11111111-0000-4000-8000-000000000001',
    report: 'action_listing',
    programId: '3629',
    createdAgoMs: 4 * MINUTE_MS,
    runMs: 10 * MINUTE_MS,
    result: { rows: 42_000 },
  },
  { ...STEADY, programId: '4187', createdAgoMs: 8 * MINUTE_MS, runMs: 60 * MINUTE_MS, result: { rows: 900_000 } },
  { ...STEADY, type: 'UploadAds', programId: '3629', createdAgoMs: 20 * SECOND_MS, queueMs: 5 * MINUTE_MS },
  {
    ...STEADY,
    programId: '5120',
    createdAgoMs: 50 * MINUTE_MS,
    runMs: MINUTE_MS,
    outcome: {
      status: 'FAILED',
      message: 'The report has no data for <b>November</b> | see [help](https://example.com).',
      atPercent: 71,
    },
  },
  {
    ...STEADY,
    programId: '9050',
    createdAgoMs: 6 * MINUTE_MS,
    runMs: MINUTE_MS,
    outcome: { status: 'ERROR', message: 'Lost the connection to the data warehouse.', failedTries: 3, atPercent: 40 },
  },
  {
    ...STEADY,
    type: 'TermModification',
    programId: '',
    createdAgoMs: 20 * 60 * MINUTE_MS,
    runMs: 30 * MINUTE_MS,
    outcome: { status: 'CANCELLED', message: 'Canceled by an administrator.', atPercent: 63 },
  },
  {
    ...STEADY,
    id: '22222222-0000-4000-8000-000000000002',
    report: 'performance_by_partner',
    programId: '7734',
    createdAgoMs: 90 * MINUTE_MS,
    runMs: MINUTE_MS,
    result: { rows: 1200 },
  },
  { ...STEADY, programId: '3629', createdAgoMs: 26 * 60 * MINUTE_MS, runMs: 3 * MINUTE_MS, result: { rows: 300_000 } },
  { ...STEADY, type: 'AudienceSync', programId: '', createdAgoMs: 12 * MINUTE_MS, fields: { Status: 'ON_HOLD' } },
] as const;

describe('Watching jobs', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern' };
  });

  after(() => simulator.close());

  it('shows running jobs in the status bar before the view is opened', async () => {
    await eventually(async () =>
      assert.equal((await window().statusItem(STATUS_ITEM).innerText()).trim(), '2 running, 1 queued, 1 on hold'),
    );
  });

  it('shows the jobs by status, with progress in their labels', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Report export 40%').waitFor();
    const spoken = await window().spokenRows(VIEW);
    assert.deepEqual(
      spoken.filter((label) => /, \d+ jobs?\b/.test(label)),
      [
        'Running, 2 jobs',
        'Queued, 1 job',
        'Error, 1 job',
        'Failed, 1 job',
        'Cancelled, 1 job',
        'Completed, 2 jobs',
        'On hold, 1 job',
      ],
    );
    await window().screenshot('tree-dark');
  });

  it('announces a job as a sentence', async () => {
    const spoken = await window().spokenRows(VIEW);
    const row = spoken.find((label) => label.includes('40 percent'));
    assert.match(row ?? '', /^Report export, Running, 40 percent, .*program 3629/);
  });

  it('updates a percentage without a click', async () => {
    simulator.advance(MINUTE_MS);
    await window().row(VIEW, 'Report export 50%').waitFor();
  });

  it('keeps expansion and keyboard focus across updates, and counts running jobs on its icon', async () => {
    await window().expand(VIEW, 'Completed');
    await window().focusView(CONTAINER, VIEW);
    await window().press('End');
    const focused = window().focusedRow(VIEW, /Audience sync/i);
    await focused.waitFor();
    const expanded = window().pane(VIEW).locator('.monaco-list-row[aria-expanded="true"]');
    const before = await expanded.count();
    // Older than others that are known, so that it is no news.
    const added = simulator.addJob({
      ...STEADY,
      programId: '8181',
      createdAgoMs: 100 * MINUTE_MS,
      runMs: MINUTE_MS,
      result: { rows: 10 },
    });
    await window().row(VIEW, 'Program 8181').waitFor();
    assert.equal(await focused.count(), 1);
    assert.equal(await expanded.count(), before);
    assert.equal((await window().activity(CONTAINER).locator('.badge-content').innerText()).trim(), '2');
    simulator.removeJob(added);
    await window().row(VIEW, 'Program 8181').waitFor({ state: 'hidden' });
  });

  it('shows what helps about a failed job in its tooltip, and treats server text as plain text', async () => {
    await window().expand(VIEW, 'Failed');
    const row = window().rows(VIEW).filter({ hasText: 'Program 5120' });
    const tooltip = (await window().hover(row)).replaceAll('\u00a0', ' ');
    assert.match(tooltip, /The report has no data for <b>November<\/b> \| see \[help\]\(https:\/\/example\.com\)\./);
    assert.equal(await window().hoverBox.locator('a').count(), 0);
    await window().screenshot('tooltip-failed');
    await window().press('Escape');
  });

  it('replays a job from its row and shows the new one', async () => {
    await window().rowAction(window().rows(VIEW).filter({ hasText: 'Program 5120' }), 'Replay Job');
    await window().toast('as a new job').waitFor();
    await window()
      .row(VIEW, /^Report export.*Program 5120/)
      .waitFor();
    await eventually(async () => assert.ok((await window().spokenRows(VIEW)).includes('Running, 3 jobs')));
    await window().screenshot('replayed');
    await window().command('Notifications: Clear All Notifications');
  });

  it('downloads a result from the context menu, opens it and marks the row', async () => {
    await window().expand(VIEW, 'Completed');
    const row = window().rows(VIEW).filter({ hasText: 'Program 7734' });
    await window().contextMenu(row, 'Download Result');
    await window()
      .editorText()
      .filter({ hasText: /Partner/ })
      .waitFor();
    const folder = path.join(window().folder, 'impact-results');
    const [name = ''] = readdirSync(folder);
    const expected = simulator.resultOf('22222222-0000-4000-8000-000000000002');
    assert.equal(
      readFileSync(path.join(folder, name)).equals(expected?.read(0, expected.lengthBytes) ?? Buffer.alloc(0)),
      true,
    );
    await eventually(async () =>
      assert.match((await window().spokenRows(VIEW)).join('\n'), /program 7734, downloaded/i),
    );
    await window().screenshot('downloaded-dark');
  });

  it('can be used with only the keyboard', async () => {
    await window().command('View: Close All Editors');
    await window().walkTo(CONTAINER, VIEW, 'Program 5120');
    await window().press('Enter');
    await window().webview().getByRole('heading', { name: 'Timeline' }).waitFor();
    await window().focusView(CONTAINER, VIEW);
    await window().press('Shift+F10');
    await window().menu.getByText('Copy Job ID', { exact: true }).waitFor();
    assert.equal(await window().menu.getByText('Replay Job', { exact: true }).count(), 0);
    await window().press('Escape');
    await window().menu.waitFor({ state: 'hidden' });
  });

  it('runs commands from the palette with a quick pick of the jobs they support', async () => {
    await window().command('Impact Jobs: Download Result');
    await eventually(async () => assert.equal(await window().quickInput.rows.count(), 2));
    await window().screenshot('quick-pick');
    await window().quickInput.dismiss();
    await window().command('Impact Jobs: Copy Job ID');
    await window().quickInput.input.fill('11111111');
    await eventually(async () => assert.equal(await window().quickInput.rows.count(), 1));
    await window().quickInput.rows.first().click();
    await window().press('Enter');
    await eventually(async () => assert.equal(await window().clipboard(), '11111111-0000-4000-8000-000000000001'));
  });

  it('gives the status bar a warning color after a job fails unseen, until the view is opened', async () => {
    await window().command('View: Show Explorer');
    simulator.finishJob('11111111-0000-4000-8000-000000000001', {
      status: 'FAILED',
      message: 'The warehouse went away.',
    });
    const item = window().statusItem(STATUS_ITEM);
    await eventually(async () => assert.match(await item.innerText(), /1 failed/));
    await eventually(async () => assert.match((await item.getAttribute('class')) ?? '', /warning-kind/));
    await window().screenshot('status-bar-warning');
    await item.click();
    await eventually(async () => assert.doesNotMatch(await item.innerText(), /failed/));
  });

  it("keeps the jobs when impact.com can't be reached, and says so", async () => {
    await simulator.setReachable('api', false);
    await window().viewAction(VIEW, 'Refresh');
    await window()
      .pane(VIEW)
      .getByText(/^As of /)
      .waitFor();
    await eventually(async () => assert.ok((await window().rows(VIEW).count()) > 5));
    await window().screenshot('stale');
    await simulator.setReachable('api', true);
    await window().viewAction(VIEW, 'Refresh');
    await window()
      .pane(VIEW)
      .getByText(/^As of /)
      .waitFor({ state: 'hidden' });
  });

  it('says how old its jobs are, when the next update comes, and until when updates are rare if few requests are left', async () => {
    simulator.spendRequests(NEARLY_ALL_REQUESTS);
    await window().viewAction(VIEW, 'Refresh');
    await window()
      .pane(VIEW)
      .getByText(/^as of .+, next .+/)
      .waitFor();
    await window()
      .pane(VIEW)
      .locator('.message', { hasText: /jobs are updated every .+ until .+\.$/ })
      .waitFor();
    await window().screenshot('pace');
  });
});
