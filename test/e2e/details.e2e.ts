import assert from 'node:assert/strict';
import { progressCurves } from '../../src/simulator/progressCurve';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const RUNNING = '11111111-0000-4000-8000-000000000001';
const HOSTILE = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
const steady = { type: 'ApiReport', curve: progressCurves.steady, progressEveryMs: SECOND_MS } as const;
const JOBS = [
  { ...steady, id: RUNNING, programId: '3629', createdAgoMs: 5 * MINUTE_MS, queueMs: MINUTE_MS, runMs: 10 * MINUTE_MS, result: { rows: 42_000 } },
  { ...steady, programId: '5120', createdAgoMs: 50 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS, outcome: { status: 'FAILED', message: HOSTILE, atPercent: 71 } },
] as const;

describe('The details of a job', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern' };
  });

  after(() => simulator.close());

  it('are shown in a panel that follows the job', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Report export 40%').click();
    await window().webview().getByRole('heading', { name: 'Report export' }).waitFor();
    await window().webview().getByText(RUNNING).waitFor();
    simulator.advance(MINUTE_MS);
    await window().titleAction('Refresh');
    await window().webview().locator('.state').filter({ hasText: '50%' }).waitFor();
    await window().screenshot('details-running-dark');
  });

  it('are there again after a reload', async () => {
    await window().reload();
    await window().webview().locator('.state').filter({ hasText: '50%' }).waitFor();
  });

  it('run no script but their own, whatever a job bears or is put into the page', async () => {
    await window().expand(VIEW, 'Failed');
    await window().row(VIEW, 'Program 5120').click();
    await window().webview().locator('.callout').filter({ hasText: HOSTILE }).waitFor();
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
    const reached = await frame.evaluate(`fetch(${JSON.stringify(simulator.baseUrl)}).then(() => 'reached', () => 'kept in')`);
    assert.equal(reached, 'kept in');
    await eventually(async () => assert.match(await window().webview().locator('main').innerText(), /71%/));
  });
});
