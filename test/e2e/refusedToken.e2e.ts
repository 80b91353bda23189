import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

describe('A token of the environment that impact.com refuses', () => {
  let simulator: Simulator;

  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'empty' });
    return { env: { ...environmentOf(simulator), IMPACT_AUTH_TOKEN: 'wrong' }, size: { width: 1000, height: 560 } };
  });

  after(() => simulator.close());

  it('is told with what corrects it, however often the jobs are refreshed, and never with Replace Token', async () => {
    await window().openContainer(CONTAINER);
    await window().pane(VIEW).locator('.welcome-view-content', { hasText: 'IMPACT_AUTH_TOKEN' }).waitFor();
    for (const time of ['first', 'second']) {
      await window().command('Notifications: Clear All Notifications');
      await window().command('Impact Jobs: Refresh');
      await window().toast('Correct them').waitFor();
      assert.equal(await window().toast('Replace Token').count(), 0, time);
    }
    await window().screenshot('refused-environment');
  });
});
