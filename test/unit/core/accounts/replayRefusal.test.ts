import assert from 'node:assert/strict';
import { explainReplayRefusal } from '../../../../src/core/accounts/replayRefusal';
import { startSimulator, type Simulator } from '../../../../src/simulator/startSimulator';
import type { NewJob } from '../../../../src/simulator/jobScript';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const FINISHED = { id: ID, createdAgoMs: 600_000, queueMs: 0, runMs: 1000 };

describe('A refused replay', () => {
  let simulator: Simulator;

  afterEach(() => simulator.close());

  async function refusal(readOnly: boolean, job: NewJob) {
    const clock = new FakeClock();
    simulator = await startSimulator({ clock, accounts: [{ kind: 'agency', readOnly }], scenario: { jobs: [job] } });
    const client = aClient(simulator, clock);
    return explainReplayRefusal(client, ID, await apiErrorOf(client.replayJob(ID)));
  }

  it('was refused because of the token if the job can be replayed', async () => {
    assert.deepEqual(await refusal(true, FINISHED), { kind: 'readOnlyToken' });
  });

  it('was refused because of the job if the job runs again', async () => {
    const explained = await refusal(false, { ...FINISHED, runMs: 6_000_000 });
    assert.equal(explained?.kind === 'notReplayable' && explained.job.status, 'RUNNING');
  });

  it("was refused because of the job if its type doesn't support replay", async () => {
    assert.equal((await refusal(false, { ...FINISHED, replayable: false }))?.kind, 'notReplayable');
  });

  it("is unexplained if the job doesn't say, is gone, or the failure is a different one", async () => {
    assert.equal(await refusal(true, { ...FINISHED, fields: { Replayable: null } }), undefined);
    const client = aClient(simulator, new FakeClock());
    simulator.removeJob(ID);
    assert.equal(await explainReplayRefusal(client, ID, await apiErrorOf(client.replayJob(ID))), undefined);
  });
});
