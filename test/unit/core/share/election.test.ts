import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Emitter } from '../../../../src/core/event';
import { Election } from '../../../../src/core/share/election';
import { Heartbeat } from '../../../../src/core/share/heartbeat';
import { FakeClock } from '../../../support/fakeClock';
import { HangableClock } from '../../../support/hangableClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { startChild } from './support/startChild';

const SECOND = 1000;
const TAKEN_OVER_MS = 15 * SECOND;

/** A window of which nothing counts but whether it leads. */
interface Window {
  readonly clock: HangableClock;
  readonly election: Election;
  /** The election for another account, with the same heartbeat. Some windows don't have that account. */
  readonly other: Election | undefined;
}

describe('With several windows', () => {
  const files = temporaryFolder();
  let runs = 0;
  let folder: string;
  let clock: FakeClock;
  let windows: Window[];

  beforeEach(() => {
    folder = files.path();
    clock = new FakeClock();
    windows = [];
  });

  afterEach(() => windows.forEach(close));

  function open(hasOther = false): Window {
    const own = new HangableClock(clock);
    const heartbeat = new Heartbeat({ folder, clock: own });
    const [election, other] = ['account', 'other'].map(
      (name) => new Election({ folder, name, clock: own, heartbeat, onProblem: assert.ifError }),
    ) as [Election, Election];
    if (!hasOther) {
      other.dispose();
    }
    const window = { clock: own, election, other: hasOther ? other : undefined };
    windows.push(window);
    return window;
  }

  function close({ election, other }: Window): void {
    election.dispose();
    other?.dispose();
  }

  const leaders = (): Window[] => windows.filter(({ election }) => election.isLeader);

  it('the first one leads, and keeps leading', async () => {
    const [first] = [open(), open(), open()];
    assert.deepEqual(leaders(), [first]);
    await clock.advance(600 * SECOND);
    assert.deepEqual(leaders(), [first]);
  });

  it('another one leads soon after the leader closes', async () => {
    const [first, second] = [open(), open()];
    first.election.dispose();
    await clock.advance(2 * SECOND);
    assert.deepEqual(leaders(), [second]);
  });

  it('another one leads within 15 s after the leader hangs, which notices when it resumes', async () => {
    const [first, second] = [open(), open()];
    await clock.advance(60 * SECOND);
    first.clock.hang();
    await clock.advance(TAKEN_OVER_MS);
    assert.deepEqual(leaders(), [second]);
    first.clock.goOn();
    assert.deepEqual(leaders(), [second]);
    await clock.advance(60 * SECOND);
    assert.deepEqual(leaders(), [second]);
  });

  it("another one leads after the leader's process is killed, although the lock remains", async () => {
    const { child, said } = await startChild('lead', folder);
    const { election } = open();
    assert.deepEqual([said, election.isLeader], [true, false]);
    await clock.advance(6 * SECOND);
    assert.equal(election.isLeader, false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual(
      readdirSync(folder)
        .map((name) => path.extname(name))
        .sort(),
      ['.heartbeat', '.lock'],
    );
    await clock.advance(2 * SECOND);
    assert.equal(election.isLeader, true);
  });

  it("a starting window isn't blocked by a killed window's lock", async () => {
    const { child } = await startChild('lead', folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(open().election.isLeader, true);
  });

  it("one leads within 15 s if the lock is from another machine, or isn't a lock", async () => {
    for (const text of [
      JSON.stringify({ pid: 1, host: 'elsewhere', takenAtMs: 0, token: 'x', jobId: '' }),
      '',
      '{"pid":',
      '{}',
    ]) {
      writeFileSync(path.join(folder, 'account.lock'), text);
      const { election } = open();
      assert.equal(election.isLeader, false, text);
      await clock.advance(TAKEN_OVER_MS);
      assert.equal(election.isLeader, true, text);
      election.dispose();
    }
  });

  it('no leader is replaced because of a clock change or a sleep', async () => {
    const first = open();
    open();
    for (const jumpMs of [3600, -3600, 8 * 3600, -86_400, 30].map((seconds) => seconds * SECOND)) {
      clock.set(jumpMs);
      await clock.advance(TAKEN_OVER_MS);
      assert.deepEqual(leaders(), [first], `${jumpMs}`);
    }
  });

  it('each one hears once that its turn starts and once that it ends', async () => {
    const [first, second] = [open(), open()];
    const heard: string[] = [];
    first.election.onDidChange((leads) => heard.push(`first ${leads}`));
    second.election.onDidChange((leads) => heard.push(`second ${leads}`));
    await clock.advance(30 * SECOND);
    first.election.dispose();
    await clock.advance(30 * SECOND);
    second.election.dispose();
    assert.deepEqual(heard, ['first false', 'second true', 'second false']);
  });

  it('each one leads on its own if no file can be created, and this is reported once', async () => {
    folder = path.join(folder, 'a-file');
    writeFileSync(folder, '');
    const problems: unknown[] = [];
    const alone = new Election({ folder, name: 'account', clock, onProblem: (error) => problems.push(error) });
    await clock.advance(60 * SECOND);
    assert.deepEqual([alone.isLeader, problems.length], [true, 1]);
    alone.dispose();
    assert.equal(alone.isLeader, false);
  });

  it('all elections of a window lead on their own while its heart cannot beat, and each says so once', async () => {
    const problems: string[] = [];
    const heartbeat = new Heartbeat({ folder, clock });
    const elections = ['account', 'other'].map(
      (name) => new Election({ folder, name, clock, heartbeat, onProblem: () => problems.push(name) }),
    );
    assert.deepEqual(problems, []);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await clock.advance(10 * SECOND);
    assert.deepEqual(
      [elections.map(({ isLeader }) => isLeader), problems.sort()],
      [
        [true, true],
        ['account', 'other'],
      ],
    );
    rmSync(folder);
    mkdirSync(folder);
    await clock.advance(10 * SECOND);
    assert.deepEqual(
      elections.map(({ holds, isLeader }) => [holds, isLeader]),
      [
        [true, true],
        [true, true],
      ],
    );
    elections.forEach((election) => election.dispose());
    assert.deepEqual([readdirSync(folder), clock.timerCount], [[], 0]);
  });

  it('a heart that has not beaten for eight seconds has stopped, not before', async () => {
    const owner = { pid: 1, host: 'elsewhere', takenAtMs: 0, token: 'x', jobId: '' };
    writeFileSync(path.join(folder, 'account.lock'), JSON.stringify(owner));
    const { election } = open();
    await clock.advance(8 * SECOND - 1);
    assert.equal(election.isLeader, false);
    await clock.advance(1);
    assert.equal(election.isLeader, true);
  });

  it('a window that has closed takes nothing from its successor in the same process', () => {
    const heartbeat = new Heartbeat({ folder, clock });
    const again = (): Election =>
      new Election({ folder, name: 'account', clock, heartbeat, onProblem: assert.ifError });
    const first = again();
    first.dispose();
    first.check();
    assert.deepEqual([first.isLeader, readdirSync(folder)], [false, []]);
    const second = again();
    first.dispose();
    assert.deepEqual([first.isLeader, second.isLeader], [false, true]);
    assert.equal(readdirSync(folder).length, 2, 'a lock and a heartbeat');
    second.dispose();
  });

  it('another one leads at once if the folder says that the lock has changed', () => {
    const told = new Emitter<string | undefined>();
    const first = open();
    const second = new Election({ folder, name: 'account', clock, watch: told, onProblem: assert.ifError });
    const heard: boolean[] = [];
    second.onDidChange((leads) => heard.push(leads));
    first.election.dispose();
    told.fire('other.lock');
    assert.deepEqual(heard, []);
    told.fire('account.lock');
    assert.deepEqual([heard, second.isLeader], [[true], true]);
    const reads = readdirSync(folder);
    told.fire('account.lock');
    assert.deepEqual([heard, readdirSync(folder)], [[true], reads]);
    second.dispose();
    told.fire('account.lock');
    assert.deepEqual([heard, second.holds], [[true, false], false]);
  });

  it('the lock contains only its owner', () => {
    open();
    assert.deepEqual(
      Object.keys(JSON.parse(readFileSync(path.join(folder, 'account.lock'), 'utf8')) as object).sort(),
      ['host', 'jobId', 'pid', 'takenAtMs', 'token'],
    );
  });

  it('two never lead at once, and one leads within 15 s after any event', async () => {
    const anAct = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ act: fc.constant('wait' as const), by: fc.integer({ min: 1, max: 20 * SECOND }) }),
      },
      fc.record({
        act: fc.constantFrom('close' as const, 'hang' as const, 'goOn' as const, 'open' as const),
        by: fc.nat(5),
      }),
      fc.record({ act: fc.constant('jump' as const), by: fc.integer({ min: -7200 * SECOND, max: 7200 * SECOND }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(anAct, { maxLength: 25 }), async (count, acts) => {
        folder = path.join(files.path(), `${runs++}`);
        clock = new FakeClock();
        windows = [];
        const hanging = new Set<Window>();
        Array.from({ length: count }, (_, index) => open(index % 2 === 1));
        const othersLeaders = (): Window[] => windows.filter(({ other }) => other?.isLeader);
        const holds = (): void => {
          assert.ok(leaders().length <= 1, `${leaders().length} lead`);
          assert.ok(othersLeaders().length <= 1, `${othersLeaders().length} lead the other account`);
        };
        for (const { act, by } of acts) {
          const window = windows[by % Math.max(1, windows.length)];
          if (act === 'wait') {
            await clock.advance(by);
          } else if (act === 'jump') {
            clock.set(by);
          } else if (act === 'open') {
            open(by % 2 === 1);
          } else if (window !== undefined && act === 'close') {
            close(window);
            windows = windows.filter((other) => other !== window);
          } else if (window !== undefined && act === 'hang') {
            window.clock.hang();
            hanging.add(window);
          } else if (window !== undefined) {
            window.clock.goOn();
            hanging.delete(window);
          }
          holds();
        }
        const live = windows.filter((window) => !hanging.has(window));
        await clock.advance(TAKEN_OVER_MS);
        holds();
        assert.equal(leaders().length, live.length > 0 ? 1 : leaders().length);
        assert.ok(live.length === 0 || live.includes(leaders()[0] as Window), 'a window leads that hangs');
        const liveOthers = live.filter(({ other }) => other !== undefined);
        assert.ok(
          liveOthers.length === 0 || liveOthers.includes(othersLeaders()[0] as Window),
          'nobody who lives leads the other account',
        );
        windows.forEach(close);
      }),
      { numRuns: 70 },
    );
  });
});
