import assert from 'node:assert/strict';
import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const STEADY = {
  curve: PROGRESS_CURVES.steady,
  progressEveryMs: 1000,
  queueMs: 0,
  runMs: 10 * MINUTE_MS,
  createdAgoMs: 4 * MINUTE_MS,
} as const;
const REPORT = { ...STEADY, id: '11111111-0000-4000-8000-000000000001', type: 'ApiReport', programId: '3629' } as const;
const UPLOAD = {
  ...STEADY,
  id: '22222222-0000-4000-8000-000000000002',
  type: 'UploadAds',
  programId: '4187',
  createdAgoMs: 5 * MINUTE_MS,
} as const;
const CHANGE = {
  ...STEADY,
  id: '33333333-0000-4000-8000-000000000003',
  type: 'TermModification',
  programId: '',
  createdAgoMs: 7 * MINUTE_MS,
} as const;
const DOWNLOAD = {
  ...STEADY,
  id: '44444444-0000-4000-8000-000000000004',
  type: 'DownloadReport',
  programId: '5120',
  createdAgoMs: 2 * MINUTE_MS,
} as const;
const RETRIED = {
  ...STEADY,
  id: '55555555-0000-4000-8000-000000000005',
  type: 'ApiReport',
  programId: '9050',
  createdAgoMs: 14 * MINUTE_MS,
  queueMs: MINUTE_MS,
  runMs: 5 * MINUTE_MS,
  outcome: { status: 'ERROR', message: 'Lost the connection to the data warehouse.', failedTries: 3, atPercent: 40 },
} as const;
const JOBS = [REPORT, UPLOAD, CHANGE, DOWNLOAD, RETRIED];

const TOLD_MENU = ['Watch Job', 'Stop Watching Job', 'Mute Job', 'Unmute Job'];

describe('Job notifications', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS }, accounts: [{ kind: 'brand' }] });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.notifications.completed': false },
    };
  });

  after(() => simulator.close());

  const spoken = async (start: string): Promise<string> =>
    (await window().spokenRows(VIEW)).find((label) => label.startsWith(start)) ?? '';

  async function toldMenu(row: string): Promise<string[]> {
    const labels = await window().menuLabels(window().row(VIEW, row));
    await window().press('Escape');
    return labels.filter((label) => TOLD_MENU.includes(label.trim()));
  }

  it('a job is watched and muted from its menu, which offers only commands that have an effect', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Report export 40%').waitFor();
    assert.deepEqual(await toldMenu('Report export'), ['Watch Job', 'Mute Job']);
    await window().contextMenu(window().row(VIEW, 'Report export'), 'Watch Job');
    await window()
      .row(VIEW, /Report export.*watched/)
      .waitFor();
    assert.match(await spoken('Report export'), /, watched, /);
    assert.deepEqual(await toldMenu('Report export'), ['Stop Watching Job', 'Mute Job']);
    await window().contextMenu(window().row(VIEW, 'Ad upload'), 'Mute Job');
    await window()
      .row(VIEW, /Ad upload.*muted/)
      .waitFor();
    assert.deepEqual(await toldMenu('Ad upload'), ['Watch Job', 'Unmute Job']);
    await window().menuLabels(window().row(VIEW, 'Report export'));
    await window().screenshot('watched-menu-dark');
    await window().press('Escape');
  });

  it('keep watched and muted jobs after a window reload', async () => {
    await window().reload();
    await window()
      .row(VIEW, /Report export.*watched/)
      .waitFor();
    await window()
      .row(VIEW, /Ad upload.*muted/)
      .waitFor();
  });

  it("a watched job is reported when it ends although completed jobs aren't, and another job isn't", async () => {
    await window().row(VIEW, 'Nordlicht Outdoor').waitFor(); // the name of its program is known
    simulator.finishJob(CHANGE.id);
    simulator.finishJob(REPORT.id);
    await window().viewAction(VIEW, 'Refresh');
    await window().toast('Report export (Nordlicht Outdoor) completed.').waitFor();
    await window().screenshot('told-dark');
    assert.equal(await window().toasts.count(), 1);
    await window().toastButton(window().toast('Report export'), 'Show');
    await window().row(VIEW, 'Completed').waitFor();
    await eventually(async () =>
      assert.match(await window().pane(VIEW).locator('.monaco-list-row.selected').innerText(), /Report export/),
    );
  });

  it("a muted job isn't reported although failed jobs are, and gives no warning", async () => {
    await window().command('View: Show Explorer');
    simulator.finishJob(UPLOAD.id, { status: 'FAILED', message: 'No.' });
    simulator.finishJob(DOWNLOAD.id, { status: 'FAILED', message: 'The warehouse went away.' });
    await window().command('Impact Jobs: Refresh');
    await window().toast('Report download (Nordlicht Outdoor Outlet) failed: The warehouse went away.').waitFor();
    assert.equal(await window().toasts.count(), 1);
    const item = window().statusItem(STATUS_ITEM);
    await eventually(async () => assert.equal((await item.innerText()).trim(), '0 running, 1 failed'));
    await window().command('Notifications: Clear All Notifications');
    await item.click();
    await eventually(async () => assert.equal((await item.innerText()).trim(), '0 running'));
  });

  it('a job that fails in view of the user gives no warning', async () => {
    const id = simulator.addJob({ ...REPORT, id: '66666666-0000-4000-8000-000000000006', createdAgoMs: 1000 });
    await window().viewAction(VIEW, 'Refresh');
    await window().row(VIEW, 'Running').waitFor();
    await window().row(VIEW, 'Running').click();
    simulator.finishJob(id, { status: 'FAILED', message: 'Seen at once.' });
    await window().viewAction(VIEW, 'Refresh');
    await window().toast('Seen at once.').waitFor();
    assert.equal((await window().statusItem(STATUS_ITEM).innerText()).trim(), '0 running');
    assert.doesNotMatch((await window().statusItem(STATUS_ITEM).getAttribute('class')) ?? '', /warning-kind/);
  });

  it('a job that fails while the user is in another program gives a warning until the user is back', async () => {
    /** Makes the page believe that it has the focus, or not: the browser under test always does. */
    const setFocus = (hasFocus: boolean): Promise<void> =>
      window().page.evaluate((has) => {
        document.hasFocus = () => has;
        document.dispatchEvent(new Event('visibilitychange'));
      }, hasFocus);
    await window().openContainer(CONTAINER);
    const id = simulator.addJob({ ...REPORT, id: '77777777-0000-4000-8000-000000000007', createdAgoMs: 1000 });
    await window().viewAction(VIEW, 'Refresh');
    const item = window().statusItem(STATUS_ITEM);
    await eventually(async () => assert.match((await item.innerText()).trim(), /^[1-9] running/));
    await setFocus(false);
    simulator.finishJob(id, { status: 'FAILED', message: 'Nobody is looking.' });
    await window().viewAction(VIEW, 'Refresh');
    await eventually(async () => assert.match((await item.innerText()).trim(), / running, 1 failed/));
    await setFocus(true);
    await eventually(async () => assert.doesNotMatch((await item.innerText()).trim(), /failed/));
  });
});

describe('How time changes the rows', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS }, accounts: [{ kind: 'brand' }] });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', size: { width: 1000, height: 640 } };
  });

  after(() => simulator.close());

  const retried = () => window().row(VIEW, /retrying, try 1 of 5, next: \d/);

  /** Lets go of the tooltip that is open, by moving the mouse to where nothing has one. */
  async function letGo(): Promise<void> {
    await window().page.mouse.move(900, 100);
    await window().hoverBox.first().waitFor({ state: 'hidden' });
  }

  it("a job in error says that it's retried and when", async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Contract change 70%').waitFor();
    await window().expand(VIEW, 'Error');
    await window().contextMenu(window().row(VIEW, 'Report export 40%'), 'Watch Job');
    await window().contextMenu(window().row(VIEW, 'Ad upload'), 'Mute Job');
    await retried().waitFor();
    const label = (await window().spokenRows(VIEW)).find((words) => words.includes('retrying')) ?? '';
    assert.match(
      label,
      /^Report export, Error, retrying, impact\.com retries automatically: try 1 of 5 failed, next try: \d/,
    );
    for (const shade of ['dark', 'light']) {
      if (shade === 'light') {
        await window().setTheme('Light Modern');
      }
      const tooltip = (await window().hover(retried())).replaceAll('\u00a0', ' ');
      assert.match(tooltip, /Error, retrying/);
      assert.match(tooltip, /try 1 of 5 failed/);
      await window().screenshot(`retrying-${shade}`);
      await letGo();
      const active = await window().hover(window().statusItem(STATUS_ITEM));
      assert.match(active, /retrying, try 1 of 5, next: \d/);
      await window().screenshot(`status-bar-retrying-${shade}`);
      await letGo();
    }
  });

  it('a request block counts down above the rows', async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 58 });
    await window().viewAction(VIEW, 'Refresh');
    const message = window()
      .pane(VIEW)
      .getByText(/^As of .* impact\.com accepts no more requests until .* \(in \d\d sec\)\.$/);
    await message.waitFor();
    await window().screenshot('countdown-light');
    const before = await message.innerText();
    await eventually(async () => assert.notEqual(await message.innerText(), before));
    await window().setTheme('Dark Modern');
    await window().screenshot('countdown-dark');
    clear();
  });

  it("the details of a job in error say when it's retried", async () => {
    await window().clickRow(
      retried(),
      window()
        .webview()
        .getByRole('img', { name: /^Error, retrying, 1 min in queue, 5 min running, waiting to retry for \d+ min$/ }),
    );
    await window().screenshot('details-retrying');
  });
});
