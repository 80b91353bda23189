import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ApiError } from '../../../../src/core/apiError';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { systemClock } from '../../../../src/core/clock';
import { orIfMissing } from '../../../../src/core/files/fileError';
import { RunFiles } from '../../../../src/core/runs/runFiles';
import { savedKey } from '../../../../src/core/runs/run';
import { aClient } from '../../../support/aClient';
import type { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS } from '../../simulator/support/simulators';
import { aMember, type EngineForTest, statesOf } from './support/engineForTest';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { runsForTest } from './support/runsForTest';

/** The files that this process has open. None where the system doesn't say. */
function openFiles(): readonly string[] {
  const folder = '/proc/self/fd';
  const handles = existsSync(folder) ? readdirSync(folder) : [];
  return handles.flatMap((name) => orIfMissing([], () => [readlinkSync(path.join(folder, name))]));
}

describe('A run and the next process', () => {
  const { startSimulator, begin, anEngine, results, stored, membersOf, finishJobs, untilEnded } = runsForTest();
  let client: ApiClient;
  let clock: FakeClock;
  let simulator: Simulator;
  let owner: EngineForTest;

  beforeEach(async () => {
    ({ client, clock, owner, simulator } = await begin());
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

  it('leaves the end of its run to the process that waits for it, even if it looks first', async () => {
    const run = await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    const whenOver = other.engine.whenNotElsewhere(savedKey(run), new AbortController().signal);
    await finishJobs();
    await untilEnded(1);
    await owner.engine.lookForNew();
    await owner.engine.resume();
    await passUntil(clock, whenOver);
    assert.deepEqual([owner.ended.length, other.ended.map(statesOf)], [1, [statesOf(owner.ended[0])]]);
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

  it('tells the process that waits for the end that the run was canceled', async () => {
    const { id, ...run } = await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    const whenOver = other.engine.whenNotElsewhere(savedKey(run), new AbortController().signal);
    await owner.engine.cancel(id);
    await untilEnded(1);
    await passUntil(clock, whenOver);
    assert.deepEqual(
      [owner, other].map(({ ended }) => ended.map(({ isCancelled }) => isCancelled)),
      [[true], [true]],
    );
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
    const further = savedKey(await owner.engine.start(owner.plan('Tuesday', [aMember()])));
    await other.engine.lookForNew();
    assert.deepEqual([other.engine.isElsewhere(key), other.engine.isElsewhere(further)], [true, true]);
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
    assert.match(next.problems.join(), /^(The stored run bad-\d can't be read\. It was removed: undefined,?){7}$/);
  });

  it('leaves a download to the next process, which does it again', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    let left: Promise<void> | undefined;
    owner.beforeDownload = () => {
      left ??= owner.engine.dispose();
    };
    await finishJobs();
    await waitUntil(() => left !== undefined);
    await left;
    assert.deepEqual([owner.ended, owner.problems], [[], []]);
    const next = anEngine();
    await next.poll();
    await next.engine.resume();
    await untilEnded(1, next);
    assert.deepEqual(membersOf('Monday'), [['Actions', 'Monday', 'downloaded', 'result.csv']]);
  });

  it('writes nothing more once it has left its runs', async () => {
    let isAsked = false;
    const engine = anEngine({
      schedule: (_run, _member, signal) => {
        isAsked = true;
        const gone = new ApiError('aborted', 'The request was canceled');
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(gone)));
      },
    });
    const started = engine.engine.start(engine.plan('Monday', [aMember()]));
    await waitUntil(() => isAsked);
    await engine.engine.dispose();
    rmSync(results(), { recursive: true });
    assert.deepEqual(statesOf(await started), [['Actions', 'planned']]);
    assert.equal(existsSync(results()), false);
  });

  it('has left its runs only when the last manifest is written', async () => {
    let areDone = false;
    let goOn: (() => void) | undefined;
    const engine = anEngine({
      checkFolder: () => (areDone ? new Promise((resolve) => (goOn = resolve)) : Promise.resolve()),
    });
    engine.engine.onDidChange(({ members }) => (areDone = members.every(({ state }) => state === 'done')));
    await engine.engine.start(engine.plan('Monday', [aMember()]));
    await finishJobs(engine);
    await waitUntil(() => goOn !== undefined);
    let hasLeft = false;
    const left = engine.engine.dispose().then(() => (hasLeft = true));
    for (let turn = 0; turn < 50; turn++) {
      await stat(results());
    }
    assert.equal(hasLeft, false);
    areDone = false;
    goOn?.();
    await left;
    assert.deepEqual(membersOf('Monday'), [['Actions', 'Monday', 'downloaded', 'result.csv']]);
  });

  it('takes over nothing that it finds while it ends', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    const late = anEngine();
    const looking = late.engine.resume();
    await late.engine.dispose();
    assert.deepEqual([await looking, late.engine.runs], [[{ kind: 'gone' }], []]);
    const next = anEngine();
    assert.deepEqual(await next.engine.resume(), [{ kind: 'claimed' }]);
    const [id = ''] = next.engine.runs.map((run) => run.id);
    const last = anEngine();
    const waiting = last.engine.resume();
    await last.engine.dispose();
    assert.deepEqual(
      (await waiting).map(({ kind }) => kind),
      ['driven'],
    );
    assert.deepEqual(readdirSync(stored()).sort(), [`${id}.run.json`, `${id}.run.json.lock`]);
  });

  it('has no timer and nothing to look for while no run is stored', async () => {
    assert.deepEqual([await owner.engine.resume(), clock.timerCount, owner.engine.runsElsewhere], [[], 0, []]);
    const looks: unknown[] = [];
    owner.engine.onDidLook(() => looks.push(undefined));
    await owner.engine.lookForNew();
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.lookForNew();
    assert.deepEqual(looks, [], 'its own run is not new');
  });

  it('looks again and again while another process drives a run, twice as late each time', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    const other = anEngine();
    await other.engine.resume();
    let looks = 0;
    other.engine.onDidLook(() => looks++);
    for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      assert.ok(clock.hasTimerIn(waitMs), `${waitMs}`);
      const before = looks;
      await clock.advance(waitMs);
      await waitUntil(() => looks > before);
    }
  });

  it('says that a run cannot be taken over, and leaves it to others', async () => {
    simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 503 });
    const { id } = await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    const broken = anEngine({
      exportsLeft: () => {
        throw new Error('no count');
      },
    });
    assert.deepEqual(await broken.engine.resume(), [{ kind: 'failed' }]);
    assert.deepEqual(broken.problems, [`Can't resume the run ${id}: Error: no count`]);
  });

  it('lets a run go that another process has taken over, and says so', async () => {
    const { id } = await owner.engine.start(owner.plan('Monday', [aMember()]));
    const heard: string[] = [];
    owner.engine.onDidChange(({ name }) => heard.push(name));
    const lock = path.join(stored(), `${id}.run.json.lock`);
    const taken = { ...(JSON.parse(readFileSync(lock, 'utf8')) as object), token: 'another' };
    writeFileSync(lock, JSON.stringify(taken));
    const warnings: string[] = [];
    const warn = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', warn);
    const isOpen = (): boolean => openFiles().includes(lock);
    const wasOpen = isOpen();
    await clock.advance(5_000);
    await waitUntil(() => owner.engine.runs.length === 0);
    await waitUntil(() => !isOpen());
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    assert.deepEqual(warnings, [], 'it is closed, not left to the garbage collector');
    assert.equal(wasOpen, openFiles().length > 0, 'the lock was open, as far as that can be seen here');
    assert.match(owner.problems.join('\n'), /^Another process has taken over the run Monday: LockError: /);
    assert.deepEqual([heard, owner.ended], [['Monday'], []]);
    await finishJobs();
    assert.deepEqual(membersOf('Monday'), [['Actions', 'Monday', 'waiting', null]]);
    assert.deepEqual(readdirSync(stored()).length, 2, 'the run and its lock are the other process’s');
  });

  it('runs without the next process if nothing can be stored, and says so once', async () => {
    writeFileSync(stored(), '');
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(statesOf(owner.ended[0]), [['Actions', 'done']]);
    assert.deepEqual(
      owner.problems.map((problem) => problem.replace(/: Error: E.*/, '')),
      ["Can't lock a run", "Can't store the run Monday"],
    );
    rmSync(stored());
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
    const simulator = await startSimulator([], { clock: systemClock });
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
    const next = anEngine({}, { client: aClient(simulator, systemClock), clock: systemClock });
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
