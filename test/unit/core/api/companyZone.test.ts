import assert from 'node:assert/strict';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { simulatorsForTest } from '../../simulator/support/simulators';

describe("The time zone of an account's company", () => {
  const start = simulatorsForTest();
  const clock = new FakeClock();

  it('is asked for once, for each kind of account', async () => {
    for (const kind of ['agency', 'brand', 'partner'] as const) {
      const simulator = await start([], {
        accounts: [{ kind, companyTimezone: '(GMT -06:00) Central Time (US & Canada)' }],
      });
      const client = aClient(simulator, clock);
      const asked = [client.companyZone(clock.now()), client.companyZone(clock.now())];
      assert.deepEqual(await Promise.all(asked), ['America/Chicago', 'America/Chicago']);
      assert.equal(await client.companyZone(clock.now()), 'America/Chicago');
      assert.deepEqual(
        simulator.requests.map(({ path }) => path),
        [`${simulator.accounts[0]?.path}/CompanyInformation`],
      );
    }
  });

  it('is not asked for again if the token may not read it', async () => {
    const simulator = await start([], { accounts: [{ kind: 'agency', scopes: ['Jobs'] }] });
    const client = aClient(simulator, clock);
    const kinds = [
      await apiErrorOf(client.companyZone(clock.now())),
      await apiErrorOf(client.companyZone(clock.now())),
    ];
    assert.deepEqual([kinds.map(({ kind }) => kind), simulator.requests.length], [['forbidden', 'forbidden'], 1]);
  });

  it('is asked for again if the first request fails in a way that passes', async () => {
    const simulator = await start();
    const client = aClient(simulator, clock);
    simulator.setFault({ kind: 'answer', endpoint: 'company', status: 503, body: 'envelope', nth: 1 });
    assert.equal((await apiErrorOf(client.companyZone(clock.now()))).kind, 'server');
    assert.equal(await client.companyZone(clock.now()), 'America/Bogota');
  });
});
