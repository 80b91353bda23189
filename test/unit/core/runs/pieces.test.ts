import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../../../src/core/apiError';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { piecesOf } from '../../../../src/core/reports/pieces';
import type { PlannedMember, Run, RunTable } from '../../../../src/core/runs/run';
import type { RunPorts } from '../../../../src/core/runs/runPorts';
import { type Manifest, MANIFEST_FILE } from '../../../../src/core/savedExports/manifest';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import type { FakeClock } from '../../../support/fakeClock';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS } from '../../simulator/support/simulators';
import { aMember, type EngineForTest } from './support/engineForTest';
import { enginesForTest } from './support/enginesForTest';

const DAY_MS = 24 * HOUR_MS;

describe('An export in pieces', () => {
  const { begin, engine: engineIn, results, manifestOf } = enginesForTest();
  let simulator: Simulator;
  let client: ApiClient;
  let clock: FakeClock;

  const manifest = (): Manifest => manifestOf('Months');
  const asked = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;
  const replayed = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length;
  const months = (start: string, end: string, refresh = 0): readonly PlannedMember[] => {
    const pieces = piecesOf({ start, end }, 'month');
    const saved = aMember({ period: { from: start, to: end }, filters: {}, timeZone: 'UTC' });
    return pieces.map((piece, index) => ({
      ...saved,
      piece,
      ...(index >= pieces.length - refresh && { isRefreshed: true }),
    }));
  };

  const anEngine = (change?: Partial<RunPorts>): EngineForTest => engineIn({ client, clock }, change);

  async function runToEnd(
    members: readonly PlannedMember[],
    engine = anEngine(),
    tables: readonly RunTable[] = [],
  ): Promise<Run> {
    await engine.poll(); // so that it knows which jobs exist
    await engine.engine.start(engine.plan('Months', members, { tables }));
    simulator.advance(HOUR_MS);
    await engine.poll();
    await waitUntil(() => engine.ended.length === 1);
    const [ended] = engine.ended;
    assert.ok(ended);
    return ended;
  }

  beforeEach(async () => {
    ({ simulator, client, clock } = await begin());
  });

  it('requests the days of each piece, and has a file and a manifest entry for each', async () => {
    await runToEnd(months('2026-08-15', '2026-10-31'));
    const { files, members } = manifest();
    assert.deepEqual(
      files.map(({ piece, parameters }) => [piece?.start, parameters['START_DATE'], parameters['END_DATE']]).sort(),
      [
        ['2026-08-15', '2026-08-15', '2026-08-31'],
        ['2026-09-01', '2026-09-01', '2026-09-30'],
        ['2026-10-01', '2026-10-01', '2026-10-31'],
      ],
    );
    assert.deepEqual(
      members?.map(({ piece, state, file }) => [piece?.end, state, file]),
      [
        ['2026-08-31', 'downloaded', 'result 2026-08-15 - 2026-08-31.csv'],
        ['2026-09-30', 'downloaded', 'result 2026-09.csv'],
        ['2026-10-31', 'downloaded', 'result 2026-10.csv'],
      ],
    );
  });

  it('requests only pieces that are missing, changed on the disk, or to be refreshed', async () => {
    await runToEnd(months('2026-08-01', '2026-10-31'));
    assert.equal(asked(), 3);
    clock.jump(simulator.now() - clock.now());
    const again = await runToEnd(months('2026-07-01', '2026-10-31'));
    assert.equal(asked(), 4, 'only July is missing');
    assert.deepEqual(
      again.members.map(({ isKept, state }) => [isKept === true, state]),
      [
        [false, 'done'],
        [true, 'done'],
        [true, 'done'],
        [true, 'done'],
      ],
    );
    await runToEnd(months('2026-08-01', '2026-10-31', 1));
    assert.deepEqual([asked(), replayed()], [5, 1], 'the newest one has current data');
    writeFileSync(path.join(results(), 'Months', 'result 2026-08.csv'), 'edited');
    await runToEnd(months('2026-08-01', '2026-10-31'));
    assert.equal(asked(), 6);
  });

  it('takes all pieces that are there in one step, because each step writes the whole run', async () => {
    await runToEnd(months('2026-08-01', '2026-10-31'));
    clock.jump(simulator.now() - clock.now());
    const engine = anEngine();
    const kept = new Set<number>();
    engine.engine.onDidChange(({ members }) => kept.add(members.filter(({ isKept }) => isKept === true).length));
    await runToEnd(months('2026-07-01', '2026-10-31'), engine);
    assert.deepEqual([...kept], [0, 3]);
  });

  it('requests a piece again whose days were not over', async () => {
    await runToEnd(months('2026-11-01', '2026-11-30'));
    simulator.advance(DAY_MS);
    clock.jump(simulator.now() - clock.now());
    await runToEnd(months('2026-11-01', '2026-11-30'));
    assert.deepEqual([asked(), replayed()], [2, 1]);
  });

  it('keeps no piece of other filters or another account', async () => {
    await runToEnd(months('2026-10-01', '2026-10-31'));
    const [member] = months('2026-10-01', '2026-10-31');
    assert.ok(member?.saved);
    await runToEnd([{ ...member, saved: { ...member.saved, filters: { SUBAID: '4187' } } }]);
    assert.equal(asked(), 2);
    await runToEnd([member], anEngine({ accountOf: () => ({ sid: 'IRother', kind: 'agency' }) }));
    assert.equal(asked(), 3);
  });

  it('is requested again if someone has damaged what the manifest says of it', async () => {
    await runToEnd(months('2026-10-01', '2026-10-31'));
    const file = path.join(results(), 'Months', MANIFEST_FILE);
    const { files, ...rest } = manifest();
    const [entry] = files;
    assert.ok(entry);
    const zone = { name: 'lastMonth', start: '2026-10-01', end: '2026-10-31', timeZone: 'Moon/Base' };
    const damages: readonly object[] = [
      ...['account', 'job', 'report', 'parameters'].map((part) => ({ [part]: undefined })),
      { job: { ...entry.job, createdAt: 'soon' } },
      { period: zone, job: { ...entry.job, createdAt: '2026-10-31T23:30:00Z' } },
    ];
    const [member] = months('2026-10-01', '2026-10-31');
    assert.ok(member?.saved);
    const withoutZone = [{ ...member, saved: { ...member.saved, timeZone: undefined } }];
    for (const [index, damage] of damages.entries()) {
      writeFileSync(file, JSON.stringify({ ...rest, files: [{ ...entry, ...damage }] }));
      const run = await runToEnd(withoutZone);
      const states = run.members.map(({ state, isKept }) => [state, isKept]);
      assert.deepEqual([states, asked() + replayed()], [[['done', undefined]], index + 2], JSON.stringify(damage));
    }
  });

  it('waits overnight for the exports of another day, and says until when', async () => {
    let left = 2;
    const engine = anEngine({
      exportsLeft: () => left - asked(),
      exportsAgainAt: () => simulator.now() + 10 * HOUR_MS,
    });
    const run = await engine.engine.start(engine.plan('Months', months('2026-07-01', '2026-10-31')));
    assert.deepEqual(
      run.members.map(({ state, sentence }) => [state, sentence]),
      [
        ['waiting', undefined],
        ['waiting', undefined],
        ['planned', 'Actions: waitsForExports'],
        ['planned', 'Actions: waitsForExports'],
      ],
    );
    left = 100;
    await clock.advance(10 * HOUR_MS - 1);
    assert.equal(asked(), 2);
    await clock.advance(1);
    await waitUntil(() => asked() === 4);
    simulator.advance(12 * HOUR_MS);
    await engine.poll();
    await waitUntil(() => engine.ended.length === 1);
    assert.ok(engine.ended[0]?.members.every(({ state }) => state === 'done'));
  });

  it('waits as long as this machine’s own limit says, in its words', async () => {
    const retryAtMs = clock.now() + HOUR_MS;
    const schedule = (): Promise<never> => Promise.reject(new ApiError('budget', 'Own limit', { retryAtMs }));
    const engine = anEngine({ schedule });
    const { members } = await engine.engine.start(engine.plan('Months', months('2026-10-01', '2026-10-31')));
    assert.deepEqual(
      members.map(({ state, sentence }) => [state, sentence]),
      [['planned', 'ApiError: Own limit']],
    );
    assert.ok(clock.hasTimerIn(HOUR_MS));
  });

  it('is requested in a folder that is not on a disk, whatever the manifest says', async () => {
    await runToEnd(months('2026-10-01', '2026-10-31'));
    const engine = anEngine();
    const remote = { remoteFolder: 'vscode-vfs://x/y' };
    const run = await engine.engine.start(engine.plan('Months', months('2026-10-01', '2026-10-31'), remote));
    assert.deepEqual([run.members[0]?.isKept, asked()], [undefined, 2]);
  });

  it('waits like one that is not in pieces, if its run may', async () => {
    let left = 1;
    const engine = anEngine({
      exportsLeft: () => left - asked(),
      exportsAgainAt: () => simulator.now() + 10 * HOUR_MS,
    });
    const two = ['10', '09'].map((month) =>
      aMember({ filters: { START_DATE: `2026-${month}-01`, END_DATE: `2026-${month}-30` } }),
    );
    const strict = await engine.engine.start(engine.plan('Strict', two));
    assert.deepEqual(
      strict.members.map(({ state, isBlocked }) => [state, isBlocked]),
      [
        ['waiting', undefined],
        ['failed', true],
      ],
    );
    const patient = await engine.engine.start(engine.plan('Patient', two.slice(1), { waitsForLimits: true }));
    assert.deepEqual(
      patient.members.map(({ state, sentence }) => [state, sentence]),
      [['planned', 'Actions: waitsForExports']],
    );
    await engine.engine.dispose();
    left = 100;
    await clock.advance(10 * HOUR_MS);
    const next = anEngine({ exportsLeft: () => left - asked(), exportsAgainAt: () => simulator.now() + HOUR_MS });
    await next.poll();
    await next.engine.resume();
    await waitUntil(() => asked() === 2);
    assert.equal(next.engine.runs.find(({ name }) => name === 'Patient')?.waitsForLimits, true);
  });

  it('waits as long as impact.com says if it refuses, also after a restart', async () => {
    const first = anEngine();
    simulator.setFault({
      endpoint: 'reportExport',
      nth: 2,
      kind: 'answer',
      status: 429,
      retryAfter: 7200,
    });
    const run = await first.engine.start(first.plan('Months', months('2026-08-01', '2026-10-31')));
    assert.deepEqual(
      run.members.map(({ state }) => state),
      ['waiting', 'planned', 'planned'],
    );
    assert.match(run.members[1]?.sentence ?? '', /waitsForExports/);
    await first.engine.dispose();
    await clock.advance(3 * HOUR_MS);
    const second = anEngine();
    await second.engine.resume();
    await waitUntil(
      () => second.engine.runs[0]?.members.some(({ job }, index) => index > 0 && job !== undefined) === true,
    );
  });

  it('becomes one table, which the next run replaces, with its sources in the manifest', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    const run = await runToEnd(months('2026-09-01', '2026-10-31'), anEngine(), tables);
    const [table] = run.tables ?? [];
    const [first] = manifest().combined ?? [];
    assert.equal(first?.file, 'Actions combined.csv');
    assert.deepEqual(
      first.sources.map(({ file }) => file),
      ['result 2026-09.csv', 'result 2026-10.csv'],
    );
    assert.equal(
      first.rows,
      manifest().files.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
    );
    assert.deepEqual([table?.file?.rows, table?.sourceCount], [first.rows, 2]);
    const lines = readFileSync(path.join(results(), 'Months', first.file), 'utf8').split('\n');
    assert.match(lines[0] ?? '', /^Client,Period,/);
    assert.match(lines[1] ?? '', new RegExp(`^${client.account.sid},2026-09,`));
    clock.jump(simulator.now() - clock.now());
    await runToEnd(months('2026-08-01', '2026-10-31'), anEngine(), tables);
    assert.deepEqual(
      manifest().combined?.map(({ file, sources }) => [file, sources.length]),
      [['Actions combined.csv', 3]],
    );
  });

  it('has a table for each period if its period is not in pieces, and a rerun replaces its own', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    const month = (first: string, last: string): PlannedMember =>
      aMember({ filters: { START_DATE: first, END_DATE: last } });
    await runToEnd([month('2026-10-01', '2026-10-31')], anEngine(), tables);
    await runToEnd([month('2026-09-01', '2026-09-30')], anEngine(), tables);
    await runToEnd([month('2026-09-05', '2026-09-11')], anEngine(), tables);
    await runToEnd([month('2026-10-01', '2026-10-31')], anEngine(), tables);
    assert.deepEqual(
      manifest()
        .combined?.map(({ file }) => file)
        .sort(),
      ['Actions combined 2026-09-05 - 2026-09-11.csv', 'Actions combined 2026-09.csv', 'Actions combined 2026-10.csv'],
    );
  });

  it('says how many results its table lacks', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    simulator.setFault({ endpoint: 'reportExport', nth: 2, kind: 'answer', status: 400 });
    const run = await runToEnd(months('2026-08-01', '2026-10-31'), anEngine(), tables);
    assert.deepEqual(run.tables?.[0]?.notes, ['missing 1']);
    assert.deepEqual(
      manifest().combined?.map(({ missingResults, sources }) => [missingResults, sources.length]),
      [[1, 2]],
    );
  });

  it('keeps the last result of a piece in its table that is not exported again', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    await runToEnd(months('2026-09-01', '2026-10-31'), anEngine(), tables);
    const rows = manifest().combined?.[0]?.rows;
    clock.jump(simulator.now() - clock.now());
    simulator.setFault({ endpoint: 'reportExport', nth: 1, kind: 'answer', status: 400 });
    const run = await runToEnd(months('2026-09-01', '2026-10-31', 1), anEngine(), tables);
    assert.deepEqual(
      run.members.map(({ state }) => state),
      ['done', 'failed'],
    );
    assert.deepEqual(run.tables?.[0]?.notes, ['earlier 1']);
    assert.deepEqual(
      manifest().combined?.map((table) => [table.rows, table.sources.map(({ file }) => file)]),
      [[rows, ['result 2026-09.csv', 'result 2026-10.csv']]],
    );
  });

  it('keeps a table in which someone has changed a digit, beside the new one', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    await runToEnd(months('2026-10-01', '2026-10-31'), anEngine(), tables);
    const file = path.join(results(), 'Months', 'Actions combined.csv');
    const edited = readFileSync(file, 'utf8').replace('2026-10,', '2026-11,');
    writeFileSync(file, edited);
    clock.jump(simulator.now() - clock.now());
    await runToEnd(months('2026-10-01', '2026-10-31'), anEngine(), tables);
    assert.equal(readFileSync(file, 'utf8'), edited);
    assert.equal(manifest().combined?.at(-1)?.file, 'Actions combined (2).csv');
  });

  it('says why there is no table, and keeps the results', async () => {
    const tables = [{ export: undefined, format: 'NDJSON', key: ['Nothing'] }] as const;
    const run = await runToEnd(months('2026-10-01', '2026-10-31'), anEngine(), tables);
    assert.deepEqual(
      run.tables?.map(({ file, sentence }) => [file, sentence]),
      [[undefined, 'combine: unknownKey']],
    );
    assert.deepEqual([manifest().combined, manifest().files.length], [undefined, 1]);
  });

  it('becomes a table in the next process if the first one is left before', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    const first = anEngine();
    await first.engine.start(first.plan('Months', months('2026-10-01', '2026-10-31'), { tables }));
    await first.engine.dispose();
    simulator.advance(HOUR_MS);
    const second = anEngine();
    await second.poll();
    await second.engine.resume();
    await waitUntil(() => second.ended.length === 1);
    assert.equal(manifest().combined?.length, 1);
  });

  it('becomes a table once, although another process reports the end, too', async () => {
    const tables = [{ export: 'Actions', format: 'CSV', key: [] }] as const;
    const other = anEngine();
    const owner = anEngine();
    await owner.engine.start(owner.plan('Months', months('2026-10-01', '2026-10-31'), { tables }));
    await other.engine.resume();
    simulator.advance(HOUR_MS);
    await owner.poll();
    await waitUntil(() => owner.ended.length === 1);
    const [table] = manifest().combined ?? [];
    const file = path.join(results(), 'Months', table?.file ?? assert.fail());
    writeFileSync(file, 'changed by its reader');
    await other.engine.resume();
    await waitUntil(() => other.ended.length === 1);
    assert.deepEqual([manifest().combined, readFileSync(file, 'utf8')], [[table], 'changed by its reader']);
    assert.deepEqual(other.ended[0]?.tables, owner.ended[0]?.tables);
  });

  it('leaves nothing else in the folder', async () => {
    await runToEnd(months('2026-10-01', '2026-10-31'));
    assert.deepEqual(readdirSync(path.join(results(), 'Months')).sort(), [MANIFEST_FILE, 'result 2026-10.csv']);
  });
});
