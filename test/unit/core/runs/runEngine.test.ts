import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../../../src/core/apiError';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { systemClock } from '../../../../src/core/clock';
import { PAUSE } from '../../../../src/core/download/pause';
import { MANIFEST_FILE } from '../../../../src/core/savedExports/manifest';
import { RunFiles } from '../../../../src/core/runs/runFiles';
import type { RunPorts } from '../../../../src/core/runs/runPorts';
import { type RunMember, savedKey } from '../../../../src/core/runs/run';
import type { FaultEffect } from '../../../../src/simulator/fault';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { aClient } from '../../../support/aClient';
import type { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS } from '../../simulator/support/simulators';
import { aMember, aSavedExport, type EngineForTest, statesOf } from './support/engineForTest';
import { enginesForTest } from './support/enginesForTest';

describe('The engine of runs', () => {
  const { startSimulator, begin, engine: engineIn, results, stored, manifestOf } = enginesForTest();
  let simulator: Simulator;
  let client: ApiClient;
  let clock: FakeClock;
  let owner: EngineForTest;

  const membersOf = (name: string): unknown =>
    manifestOf(name).members?.map(({ export: member, set, state, file }) => [member, set, state, file]);
  const filesIn = (name: string): string[] =>
    readdirSync(path.join(results(), name)).filter((file) => file !== MANIFEST_FILE);

  const anEngine = (change?: Partial<RunPorts>): EngineForTest => engineIn({ client, clock }, change);

  /** Lets impact.com finish all jobs, and the engine see it. */
  async function finishJobs(engine: EngineForTest = owner): Promise<void> {
    simulator.advance(HOUR_MS);
    await engine.poll();
  }

  async function untilEnded(count: number, engine: EngineForTest = owner): Promise<void> {
    await waitUntil(() => engine.ended.length === count);
  }

  beforeEach(async () => {
    ({ simulator, client, clock } = await begin());
    owner = anEngine();
  });

  it('downloads each member of a set, writes the manifest, and leaves nothing stored', async () => {
    const run = await owner.engine.start(
      owner.plan('Monday', [aMember({ name: 'A', fileName: 'a.${ext}' }), aMember({ name: 'B', format: 'JSON' })]),
    );
    assert.deepEqual(statesOf(run), [
      ['A', 'waiting'],
      ['B', 'waiting'],
    ]);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'waiting', null],
      ['B', 'Monday', 'waiting', null],
    ]);
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'downloaded', 'a.csv'],
      ['B', 'Monday', 'downloaded', 'result.json'],
    ]);
    assert.deepEqual(
      manifestOf('Monday')
        .files.map(({ file, bytes, job }) => [file, bytes, job.id])
        .sort(),
      ['a.csv', 'result.json'].map((file, index) => [
        file,
        readFileSync(path.join(results(), 'Monday', file)).length,
        run.members[index]?.job?.id,
      ]),
    );
    assert.deepEqual([readdirSync(stored()), owner.engine.runs, owner.problems], [[], [], []]);
  });

  it('gives each of two sets that share a member its own file and manifest', async () => {
    const runs = await Promise.all(
      ['Monday', 'Tuesday'].map((name) => owner.engine.start(owner.plan(name, [aMember()]))),
    );
    assert.equal(runs[0]?.members[0]?.job?.id, runs[1]?.members[0]?.job?.id, 'one job serves both');
    await finishJobs();
    await untilEnded(2);
    for (const name of ['Monday', 'Tuesday']) {
      assert.deepEqual(
        [membersOf(name), filesIn(name)],
        [[['Actions', name, 'downloaded', 'result.csv']], ['result.csv']],
      );
    }
  });

  it('gives an export that runs alone and in a set at once, into one folder, two files', async () => {
    const here = { folder: path.join(results(), 'here') };
    await Promise.all([
      owner.engine.start(owner.plan('Actions', [aMember()], { ...here, isSet: false })),
      owner.engine.start(owner.plan('Monday', [aMember()], here)),
    ]);
    await finishJobs();
    await untilEnded(2);
    assert.deepEqual(filesIn('here').sort(), ['result (2).csv', 'result.csv']);
    assert.deepEqual(
      manifestOf('here')
        .files.map(({ file, set }) => [file, set])
        .sort(),
      manifestOf('here')
        .members?.map(({ file, set }) => [file, set])
        .sort(),
    );
    assert.deepEqual(new Set(manifestOf('here').files.map(({ set }) => set)), new Set([null, 'Monday']));
  });

  it('gives two members with equal parameters a file, a name, and a manifest entry each, from one job', async () => {
    const monday = Date.UTC(2026, 10, 23, 14);
    assert.equal(clock.now(), monday, 'on a Monday, both periods are the same days');
    const days = (name: string, period: 'lastWeek' | 'last7Days', fileName?: string): ReturnType<typeof aMember> =>
      aMember({ name, period, filters: {}, fileName });
    const run = await owner.engine.start(
      owner.plan('Weeks', [
        days('Week', 'lastWeek'),
        days('Days', 'last7Days'),
        days('Named', 'last7Days', 'n.${ext}'),
      ]),
    );
    assert.equal(new Set(run.members.map(({ job }) => job?.id)).size, 1);
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(filesIn('Weeks').sort(), ['n.csv', 'result (2).csv', 'result.csv']);
    assert.deepEqual(
      manifestOf('Weeks')
        .files.map((entry) => [entry.export, entry.file, entry.period?.name])
        .sort(),
      [
        ['Days', 'result (2).csv', 'last7Days'],
        ['Named', 'n.csv', 'last7Days'],
        ['Week', 'result.csv', 'lastWeek'],
      ],
    );
  });

  it('makes no second file if the same export runs again with the same result', async () => {
    for (const count of [1, 2]) {
      await owner.engine.start(owner.plan('Monday', [aMember()]));
      await finishJobs();
      await untilEnded(count);
    }
    assert.deepEqual(filesIn('Monday'), ['result.csv']);
    assert.equal(manifestOf('Monday').files[0]?.job.existedBefore, true);
  });

  it('keeps a run while a download is paused, and goes on when the user does', async () => {
    owner.beforeDownload = ({ member }) => (member.export === 'A' ? owner.stops.get('A')?.abort(PAUSE) : undefined);
    await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A' }), aMember({ name: 'B', format: 'JSON' })]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'paused');
    await waitUntil(
      () =>
        manifestOf('Monday')
          .members?.map(({ state }) => state)
          .join() === 'waiting,downloaded',
    );
    await finishJobs(); // further lists don't continue what the user has paused
    assert.deepEqual([statesOf(owner.engine.runs[0])[0], owner.ended], [['A', 'paused'], []]);
    owner.beforeDownload = () => undefined;
    const { accountId, job } = owner.engine.runs[0]?.members[0] ?? {};
    const [file] = await Promise.all(owner.engine.resumePaused(accountId ?? '', job?.id ?? ''));
    assert.equal(path.basename(file?.uri ?? ''), 'result.csv');
    await untilEnded(1);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'downloaded', 'result.csv'],
      ['B', 'Monday', 'downloaded', 'result.json'],
    ]);
  });

  it('ends a member whose paused download is discarded as canceled', async () => {
    owner.beforeDownload = () => owner.stops.get('Actions')?.abort(PAUSE);
    const run = await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'paused');
    await owner.engine.cancelPaused('an-account', run.members[0]?.job?.id ?? '');
    assert.deepEqual(
      [statesOf(owner.ended[0]), membersOf('Monday')],
      [[['Actions', 'cancelled']], [['Actions', 'Monday', 'cancelled', null]]],
    );
  });

  it('says of a run that is canceled while it is scheduled what was requested and what was not', async () => {
    simulator.setFault({ kind: 'delay', endpoint: 'reportExport', nth: 2, delayMs: 60_000 });
    const formats = { A: 'CSV', B: 'JSON', C: 'XML' } as const;
    const members = Object.entries(formats).map(([name, format]) => aMember({ name, format }));
    const started = owner.engine.start(owner.plan('Monday', members));
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'waiting');
    await owner.engine.cancel(owner.engine.runs[0]?.id ?? '');
    assert.deepEqual(statesOf(await started), [
      ['A', 'cancelled'],
      ['B', 'cancelled'],
      ['C', 'cancelled'],
    ]);
    assert.deepEqual(
      manifestOf('Monday').members?.map(({ state, job }) => [state, job !== null]),
      [
        ['cancelled', true],
        ['cancelled', false],
        ['cancelled', false],
      ],
    );
    assert.deepEqual([readdirSync(stored()), owner.ended.length], [[], 1]);
  });

  it('keeps a result that arrives while its run is canceled', async () => {
    owner.beforeDownload = () => void owner.engine.cancel(owner.engine.runs[0]?.id ?? '');
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    const [[, state] = []] = statesOf(owner.ended[0]);
    assert.deepEqual(existsSync(path.join(results(), 'Monday', 'result.csv')), state === 'done');
  });

  it('has the entry of a file in the manifest before its member counts as done, in case the process is killed', async () => {
    const seen: string[] = [];
    owner.engine.onDidChange((run) => {
      for (const { state, file } of run.members) {
        if (state === 'done') {
          const name = path.posix.basename(new URL(file?.uri ?? '').pathname);
          assert.ok(manifestOf('Monday').files.some((entry) => entry.file === name));
          seen.push(name);
        }
      }
    });
    await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A', fileName: 'a.${ext}' })]));
    await finishJobs();
    await untilEnded(1);
    assert.ok(seen.includes('a.csv'));
  });

  it('cancels a run of many members with one write of the manifest, not one for each', async () => {
    let writes = 0;
    const engine = anEngine({
      exportsLeft: () => 0,
      checkFolder: () => {
        writes++;
        return Promise.resolve();
      },
    });
    const members = Array.from({ length: 150 }, (_, index) => aMember({ name: `Day ${index}` }));
    const run = await engine.engine.start(engine.plan('Days', members, { waitsForLimits: true }));
    const before = writes;
    await engine.engine.cancel(run.id);
    assert.ok(writes - before <= 2, `${writes - before} writes`);
    assert.equal(manifestOf('Days').members?.filter(({ state }) => state === 'cancelled').length, 150);
  });

  it('names every member in the manifest: failed, skipped, downloaded', async () => {
    const failing = aMember({ name: 'Failing', format: 'XML' });
    const run = await owner.engine.start(
      owner.plan('Monday', [
        aMember({ name: 'Unknown', reportId: 'agency_nothing' }),
        failing,
        { ...aMember({ name: 'Gone' }), saved: undefined, accountId: '', skipped: 'Gone: not in the file.' },
        aMember({ name: 'Fine' }),
      ]),
    );
    simulator.finishJob(run.members[1]?.job?.id ?? '', { status: 'FAILED', message: 'Out of memory' });
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(
      manifestOf('Monday').members?.map((member) => [member.export, member.state, member.reason?.slice(0, 14) ?? null]),
      [
        ['Unknown', 'failed', 'Unknown: error'],
        ['Failing', 'failed', 'Failing: ended'],
        ['Gone', 'skipped', 'Gone: not in t'],
        ['Fine', 'downloaded', null],
      ],
    );
    assert.deepEqual(
      manifestOf('Monday').failed?.map((failure) => failure.export),
      ['Unknown', 'Failing', 'Gone'],
    );
  });

  it("counts a result as downloaded even if the manifest can't be written, and says so", async () => {
    mkdirSync(path.join(results(), 'Monday', `${MANIFEST_FILE}.lock`), { recursive: true });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(statesOf(owner.ended[0]), [['Actions', 'done']]);
    assert.match(owner.ended[0]?.manifestProblem ?? '', /another process holds the lock/);
  });

  const PASSING: readonly (readonly [what: string, effect: FaultEffect])[] = [
    ['a server error', { kind: 'answer', status: 503 }],
    ['the page of a firewall', { kind: 'answer', status: 403, body: 'firewall' }],
    ['the page of a portal with 200', { kind: 'answer', status: 200, body: 'html' }],
    ['a lost connection', { kind: 'cut', at: 'headers' }],
    ['a response that breaks off', { kind: 'cut', at: 10 }],
  ];
  const asked = (endpoint: string): number =>
    simulator.requests.filter((request) => request.endpoint === endpoint).length;

  for (const [what, effect] of PASSING) {
    it(`schedules an export again after ${what}, later and once`, async () => {
      simulator.setFault({ endpoint: 'reportExport', nth: [1, 2], ...effect });
      const others = [aMember({ name: 'B', format: 'JSON' }), aMember({ name: 'C', format: 'XML' })];
      const run = await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A' }), ...others]));
      assert.deepEqual(statesOf(run), [
        ['A', 'planned'],
        ['B', 'planned'],
        ['C', 'waiting'],
      ]);
      assert.ok(run.members[0]?.sentence);
      assert.equal(manifestOf('Monday').members?.[0]?.state, 'waiting');
      await clock.advance(59_000);
      assert.equal(asked('reportExport'), 3);
      await clock.advance(1000);
      const members = (): readonly RunMember[] => owner.engine.runs[0]?.members ?? [];
      await waitUntil(() => members().every(({ state }) => state === 'waiting'));
      assert.equal(asked('reportExport'), 5);
      assert.deepEqual(
        members().map(({ job, sentence }) => [job?.isExisting, sentence]),
        [1, 2, 3].map(() => [false, undefined]),
      );
      assert.equal(new Set(members().map(({ job }) => job?.id)).size, 3);
      await finishJobs();
      await untilEnded(1);
      assert.ok(owner.ended[0]?.members.every(({ state }) => state === 'done'));
    });

    it(`replays a job again after ${what} only if that can't replay it twice`, async () => {
      const { filters } = aSavedExport();
      const job = await client.exportReport({ reportId: 'agency_action_listing', format: 'CSV', filters });
      simulator.finishJob(job.id);
      simulator.setFault({ endpoint: 'replay', nth: 1, ...effect });
      const member = { ...aMember(), saved: undefined, replays: job.id };
      const parameters = { reportId: 'agency_action_listing', reportName: 'x', format: 'CSV', filters: {} } as const;
      const run = await owner.engine.start(owner.plan('Again', [{ ...member, parameters }]));
      const isSafe = what === 'the page of a firewall';
      assert.equal(run.members[0]?.state, isSafe ? 'planned' : 'failed');
      await clock.advance(2 * HOUR_MS);
      await waitUntil(() => !isSafe || owner.engine.runs[0]?.members[0]?.state === 'waiting');
      assert.equal(asked('replay'), isSafe ? 2 : 1);
    });
  }

  it('tells of members that failed because no requests were left', async () => {
    const wrong = await owner.engine.start(owner.plan('Monday', [aMember({ reportId: 'nothing' })]));
    simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 429 });
    const blocked = await owner.engine.start(owner.plan('Tuesday', [aMember()]));
    assert.deepEqual(
      [wrong, blocked].map(({ members: [member] }) => [member?.state, member?.isBlocked]),
      [
        ['failed', false],
        ['failed', true],
      ],
    );
  });

  it('goes on with exports that could not be scheduled in the next process', async () => {
    const clear = simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 503 });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    clear();
    const next = anEngine();
    await next.engine.resume();
    assert.deepEqual(statesOf(next.engine.runs[0]), [['Actions', 'waiting']]);
  });

  it('keeps waiting for a result that impact.com refuses for a while', async () => {
    simulator.setFault({ kind: 'answer', endpoint: 'download', status: 401, body: 'envelope', nth: 1 });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.sentence !== undefined);
    assert.deepEqual(statesOf(owner.engine.runs[0]), [['Actions', 'waiting']]);
    await passUntil(clock, untilEnded(1));
    assert.deepEqual(statesOf(owner.ended[0]), [['Actions', 'done']]);
  });

  it('awaits the jobs that it replays, also if it cannot replay another one', async () => {
    const run = await owner.engine.start(
      owner.plan('Monday', [aMember({ name: 'A' }), aMember({ name: 'B', format: 'XML' })]),
    );
    await finishJobs();
    await untilEnded(1);
    const [first, second] = owner.ended[0]?.members ?? [];
    assert.ok(first && second);
    simulator.removeJob(second.job?.id ?? '');
    const again = await owner.engine.start(
      owner.plan(
        'Monday',
        [second, first].map((member) => ({ ...member, saved: undefined, replays: member.job?.id })),
      ),
    );
    assert.deepEqual(statesOf(again), [
      ['B', 'failed'],
      ['A', 'waiting'],
    ]);
    assert.equal(again.members[1]?.job?.replayOf, run.members[0]?.job?.id);
    await finishJobs();
    await untilEnded(2);
    assert.deepEqual(membersOf('Monday'), [
      ['B', 'Monday', 'failed', null],
      ['A', 'Monday', 'downloaded', 'result (2).csv'],
    ]);
  });

  it('leaves its runs to the next process, which goes on where they were', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    const next = anEngine();
    await next.engine.resume();
    assert.deepEqual(statesOf(next.engine.runs[0]), [['Actions', 'waiting']]);
    next.store.applyJob('an-account', await client.getJob(next.engine.runs[0]?.members[0]?.job?.id ?? ''));
    await finishJobs(next);
    await untilEnded(1, next);
    assert.deepEqual(membersOf('Monday'), [['Actions', 'Monday', 'downloaded', 'result.csv']]);
  });

  it('leaves a run alone while another process drives it, and takes it over when that one ends', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    assert.deepEqual(other.engine.runs, []);
    await owner.engine.dispose();
    await passUntil(
      clock,
      waitUntil(() => other.engine.runs.length === 1),
    );
  });

  it('knows which run another process drives, and waits until it has taken it over', async () => {
    const key = savedKey(await owner.engine.start(owner.plan('Monday', [aMember()])));
    const { engine } = anEngine();
    await engine.resume();
    assert.deepEqual(
      [engine.isElsewhere(key), engine.isElsewhere(savedKey({ name: 'Tuesday', source: undefined }))],
      [true, false],
    );
    const stop = new AbortController();
    const stopped = engine.whenNotElsewhere(key, stop.signal);
    stop.abort(new Error('Stopped'));
    await assert.rejects(stopped, /Stopped/);
    const waiting = engine.whenNotElsewhere(key, new AbortController().signal);
    assert.ok((clock.nextInMs ?? Infinity) <= 500, 'A window that is being reloaded needs only a moment.');
    await owner.engine.dispose();
    await passUntil(clock, waiting);
    assert.deepEqual([engine.isElsewhere(key), engine.runs.map(savedKey)], [false, [key]]);
  });

  it('shows how far the run of another process is, and reports its end once', async () => {
    const run = await owner.engine.start(owner.plan('Monday', [aMember(), aMember({ name: 'B' })]));
    const other = anEngine();
    await other.engine.resume();
    assert.deepEqual(other.engine.runsElsewhere.map(statesOf), [statesOf(run)]);
    const whenOver = other.engine.whenNotElsewhere(savedKey(run), new AbortController().signal);
    await finishJobs();
    await untilEnded(1);
    await passUntil(clock, whenOver);
    assert.deepEqual(
      [other.ended.map(statesOf), other.engine.runsElsewhere, other.engine.runs],
      [[statesOf(owner.ended[0])], [], []],
    );
    assert.deepEqual(readdirSync(stored()), []);
    const third = anEngine();
    await third.engine.resume();
    assert.deepEqual([third.ended, other.ended.length], [[], 1]);
  });

  it('leaves nothing stored if the process that waited for the end is gone', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    await other.engine.dispose();
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual([readdirSync(stored()), other.ended], [[], []]);
  });

  it('leaves nothing stored if that process goes after the end, before it has seen it', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    await finishJobs();
    await untilEnded(1);
    await other.engine.dispose();
    assert.deepEqual([readdirSync(stored()), other.ended], [[], []]);
  });

  it('leaves no note of its wait if the run ends while it looks', async () => {
    const { id } = await owner.engine.start(owner.plan('Monday', [aMember()]));
    rmSync(path.join(stored(), `${id}.run.json`)); // as its owner does, before it releases the lock
    assert.deepEqual(Object.keys(await new RunFiles(stored(), clock).claim(id)), ['owner', 'run']);
    assert.deepEqual(readdirSync(stored()), [`${id}.run.json.lock`]);
  });

  it('learns of a run that another process has started since its last look', async () => {
    const other = anEngine();
    await other.engine.resume();
    const key = savedKey(await owner.engine.start(owner.plan('Monday', [aMember()])));
    assert.equal(other.engine.isElsewhere(key), false);
    await other.engine.lookForNew();
    assert.equal(other.engine.isElsewhere(key), true);
    const looks: unknown[] = [];
    other.engine.onDidLook(() => looks.push(undefined));
    await other.engine.lookForNew();
    assert.deepEqual(looks, [], 'Nothing is new.');
  });

  it('takes a run over once if it looks twice at the same time', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    const next = anEngine();
    await Promise.all([next.engine.resume(), next.engine.resume()]);
    assert.deepEqual([next.engine.runs.length, next.engine.runsElsewhere], [1, []]);
    await finishJobs(next);
    await untilEnded(1, next);
    assert.deepEqual(readdirSync(stored()), []);
  });

  it('removes and reports a stored run that is damaged, and resumes the others', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    const [name = ''] = readdirSync(stored());
    const text = readFileSync(path.join(stored(), name), 'utf8');
    const bad = [
      '{"id":',
      'null',
      text.replace('"state":"waiting"', '"state":"flying"'),
      text.replace(/"folder":"[^"]+"/, '"folder":"relative"'),
      text.replace(/"job":\{"id":"[^"]+"/, '"job":{"id":"../../x"'),
      text // it would be scheduled without its filter
        .replace('"state":"waiting"', '"state":"planned"')
        .replace('"filters":{', '"filters":{"SUBAID":{"a":1},')
        .replace(/"id":"[\w-]{36}"/, '"id":"bad-5"'),
      text, // under a name that isn't its ID
    ];
    bad.forEach((content, index) => writeFileSync(path.join(stored(), `bad-${index}.run.json`), content));
    const next = anEngine();
    await next.engine.resume();
    assert.deepEqual(
      [next.engine.runs.length, next.problems.length, readdirSync(stored()).filter((file) => file.startsWith('bad'))],
      [1, bad.length, []],
    );
  });

  it('leaves a member to the next process if the request for its job is canceled', async () => {
    let asked = 0;
    const canceled = anEngine({
      currentJob: () => {
        asked++;
        return Promise.reject(new ApiError('aborted', 'The request was canceled'));
      },
    });
    await canceled.engine.start(canceled.plan('Monday', [aMember()]));
    await waitUntil(() => asked > 0);
    await canceled.engine.dispose();
    assert.deepEqual(canceled.ended, []);
    const next = anEngine();
    await next.engine.resume();
    assert.deepEqual(statesOf(next.engine.runs[0]), [['Actions', 'waiting']]);
  });

  it('goes on with what a killed process was downloading', async () => {
    simulator = await startSimulator([], { clock: systemClock });
    const [account] = simulator.accounts;
    const child: ChildProcess = fork(path.resolve('out/unit/core/runs/support/run.child.mjs'), [
      simulator.baseUrl,
      account?.sid ?? '',
      account?.token ?? '',
      results(),
      stored(),
    ]);
    assert.deepEqual(await once(child, 'message'), ['started', undefined]);
    simulator.advance(HOUR_MS);
    child.send('poll');
    assert.deepEqual(await once(child, 'message'), ['downloading', undefined]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    client = aClient(simulator, systemClock);
    const next = engineIn({ client, clock: systemClock });
    await next.engine.resume();
    await next.poll();
    await untilEnded(1, next);
    assert.deepEqual(statesOf(next.ended[0]), [
      ['A', 'done'],
      ['B', 'done'],
    ]);
    assert.deepEqual(readdirSync(stored()), []);
  });
});
