import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill } from './support/signedIn';
import { useWindow } from './support/useWindow';

for (const { what, scopes, zone } of [
  { what: 'states its time zone', scopes: undefined, zone: "America/Bogota, the account's time zone" },
  {
    what: 'may not tell its time zone',
    scopes: ['Jobs', 'Reports', 'ReportExport'],
    zone: "UTC, this machine's time zone, because the account's isn't known",
  },
] as const) {
  describe(`An account without jobs that ${what}`, () => {
    let simulator: Simulator;
    const window = useWindow(async () => {
      simulator = await startStill({
        scenario: { jobs: [] },
        accounts: [{ kind: 'agency', ...(scopes && { scopes }) }],
      });
      return { env: { ...environmentOf(simulator), TZ: 'UTC' }, theme: 'Default Dark Modern' };
    });

    after(() => simulator.close());

    it('is asked for it once, when days are to be selected, and the steps say which one they use', async () => {
      const { step, take } = exportSteps(window);
      const asked = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'company').length;
      await window().openContainer(CONTAINER);
      await window().command('Impact Jobs: Export a Report…');
      await step('Export a Report (1/5)');
      assert.equal(asked(), 0);
      await take('Export a Report (1/5)', 'Action Listing');
      await step('Export Action Listing (2/5)');
      await window().quickInput.rows.filter({ hasText: zone }).waitFor();
      for (const [number, row] of [
        [2, 'Last month'],
        [3, 'Continue'],
        [4, 'CSV'],
      ] as const) {
        await take(`Export Action Listing (${number}/5)`, row);
      }
      await step('Export Action Listing (5/5)');
      await window().quickInput.rows.filter({ hasText: zone }).waitFor();
      await window().screenshot(`zone-${scopes === undefined ? 'stated' : 'unknown'}`);
      assert.equal(asked(), 1);
    });
  });
}
