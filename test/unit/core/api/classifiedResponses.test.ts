import assert from 'node:assert/strict';
import type { ApiErrorKind } from '../../../../src/core/apiError';
import type { FaultBody } from '../../../../src/simulator/fault';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { aCompletedJob, aRunningJob, DAY_MS, FIRST_ID, simulatorsForTest } from '../../simulator/support/simulators';

describe('The client of the Jobs API classifies a response', () => {
  const start = simulatorsForTest();
  let clock: FakeClock;
  let since: number;

  beforeEach(() => {
    clock = new FakeClock();
    since = clock.now() - 7 * DAY_MS;
  });

  const answers: readonly (readonly [status: number, body: FaultBody, kind: ApiErrorKind])[] = [
    [400, 'envelope', 'rejected'],
    [401, 'envelope', 'unauthorized'],
    [403, 'xml', 'forbidden'],
    [404, 'envelope', 'notFound'],
    [404, 'empty', 'unreadable'],
    [404, { text: '{"message":"no Route matched with those values"}' }, 'unreadable'],
    [404, { text: 'default backend - 404', contentType: 'text/plain' }, 'unreadable'],
    [404, 'xml', 'notFound'],
    [400, 'firewall', 'unreadable'],
    [405, 'html', 'unreadable'],
    [407, 'html', 'rejected'],
    [408, 'html', 'timeout'],
    [429, 'html', 'rateLimited'],
    [401, 'firewall', 'unreadable'],
    [403, 'firewall', 'unreadable'],
    [404, 'firewall', 'unreadable'],
    [451, 'firewall', 'unreadable'],
    [511, 'firewall', 'unreadable'],
    [200, 'firewall', 'unreadable'],
    [401, 'empty', 'unreadable'],
    [403, { text: '{"error":"blocked"}' }, 'unreadable'],
    [403, { text: 'Access denied by policy', contentType: 'text/plain' }, 'unreadable'],
    [401, { text: '{"Message":"Access Denied"}' }, 'unreadable'],
    [403, { text: '{"Message":"User is not authorized to access this resource"}' }, 'unreadable'],
    [401, { text: '{"Status":"blocked","Message":"Sign in to the guest network"}' }, 'unreadable'],
    [403, { text: '{"Status":"ERROR"}' }, 'unreadable'],
    [401, { text: '{"Id":"a","Status":"ERROR","Message":"x"}' }, 'unreadable'],
    [401, { text: '<ImpactRadiusResponse/>', contentType: 'application/xml' }, 'unreadable'],
    [401, { text: '{"Status":"error","Errors":[{"Message":"Access Denied"}]}' }, 'unauthorized'],
    [410, 'empty', 'notFound'],
    [429, 'envelope', 'rateLimited'],
    [500, 'envelope', 'server'],
    [502, 'html', 'server'],
    [503, 'empty', 'server'],
    [200, 'envelope', 'rejected'],
    [200, 'xml', 'rejected'],
    [200, 'html', 'unreadable'],
    [200, 'empty', 'unreadable'],
    [200, 'invalidJson', 'unreadable'],
    [204, 'empty', 'unreadable'],
    [302, 'html', 'unreadable'],
    [304, 'empty', 'unreadable'],
    [200, { text: '"jobs"' }, 'unreadable'],
    [200, { text: '{"Jobs":[' }, 'unreadable'],
  ];
  for (const [status, body, kind] of answers) {
    it(`HTTP ${status} with ${typeof body === 'string' ? body : JSON.stringify(body)}: ${kind}, for a list, a job and a replay`, async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      simulator.setFault({ kind: 'answer', status, body });
      for (const call of ['listJobs', 'getJob', 'replayJob'] as const) {
        // A client of its own each: a 429 blocks the next request.
        const client = aClient(simulator, clock);
        const error = await apiErrorOf(call === 'listJobs' ? client.listJobs(since) : client[call](FIRST_ID));
        const isOfAccount = call === 'listJobs' && kind === 'notFound';
        assert.equal(error.kind, isOfAccount ? 'unknownAccount' : kind, call);
        assert.equal(clock.timerCount, 0);
      }
    });
  }

  it('a list far beyond any limit: tooLarge', async () => {
    const simulator = await start();
    simulator.setFault({ kind: 'answer', body: { hugeJsonBytes: 5_000_000 } });
    assert.equal((await apiErrorOf(aClient(simulator, clock).getJob(FIRST_ID))).kind, 'tooLarge');
  });

  it('a job in status ERROR: a job', async () => {
    const simulator = await start([
      aRunningJob({ id: FIRST_ID, runMs: 1_000, outcome: { status: 'ERROR', message: 'Later', failedTries: 1 } }),
    ]);
    assert.equal((await aClient(simulator, clock).getJob(FIRST_ID)).status, 'ERROR');
  });

  it('a response without a job: unreadable', async () => {
    const simulator = await start();
    for (const text of ['{}', '[]', '7', '{"Job":{}}', '{"Id":""}', '{"Id":"row 1"}']) {
      const clear = simulator.setFault({ kind: 'answer', body: { text } });
      assert.equal((await apiErrorOf(aClient(simulator, clock).getJob(FIRST_ID))).kind, 'unreadable', text);
      clear();
    }
  });

  it('a job wrapped in its name: the job', async () => {
    const simulator = await start();
    simulator.setFault({
      kind: 'answer',
      body: { text: JSON.stringify({ Job: { Id: FIRST_ID, Status: 'Running' } }) },
    });
    assert.deepEqual((({ id, status }) => [id, status])(await aClient(simulator, clock).getJob(FIRST_ID)), [
      FIRST_ID,
      'RUNNING',
    ]);
  });
});
