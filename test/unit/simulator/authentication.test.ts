import * as assert from 'node:assert/strict';
import { basic, call, pathTo } from './support/call';
import { aCompletedJob, FIRST_ID, simulatorsForTest } from './support/simulators';

describe('Signing in to the simulator', () => {
  const start = simulatorsForTest();

  it('accepts the SID and token of an account with Basic authentication', async () => {
    const simulator = await start();
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).status, 200);
  });

  it('returns 401 with an envelope for wrong, missing, and malformed credentials', async () => {
    const simulator = await start();
    const [account] = simulator.accounts;
    assert.ok(account);
    const attempts = [
      basic({ ...account, token: 'wrong' }),
      basic({ sid: 'IRother', token: account.token }),
      'Bearer abc',
      'Basic',
      'Basic ???',
    ];
    for (const authorization of attempts) {
      const answer = await call(simulator, pathTo(simulator, 'Jobs'), { account: null, headers: { authorization } });
      assert.equal(answer.status, 401, authorization);
      assert.equal(answer.json()['Status'], 'ERROR');
    }
    const anonymous = await call(simulator, pathTo(simulator, 'Jobs'), { account: null, accept: '*/*' });
    assert.equal(anonymous.status, 401);
    assert.match(anonymous.text, /<ImpactRadiusResponse><Status>ERROR<\/Status><Message>/);
  });

  it('denies an account the paths of another account or kind', async () => {
    const simulator = await start([], { accounts: [{ kind: 'agency' }, { kind: 'brand' }] });
    const [agency, brand] = simulator.accounts;
    assert.ok(agency && brand);
    assert.equal((await call(simulator, `${brand.path}/Jobs`)).status, 401);
    assert.equal((await call(simulator, `/Advertisers/${agency.sid}/Jobs`)).status, 401);
    assert.equal((await call(simulator, `${brand.path}/Jobs`, { account: brand })).status, 200);
  });

  it('returns 403, not 401, for a token without the scope', async () => {
    const simulator = await start([], { accounts: [{ kind: 'agency', scopes: ['Reports'] }] });
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).status, 403);
    assert.equal((await call(simulator, pathTo(simulator, 'Reports'))).status, 200);
  });

  it('lets a read-only token list and download, but not replay', async () => {
    const sid = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';
    const simulator = await start([aCompletedJob({ id: FIRST_ID })], {
      accounts: [
        { kind: 'agency', sid },
        { kind: 'agency', sid, readOnly: true },
      ],
    });
    const [full, account] = simulator.accounts;
    const { status } = await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Download`), { account });
    const refusal = await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Replay`), { account, method: 'PUT' });
    assert.deepEqual([status, refusal.status], [302, 403]);
    assert.match(String(refusal.json()['Message']), /permission/);
    assert.equal(
      (await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Replay`), { account: full, method: 'PUT' })).status,
      200,
    );
  });

  it('has accounts that look like the published example and depend only on the seed', async () => {
    const [one, same, other] = [await start(), await start(), await start([], { seed: 2 })].map(
      ({ accounts }) => accounts[0],
    );
    assert.match(one?.sid ?? '', /^IR[A-Za-z0-9]{32}$/);
    assert.match(one?.token ?? '', /not-a-real-token/);
    assert.deepEqual(one, same);
    assert.notEqual(one?.sid, other?.sid);
  });

  it('returns 404 for an unknown path, 405 for a method, and 411 for a chunked body', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
    for (const path of [
      '/',
      '//',
      '/Agencies',
      pathTo(simulator, 'Nothing'),
      pathTo(simulator, 'Jobs/a/b'),
      pathTo(simulator, 'Programs/1/ClickExport'),
      '/%',
    ]) {
      assert.equal((await call(simulator, path)).status, 404, path);
    }
    const wrongMethod = await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Replay`));
    assert.deepEqual([wrongMethod.status, wrongMethod.headers.allow], [405, 'PUT']);
    const chunked = await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Replay`), {
      method: 'PUT',
      headers: { 'transfer-encoding': 'chunked' },
    });
    assert.equal(chunked.status, 411);
  });

  it('logs every request, without the credentials', async () => {
    const simulator = await start();
    await call(simulator, `${pathTo(simulator, 'Jobs')}?CreatedAfter=2026-11-01`, { headers: { 'IR-Version': '3' } });
    await call(simulator, '/nowhere', { account: null });
    const [list, unknown] = simulator.requests;
    assert.deepEqual(
      [list?.endpoint, list?.method, list?.query, list?.status, list?.origin, list?.hasAuthorization, list?.atMs],
      ['list', 'GET', 'CreatedAfter=2026-11-01', 200, 'api', true, simulator.now()],
    );
    assert.deepEqual([list?.headers['ir-version'], list?.headers['authorization'], list?.sentBytes], ['3', 'Basic', 2]);
    assert.deepEqual([unknown?.endpoint, unknown?.status, unknown?.hasAuthorization], ['unknown', 404, false]);
    assert.equal(JSON.stringify(simulator.requests).includes(simulator.accounts[0]?.token ?? ''), false);
  });
});
