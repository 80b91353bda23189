import assert from 'node:assert/strict';
import { ApiClient } from '../../../../src/core/api/apiClient';
import { openGate, type RequestGate } from '../../../../src/core/api/requestGate';
import { Transport } from '../../../../src/core/api/transport';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { ScriptedApi } from '../../../support/scriptedApi';
import { serversForTest } from '../../../support/serversForTest';

const MINUTE = 60_000;

describe('A request to the API', () => {
  const servers = serversForTest();
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

  const clientOf = ({ origin }: URL): ApiClient =>
    new ApiClient({
      account: anAccount({ baseUrl: origin }),
      transport: new Transport(clock),
      clock,
      readToken: () => Promise.resolve('the-token'),
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

  it('has no message of the server if that repeats the credentials, and keeps what it says otherwise', async () => {
    const url = await servers.http((request, response) => {
      const text = `${request.headers.authorization} was refused`;
      const [status, body] = answers.shift() ?? [500, ''];
      response.writeHead(status, { 'Retry-After': '60' }).end(body.replace('$', text));
    });
    const answers: [number, string][] = [
      [503, '<html><title>$</title></html>'],
      [200, '<html><title>$</title></html>'],
      [200, '<html><title>No</title></html>'],
      [503, 'No'],
      [304, ''],
    ];
    const own = clientOf(url);
    const seen: unknown[] = [];
    for (let left = answers.length; left > 0; left--) {
      const { kind, status, retryAtMs, message, serverMessage } = await apiErrorOf(own.getJob('a'));
      seen.push([kind, status, retryAtMs === clock.now() + MINUTE, message, serverMessage]);
    }
    const left = 'contains the credentials, so its message is left out';
    assert.deepEqual(seen, [
      ['server', 503, true, `HTTP 503 ${left}`, undefined],
      ['unreadable', undefined, false, `The response ${left}`, undefined],
      ['unreadable', undefined, false, "The response isn't JSON", 'No'],
      ['server', 503, true, 'HTTP 503: No', 'No'],
      ['unreadable', 304, false, 'HTTP 304 instead of a response', undefined],
    ]);
  });

  it('has only the status of an error whose message breaks off', async () => {
    const url = await servers.http((_, response) => {
      response.writeHead(503, { 'Content-Length': 100 });
      response.write('{"Status":', () => response.destroy());
    });
    const own = clientOf(url);
    await assert.rejects(own.getJob('a'), { kind: 'server', message: 'HTTP 503', serverMessage: undefined });
  });

  it('says which allowance is used up, and does not hold back others', async () => {
    const endMs = clock.now() + 3 * 60 * MINUTE;
    gate.blockUntil('exports', endMs);
    const exporting = client.exportReport({ reportId: 'a', format: 'CSV', filters: {} });
    await assert.rejects(exporting, {
      ...{ kind: 'rateLimited', retryAtMs: endMs },
      message: 'The account has used up its exports',
    });
    assert.equal(client.blockedUntilMs <= clock.now(), true);
    assert.equal((await client.getJob('a')).id, 'a');
  });

  it('knows the UTC offset of the newest job that it has seen', async () => {
    const dates = ['2026-11-20T10:00:00-05:00', '2026-11-22T10:00:00+01:00', '2026-11-21T10:00:00-08:00', 'soon'];
    const url = await servers.http((_, response) => {
      response.end(JSON.stringify({ Id: 'a', Status: 'RUNNING', CreatedDate: dates.shift() }));
    });
    const own = clientOf(url);
    const seen: unknown[] = [];
    for (let left = dates.length; left > 0; left--) {
      await own.getJob('a');
      seen.push(own.seenOffset?.offset);
    }
    assert.deepEqual(seen, ['-05:00', '+01:00', '+01:00', '+01:00']);
    assert.equal(own.seenOffset?.atMs, Date.UTC(2026, 10, 22, 9));
  });

  it('gives a job field by field, as it came', async () => {
    const raw = (await client.getRawJob('a')) as Record<string, unknown>;
    assert.equal(raw['Id'], 'a');
  });
});
