import assert from 'node:assert/strict';
import { ApiClient } from '../../../../src/core/api/apiClient';
import { openGate, type RequestGate } from '../../../../src/core/api/requestGate';
import { Transport } from '../../../../src/core/api/transport';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { ScriptedApi } from '../../../support/scriptedApi';

const MINUTE = 60_000;

describe('A request to the API', () => {
  let clock: FakeClock;
  let api: ScriptedApi;
  let gate: RequestGate;
  let nextAtMs: number | undefined;
  let purposes: string[];
  let client: ApiClient;

  beforeEach(() => {
    clock = new FakeClock();
    api = new ScriptedApi(clock);
    api.jobs.push({ id: 'a', createdAtMs: clock.now() - MINUTE, endsAtMs: clock.now() + MINUTE });
    nextAtMs = undefined;
    gate = { ...openGate(clock), trySpend: () => nextAtMs };
    purposes = [];
    client = new ApiClient({
      account: anAccount(),
      transport: new Transport(clock, () => Promise.resolve(api.fetch)),
      clock,
      readToken: () => Promise.resolve('the-token'),
      gate,
    });
    client.onDidSucceed((purpose) => purposes.push(purpose));
  });

  it('is not sent while the server allows none, and only a 429 says that it does', async () => {
    api.trouble = () => ({ status: 503, headers: { 'Retry-After': '60' } });
    await assert.rejects(client.getJob('a'), { kind: 'server', retryAtMs: clock.now() + MINUTE });
    assert.equal(gate.blockedUntilMs('requests') > clock.now(), false);
    api.trouble = () => ({ status: 429, headers: { 'Retry-After': '60' } });
    await assert.rejects(client.getJob('a'), { kind: 'rateLimited' });
    api.trouble = () => undefined;
    const untilMs = clock.now() + MINUTE;
    assert.equal(client.blockedUntilMs, untilMs);
    await assert.rejects(client.getJob('a'), { kind: 'rateLimited', retryAtMs: untilMs });
    assert.equal(api.requests.length, 2);
    clock.jump(MINUTE);
    assert.equal((await client.getJob('a')).id, 'a');
  });

  it('is not sent if this machine’s own limit is used up, and says when there are requests again', async () => {
    nextAtMs = clock.now() + MINUTE;
    await assert.rejects(client.getJob('a'), { kind: 'budget', retryAtMs: nextAtMs });
    assert.equal(api.requests.length, 0);
  });

  it('tells of each success for what it was, and of no failure', async () => {
    await client.getJob('a');
    await client.getJob('a', undefined, 'watch');
    await client.openDownload('a').then(({ response }) => response.body.destroy());
    await assert.rejects(client.getJob('b'));
    assert.deepEqual(purposes, ['user', 'watch', 'user']);
  });

  it('shows how far the server’s clock is ahead, until a response says otherwise', async () => {
    assert.equal(client.clockAheadMs, undefined);
    api.aheadMs = 11 * MINUTE;
    await client.getJob('a');
    assert.equal(client.clockAheadMs, 11 * MINUTE);
    api.aheadMs = 0; // without a date
    await client.getJob('a');
    assert.equal(client.clockAheadMs, 11 * MINUTE);
  });

  it('gives a job field by field, as it came', async () => {
    const raw = (await client.getRawJob('a')) as Record<string, unknown>;
    assert.equal(raw['Id'], 'a');
  });
});
