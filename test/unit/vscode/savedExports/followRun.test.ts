import assert from 'node:assert/strict';
import path from 'node:path';
import { type Run, type RunPlan, savedKey } from '../../../../src/core/runs/run';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { followEngine } from '../../../../src/vscode/savedExports/followRun';
import { RunFollowers } from '../../../../src/vscode/savedExports/runFollowers';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aMember, EngineForTest } from '../../core/runs/support/engineForTest';
import { HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';

const NAME = 'The Monday set';
const fileIn = (folder: string): string => `file:///team/${folder}/.impact-jobs.json`;

describe('Following a run', () => {
  const startSimulator = simulatorsForTest();
  const folder = temporaryFolder();
  let simulator: Simulator;
  let owner: EngineForTest;

  const planOf = (workspaceFolder: string): RunPlan =>
    owner.plan(NAME, [aMember({ format: workspaceFolder === 'a' ? 'CSV' : 'JSON' })], {
      source: fileIn(workspaceFolder),
      folder: path.join(folder.path(), workspaceFolder),
    });

  beforeEach(async () => {
    simulator = await startSimulator();
    const clock = new FakeClock(simulator.now());
    const stored = path.join(folder.path(), 'runs');
    owner = new EngineForTest(aClient(simulator, clock), clock, folder.path(), stored);
  });

  afterEach(() => owner.engine.dispose());

  it('shows and returns the run of its own folder, although a set of another one has the same name', async () => {
    const shown: Run[] = [];
    const watcher = {
      onChange: (run: Run) => shown.push(run),
      signal: new AbortController().signal,
      giveUp: () => true,
    };
    const other = await owner.engine.start(planOf('a'));
    const key = savedKey({ name: NAME, source: fileIn('b') });
    const following = followEngine(owner.engine, key, watcher, () => owner.engine.start(planOf('b')));
    while (
      owner.engine.runs.some(({ members }) => members.some(({ job }) => job === undefined)) ||
      shown.length === 0
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    simulator.advance(HOUR_MS);
    await owner.poll();
    const { run, isOver } = await following;
    assert.deepEqual([isOver, run.source, run.members[0]?.state], [true, fileIn('b'), 'done']);
    assert.ok(shown.every(({ id }) => id !== other.id));
  });

  it('cancels only the run of its own folder', async () => {
    const stop = new AbortController();
    const watcher = { onChange: () => undefined, signal: stop.signal, giveUp: () => true };
    const other = await owner.engine.start(planOf('a'));
    const key = savedKey({ name: NAME, source: fileIn('b') });
    const following = followEngine(owner.engine, key, watcher, async () => {
      await owner.engine.start(planOf('b'));
      stop.abort();
    });
    const { run } = await following;
    assert.deepEqual([run.source, run.members[0]?.state], [fileIn('b'), 'cancelled']);
    assert.deepEqual(
      owner.engine.runs.map(({ id }) => id),
      [other.id],
    );
  });

  describe('that others need', () => {
    const key = savedKey({ name: NAME, source: fileIn('b') });
    let followers: RunFollowers;

    beforeEach(() => void (followers = new RunFollowers()));

    /** As a task or an agent that starts the run, or joins it. */
    const follow = (signal: AbortSignal, isStart = false) => {
      const { giveUp, leave } = followers.join(key, isStart);
      const start = async () => (isStart ? owner.engine.start(planOf('b')) : undefined);
      const watcher = { onChange: () => undefined, signal, giveUp };
      return followEngine(owner.engine, key, watcher, start).finally(leave);
    };
    const scheduled = async (): Promise<void> => {
      while (owner.engine.runs[0]?.members[0]?.job === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };

    it('goes on if the one that started it is canceled, until the last one is', async () => {
      const [one, other] = [new AbortController(), new AbortController()];
      const first = follow(one.signal, true);
      await scheduled();
      const second = follow(other.signal);
      one.abort();
      await assert.rejects(first, { name: 'AbortError' });
      assert.equal(owner.engine.runs[0]?.members[0]?.state, 'waiting');
      assert.ok(followers.haveStarted(key));
      other.abort();
      assert.equal((await second).run.members[0]?.state, 'cancelled');
      assert.ok(!followers.haveStarted(key));
    });

    it('ends if all who follow it are canceled at once', async () => {
      const stop = new AbortController();
      const first = follow(stop.signal, true);
      await scheduled();
      const second = follow(stop.signal);
      stop.abort();
      await assert.rejects(first, { name: 'AbortError' });
      assert.equal((await second).run.members[0]?.state, 'cancelled');
    });

    it('goes on if it was the user who started it', async () => {
      const stop = new AbortController();
      await owner.engine.start(planOf('b'));
      const following = follow(stop.signal);
      stop.abort();
      await assert.rejects(following, { name: 'AbortError' });
      assert.equal(owner.engine.runs[0]?.members[0]?.state, 'waiting');
    });
  });
});
