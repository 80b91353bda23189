import * as assert from 'node:assert/strict';
import type { NewJob } from '../../../src/simulator/jobScript';
import { call, fetchFile, linkTo, pathTo } from './support/call';
import { aCompletedJob, aRunningJob, FIRST_ID, HOUR_MS, MINUTE_MS, simulatorsForTest } from './support/simulators';

describe('A simulated replay', () => {
  const start = simulatorsForTest();
  const replay = (id = FIRST_ID) => `Jobs/${id}/Replay`;

  it('creates a new job for an agency and leaves the old one unchanged', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
    const before = simulator.describeJob(FIRST_ID);
    const answer = await call(simulator, pathTo(simulator, replay()), { method: 'PUT' });
    const job = answer.json();
    assert.equal(answer.status, 200);
    assert.notEqual(job['Id'], FIRST_ID);
    assert.deepEqual(
      [job['Status'], job['CreatedDate'], job['CompletedDate'], job['Type']],
      ['QUEUED', '2026-11-23T09:00:00-05:00', '', 'ApiReport'],
    );
    assert.deepEqual(simulator.describeJob(FIRST_ID), before);
    simulator.advance(HOUR_MS);
    assert.equal(simulator.describeJob(String(job['Id']))['Status'], 'COMPLETED');
  });

  it('queues the same job again for a brand and a partner, with its old dates', async () => {
    for (const kind of ['brand', 'partner'] as const) {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })], { accounts: [{ kind }] });
      const old = simulator.describeJob(FIRST_ID);
      const job = (await call(simulator, pathTo(simulator, replay()), { method: 'PUT' })).json();
      assert.deepEqual([job['Id'], job['Status'], job['PercentageComplete']], [FIRST_ID, 'QUEUED', 0]);
      assert.deepEqual(
        [job['CreatedDate'], job['StartedDate'], job['CompletedDate']],
        [old['CreatedDate'], old['StartedDate'], old['CompletedDate']],
      );
      assert.equal((await call(simulator, pathTo(simulator, `Jobs/${FIRST_ID}/Download`))).status, 202);
      simulator.advance(HOUR_MS);
      assert.deepEqual(
        [simulator.describeJob(FIRST_ID)['Status'], simulator.describeJob(FIRST_ID)['CompletedDate']],
        ['COMPLETED', '2026-11-23T09:00:33-05:00'],
      );
    }
  });

  it('keeps serving a brand’s old file through an old link until the new one exists, with another ETag', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })], {
      accounts: [{ kind: 'brand' }],
      linkLifetimeMs: HOUR_MS,
    });
    const link = await linkTo(simulator, FIRST_ID);
    const before = await fetchFile(simulator, link);
    await call(simulator, pathTo(simulator, replay()), { method: 'PUT' });
    assert.equal((await fetchFile(simulator, link)).headers.etag, before.headers.etag);
    simulator.advance(MINUTE_MS);
    const after = await fetchFile(simulator, link, { range: 'bytes=10-', 'if-range': before.headers.etag ?? '' });
    assert.equal(after.status, 200);
    assert.notEqual(after.headers.etag, before.headers.etag);
  });

  const outcomes: [string, NewJob, number, number][] = [
    ['a completed job', aCompletedJob(), 200, 200],
    ['a failed job', aCompletedJob({ outcome: { status: 'FAILED', message: 'No.' } }), 200, 200],
    ['a canceled job', aCompletedJob({ outcome: { status: 'CANCELLED' } }), 200, 200],
    [
      'a job in ERROR',
      {
        createdAgoMs: 2 * MINUTE_MS,
        queueMs: 0,
        runMs: MINUTE_MS,
        outcome: { status: 'ERROR', message: 'No.', failedTries: 2 },
      },
      200,
      403,
    ],
    ['a running job', aRunningJob(), 403, 403],
    ['a queued job', { queueMs: HOUR_MS }, 403, 403],
    ['a job of a type that is not replayable', aCompletedJob({ replayable: false }), 403, 403],
  ];
  for (const [what, job, agency, brand] of outcomes) {
    it(`of ${what} returns ${agency} for an agency and ${brand} for a brand, as Replayable says`, async () => {
      for (const [kind, status] of [
        ['agency', agency],
        ['brand', brand],
      ] as const) {
        const simulator = await start([{ ...job, id: FIRST_ID }], { accounts: [{ kind }] });
        const replayable = simulator.describeJob(FIRST_ID)['Replayable'];
        const answer = await call(simulator, pathTo(simulator, replay()), { method: 'PUT' });
        assert.deepEqual([answer.status, replayable], [status, status === 200]);
        if (status === 403) {
          assert.match(String(answer.json()['Message']), /not in a replayable state: it is|can not be replayed/);
        }
      }
    });
  }

  it('of an unknown job returns 404', async () => {
    const simulator = await start();
    assert.equal((await call(simulator, pathTo(simulator, replay('nothing')), { method: 'PUT' })).status, 404);
  });

  it('has a result with mostly the same rows, and some changed, removed, and new ones', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { rows: 1_000 } })]);
    const { Id } = (await call(simulator, pathTo(simulator, replay()), { method: 'PUT' })).json();
    simulator.advance(HOUR_MS);
    const rowsOf = (id: string) => {
      const result = simulator.resultOf(id);
      assert.ok(result);
      return new Map(
        result
          .read(0, result.lengthBytes)
          .toString()
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => [line.split(',')[0] ?? '', line]),
      );
    };
    const [before, after] = [rowsOf(FIRST_ID), rowsOf(String(Id))];
    const gone = [...before.keys()].filter((key) => !after.has(key)).length;
    const added = [...after.keys()].filter((key) => !before.has(key)).length;
    const changed = [...before].filter(([key, row]) => after.has(key) && after.get(key) !== row).length;
    assert.equal(after.size, 1_008);
    assert.equal(added - gone, 8);
    assert.ok(gone > 5 && gone < 60 && changed > 10 && changed < 120, `${gone} gone, ${changed} changed`);
    assert.equal(simulator.describeJob(String(Id))['RecordsProcessed'], 1_008);
  });

  it('follows the replay script if there is one', async () => {
    const simulator = await start([
      aCompletedJob({
        id: FIRST_ID,
        replay: { queueMs: 0, runMs: 1_000, outcome: { status: 'FAILED', message: 'Again.' } },
      }),
    ]);
    const { Id } = (await call(simulator, pathTo(simulator, replay()), { method: 'PUT' })).json();
    simulator.advance(1_000);
    assert.deepEqual(
      [simulator.describeJob(String(Id))['Status'], simulator.describeJob(String(Id))['StatusMessage']],
      ['FAILED', 'Again.'],
    );
  });
});
