import * as assert from 'node:assert/strict';
import { call, pathTo } from './support/call';
import { DAY_MS, HOUR_MS, MINUTE_MS, simulatorsForTest } from './support/simulators';

describe('The simulated rate limits', () => {
  const start = simulatorsForTest();

  it('count an account’s requests in an hour and return the remaining ones', async () => {
    const simulator = await start();
    await call(simulator, pathTo(simulator, 'Jobs'));
    simulator.advance(MINUTE_MS);
    const { headers } = await call(simulator, pathTo(simulator, 'Reports'));
    assert.deepEqual(
      [headers['x-ratelimit-limit'], headers['x-ratelimit-remaining'], headers['x-ratelimit-reset']],
      ['1000', '998', '3540'],
    );
    assert.equal(headers['retry-after'], undefined);
  });

  it('return 429 with Retry-After when none are left, until the hour ends', async () => {
    const simulator = await start([], { rateLimits: { requestsPerHour: 2 } });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index++) {
      statuses.push((await call(simulator, pathTo(simulator, 'Jobs'))).status);
    }
    simulator.advance(20 * MINUTE_MS);
    const refusal = await call(simulator, pathTo(simulator, 'Jobs'));
    assert.deepEqual(statuses, [200, 200, 429, 429]);
    assert.deepEqual(
      [refusal.headers['retry-after'], refusal.headers['x-ratelimit-remaining'], refusal.json()['Status']],
      ['2400', '0', 'ERROR'],
    );
    simulator.advance(40 * MINUTE_MS);
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).status, 200);
  });

  it('are shared by all tokens of an account and its other scripts', async () => {
    const sid = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';
    const simulator = await start([], {
      accounts: [{ kind: 'agency', sid }, { kind: 'agency', sid }, { kind: 'agency' }],
    });
    const [, second, other] = simulator.accounts;
    simulator.spendRequests(990);
    await call(simulator, pathTo(simulator, 'Jobs'));
    assert.equal(
      (await call(simulator, pathTo(simulator, 'Jobs'), { account: second })).headers['x-ratelimit-remaining'],
      '8',
    );
    assert.equal(
      (await call(simulator, `${other?.path}/Jobs`, { account: other })).headers['x-ratelimit-remaining'],
      '999',
    );
    simulator.spendRequests(5_000);
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).status, 429);
  });

  it("don't count unauthenticated requests", async () => {
    const simulator = await start();
    await call(simulator, pathTo(simulator, 'Jobs'), { account: null });
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).headers['x-ratelimit-remaining'], '999');
  });

  it('have other header names for a partner', async () => {
    const simulator = await start([], { accounts: [{ kind: 'partner' }] });
    const { headers } = await call(simulator, pathTo(simulator, 'Jobs'));
    assert.deepEqual(
      [
        headers['x-ratelimit-limit-hour'],
        headers['x-ratelimit-remaining-hour'],
        headers['ratelimit-reset'],
        headers['x-ratelimit-limit'],
      ],
      ['1000', '999', '3600', undefined],
    );
  });

  it('can return the reset as a Unix time and omit Retry-After', async () => {
    const simulator = await start([], { rateLimits: { requestsPerHour: 0, resetAs: 'unixTime', retryAfter: false } });
    const { headers, status } = await call(simulator, pathTo(simulator, 'Jobs'));
    assert.deepEqual(
      [status, headers['x-ratelimit-reset'], headers['retry-after']],
      [429, String((simulator.now() + HOUR_MS) / 1_000), undefined],
    );
  });

  it('allow a hundred exports a day, separate from the other requests', async () => {
    const simulator = await start();
    const exportPath = pathTo(simulator, 'ReportExport/agency_partner_listing');
    for (let index = 0; index < 100; index++) {
      assert.equal((await call(simulator, exportPath)).status, 200);
    }
    const refusal = await call(simulator, exportPath);
    assert.deepEqual(
      [refusal.status, refusal.headers['x-ratelimit-limit'], refusal.headers['retry-after']],
      [429, '100', '86400'],
    );
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).headers['x-ratelimit-remaining'], '999');
    simulator.advance(DAY_MS);
    assert.equal((await call(simulator, exportPath)).status, 200);
  });

  it('allow ten click exports a day', async () => {
    const simulator = await start([], { accounts: [{ kind: 'brand' }] });
    const statuses = new Set<number>();
    for (let index = 0; index < 10; index++) {
      statuses.add((await call(simulator, pathTo(simulator, `Programs/${index}/ClickExport`))).status);
    }
    assert.deepEqual([...statuses], [200]);
    assert.equal((await call(simulator, pathTo(simulator, 'Programs/1/ClickExport'))).status, 429);
  });
});
