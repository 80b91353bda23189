import assert from 'node:assert/strict';
import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const RUNNING = '11111111-0000-4000-8000-000000000001';
const HOSTILE = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
const STEADY = { type: 'ApiReport', curve: PROGRESS_CURVES.steady, progressEveryMs: SECOND_MS } as const;
const JOBS = [
  {
    ...STEADY,
    id: RUNNING,
    programId: '3629',
    createdAgoMs: 5 * MINUTE_MS,
    queueMs: MINUTE_MS,
    runMs: 10 * MINUTE_MS,
    result: { rows: 42_000 },
  },
  {
    ...STEADY,
    programId: '5120',
    createdAgoMs: 50 * MINUTE_MS,
    queueMs: 20 * SECOND_MS,
    runMs: 3 * MINUTE_MS,
    outcome: { status: 'FAILED', message: HOSTILE, atPercent: 71 },
  },
  {
    ...STEADY,
    programId: '9050',
    createdAgoMs: 14 * MINUTE_MS,
    queueMs: MINUTE_MS,
    runMs: 5 * MINUTE_MS,
    outcome: { status: 'ERROR', message: 'Lost the connection to the data warehouse.', failedTries: 3, atPercent: 40 },
  },
] as const;

const THEMES = [
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'high-contrast'],
  ['Light High Contrast', 'high-contrast-light'],
  ['Dark Modern', 'dark'],
] as const;

describe('The details of a job', () => {
  let simulator: Simulator;
  let openedAtMs = 0;
  const window = useWindow(async () => {
    openedAtMs = Date.now();
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const state = (text: string) => window().webview().locator('.state').filter({ hasText: text });
  const button = (name: string) => window().webview().getByRole('button', { name, exact: true });

  async function loadedFonts(): Promise<readonly string[]> {
    const frame = await window().webviewFrame();
    return frame.evaluate<readonly string[]>(
      `[...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family.replaceAll('"', ''))`,
    );
  }

  /** VS Code replaces only the first dot of a color's ID in the variables of pages. */
  async function iconColor(): Promise<string> {
    const frame = await window().webviewFrame();
    return frame.evaluate<string>(
      `getComputedStyle(document.documentElement).getPropertyValue('--vscode-impactJobsIcon-running')`,
    );
  }

  it('follow the job and draw its timeline to scale', async () => {
    await window().openContainer(CONTAINER);
    await window().clickRow(window().row(VIEW, 'Report export 40%'), window().webview().getByText(RUNNING));
    for (const percent of [41, 42, 43]) {
      simulator.advance(6 * SECOND_MS);
      await window().command('Impact Jobs: Refresh');
      await state(`${percent}%`).waitFor();
    }
    const chart = window()
      .webview()
      .getByRole('img', { name: /^Running, 1 min in queue, running for \d+ min$/ });
    await chart.waitFor();
    assert.equal(await chart.locator('.point').count(), 4);
    const [queue, run] = await Promise.all(
      ['queue', 'run'].map((phase) => chart.locator(`rect.${phase}`).boundingBox()),
    );
    const ranMs = Date.now() - openedAtMs + 4 * MINUTE_MS;
    assert.ok(
      queue && run && Math.abs(run.width / queue.width - ranMs / MINUTE_MS) < 0.5,
      `${queue?.width} and ${run?.width} after ${ranMs} ms`,
    );
    await window().screenshot('details-dark');
  });

  it('update automatically while the job runs', async () => {
    const line = window().webview().locator('.line.now path');
    const before = await line.getAttribute('d');
    await eventually(async () => assert.notEqual(await line.getAttribute('d'), before));
  });

  it('look right in every theme', async () => {
    for (const [theme, name] of THEMES) {
      await window().setTheme(theme);
      await window().webview().locator(`body.vscode-${name}`).waitFor();
      await eventually(async () => assert.deepEqual(await loadedFonts(), ['impact-jobs']));
      assert.match(await iconColor(), /^#[\da-f]{6}$/i);
      await window().screenshot(`details-${name}`);
    }
  });

  it('can be used with only the keyboard, and keep the focus in place', async () => {
    const focused = (name: string) => window().webview().locator('button:focus').filter({ hasText: name });
    await window().webview().locator('h1').click();
    await window().press('Tab');
    await focused('Watch').waitFor();
    await window().press('Enter');
    await focused('Stop Watching').waitFor();
    await window().press('Enter');
    await focused('Watch').waitFor();
  });

  it('promise no retry to an agency', async () => {
    await window().expand(VIEW, 'Error');
    await window().clickRow(window().row(VIEW, 'Program 9050'), state('Error'));
    await window()
      .webview()
      .getByRole('img', { name: /^Error, 1 min in queue, 5 min running$/ })
      .waitFor();
    await window().clickRow(window().row(VIEW, 'Program 3629'), state('43%'));
  });

  it('stay with their job once they are kept open, while a second panel follows', async () => {
    const tabs = window().page.locator('.tab[aria-label*="Report export"]');
    await button('Keep Open').click();
    await button('Keep Open').waitFor({ state: 'detached' });
    await window().clickRow(window().row(VIEW, 'Program 9050'), state('Error'));
    assert.equal(await tabs.count(), 2);
    await button('Keep Open').waitFor();
    await window().clickRow(window().row(VIEW, 'Program 3629'), state('43%'));
    assert.equal(await button('Keep Open').count(), 0);
    await window().expand(VIEW, 'Failed');
    await window().clickRow(window().row(VIEW, 'Program 5120'), state('Failed'));
    assert.equal(await tabs.count(), 2);
    const frame = await window().webviewFrame();
    await eventually(async () =>
      assert.match(await frame.evaluate<string>('document.title'), /^Report export \(Program 5120, /),
    );
    await window().screenshot('details-kept');
    await window().command('View: Close Editor');
    await state('43%').waitFor();
  });

  it('offer the result, its checksum, and a replay, and link related jobs', async () => {
    simulator.advance(10 * MINUTE_MS);
    await window().command('Impact Jobs: Refresh');
    await state('Completed').waitFor();
    await button('Download Result').click();
    await button('Reveal Result in Explorer').waitFor();
    await window()
      .webview()
      .getByText(/^[0-9a-f]{64}$/)
      .waitFor();
    await button('Replay Job').click();
    await window().screenshot('replay-question');
    await window().dialogButton('Replay');
    await window()
      .webview()
      .getByRole('button', { name: / · Queued · / })
      .waitFor();
    await window().command('Notifications: Clear All Notifications');
    await window().screenshot('details-completed');
    await window()
      .webview()
      .getByRole('button', { name: / · Queued · / })
      .click();
    await window()
      .webview()
      .getByRole('button', { name: /^11111111 · Completed · / })
      .waitFor();
    await window().screenshot('details-queued');
  });

  it("show the server's JSON unchanged", async () => {
    await button('Show JSON').click();
    await window().editorText().filter({ hasText: '"Status": "QUEUED"' }).waitFor();
  });

  it('run only their own script, whatever a job contains or is injected into the page', async () => {
    await window().expand(VIEW, 'Failed');
    await window().clickRow(
      window().row(VIEW, 'Program 5120'),
      window().webview().locator('.callout').filter({ hasText: HOSTILE }),
    );
    await window().screenshot('details-failed');
    const frame = await window().webviewFrame();
    const title = await frame.evaluate(`(() => {
      document.title = 'still';
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'document.title = "run"');
      image.src = 'data:,';
      document.body.append(image);
      return new Promise((resolve) => image.addEventListener('error', () => resolve(document.title)));
    })()`);
    assert.equal(title, 'still');
    const reached = await frame.evaluate(
      `fetch(${JSON.stringify(simulator.baseUrl)}).then(() => 'reached', () => 'kept in')`,
    );
    assert.equal(reached, 'kept in');
  });
});
