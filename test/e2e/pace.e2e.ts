import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const RUNNING = { type: 'ApiReport', createdAgoMs: 20 * MINUTE_MS, queueMs: 0, runMs: 60 * MINUTE_MS } as const;
const NEARLY_ALL = 970;

describe('When few requests are left', () => {
  let simulator: Simulator;

  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [RUNNING, { ...RUNNING, programId: '3629' }] } });
    simulator.spendRequests(NEARLY_ALL);
    return { env: environmentOf(simulator), size: { width: 1000, height: 560 } };
  });

  after(() => simulator.close());

  it('the view says how old its jobs are, when the next update comes, and until when updates are rare', async () => {
    const { page } = window();
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    await page
      .getByText(/^as of .+, next .+/)
      .first()
      .waitFor();
    await page
      .locator('.message', { hasText: /jobs are updated every .+ until .+\.$/ })
      .first()
      .waitFor();
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await window().setTheme(theme);
      await window().screenshot(`pace-${theme.replaceAll(' ', '-').toLowerCase()}`);
    }
  });
});
