import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { ScriptedApi, type ScriptedJob } from '../../../support/scriptedApi';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { TestWindow, type WindowOptions } from './support/machine';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('An account that several windows watch', function () {
  this.timeout(20 * SECOND); // hours of several windows' clocks, each with files of its own

  const files = temporaryFolder();
  let clock: FakeClock;
  let api: ScriptedApi;
  let windows: TestWindow[];
  let requestsPerHour: number;

  beforeEach(() => {
    clock = new FakeClock();
    api = new ScriptedApi(clock);
    windows = [];
    requestsPerHour = 240;
  });

  afterEach(() => windows.forEach((window) => window.close()));

  function open(options: WindowOptions = {}): TestWindow {
    const window = new TestWindow({ folder: files.path(), clock, api, requestsPerHour: () => requestsPerHour }, options);
    windows.push(window);
    return window;
  }

  const running = (id: string, runMs: number, change: Partial<ScriptedJob> = {}): ScriptedJob => ({ id, createdAtMs: clock.now(), endsAtMs: clock.now() + runMs, ...change });
  const requestsSince = (atMs: number): number => api.requests.filter((request) => request.atMs >= atMs).length;

  describe('costs', () => {
    /** What some minutes of a morning cost with so many windows. */
    async function costOf(count: number): Promise<number> {
      clock = new FakeClock();
      api = new ScriptedApi(clock);
      const folder = path.join(files.path(), `${count}`);
      const opened = Array.from({ length: count }, () => new TestWindow({ folder, clock, api }));
      opened[0]?.look(true);
      await clock.advance(MINUTE);
      api.jobs.push(running('a', 5 * MINUTE), running('b', 15 * MINUTE));
      await clock.advance(20 * MINUTE);
      opened.forEach((window) => assert.deepEqual(window.rows, ['a COMPLETED', 'b COMPLETED']));
      opened.forEach((window) => window.close());
      return api.requests.length;
    }

    it('with five windows what it costs with one', async () => {
      const [one, five] = [await costOf(1), await costOf(5)];
      assert.ok(one > 25, `${one}`);
      assert.ok(five <= one + 3, `${five} requests of five windows, ${one} of one`);
    });

    it('nothing when nothing is at work and nobody looks, and one look when somebody comes', async () => {
      api.jobs.push(running('a', MINUTE));
      open();
      const other = open();
      await clock.advance(10 * MINUTE);
      const before = api.requests.length;
      await clock.advance(HOUR);
      assert.equal(api.requests.length, before);
      other.look(false, true);
      await clock.advance(2 * SECOND);
      assert.equal(api.requests.length, before + 1);
      await clock.advance(20 * MINUTE);
      assert.equal(api.requests.length, before + 1);
    });
  });

  it('is known in all windows, and what ends is news in each of them', async () => {
    api.jobs.push(running('a', 30 * SECOND));
    const [one, other] = [open(), open()];
    await clock.advance(10 * SECOND);
    assert.deepEqual([one.rows, other.rows], [['a RUNNING'], ['a RUNNING']]);
    await clock.advance(MINUTE);
    for (const window of [one, other]) {
      assert.deepEqual(window.rows, ['a COMPLETED']);
      assert.deepEqual(window.transitions.map(({ entry, from }) => [entry.job.id, from, entry.job.status]), [['a', 'RUNNING', 'COMPLETED']]);
    }
  });

  it('is watched on within 15 s when the window that polls closes, hangs or crashes', async () => {
    for (const end of ['close', 'crash'] as const) {
      api.jobs.push(running(end, 10 * HOUR));
      const [first, second] = [open(), open()];
      second.look(true);
      await clock.advance(5 * MINUTE);
      assert.deepEqual([first.watch.isLeader, second.watch.isLeader], [true, false]);
      first[end]();
      const atMs = clock.now();
      await clock.advance(15 * SECOND);
      assert.equal(second.watch.isLeader, true, end);
      await clock.advance(2 * MINUTE);
      assert.ok(requestsSince(atMs) > 0, end);
      second.close();
      first.clock.goOn();
      first.close();
    }
  });

  it('asks nothing anew where a window starts beside others or is loaded again, and makes no news of what is known', async () => {
    api.jobs.push(running('a', 10 * HOUR), running('b', MINUTE));
    const one = open();
    await clock.advance(10 * MINUTE);
    const before = api.requests.length;
    const late = open();
    assert.deepEqual(late.rows, ['a RUNNING', 'b COMPLETED']);
    one.close();
    late.close();
    const again = open();
    assert.deepEqual([again.rows, again.sync, again.transitions.length], [['a RUNNING', 'b COMPLETED'], 'current', 0]);
    await clock.advance(SECOND);
    assert.equal(api.requests.length, before);
  });

  it('makes no news of what has happened while no window was open', async () => {
    api.jobs.push(running('a', 30 * MINUTE));
    open().close();
    const one = open();
    await clock.advance(MINUTE);
    one.close();
    await clock.advance(HOUR);
    const next = open();
    assert.equal(next.sync, 'loading');
    await clock.advance(SECOND);
    assert.deepEqual([next.rows, next.transitions.length], [['a COMPLETED'], 0]);
  });

  it('shows a replay of one window in all at once, and watches it from then on', async () => {
    api.jobs.push(running('a', MINUTE));
    const [one, other] = [open(), open()];
    await clock.advance(HOUR);
    assert.equal(one.watch.isLeader, true);
    other.store.applyJob('an-account', await other.watch.client.replayJob('a'));
    await clock.advance(1500);
    assert.deepEqual(one.rows, ['a COMPLETED', 'a-again RUNNING']);
    await clock.advance(11 * MINUTE);
    assert.deepEqual([one.rows, other.rows].map((rows) => rows[1]), ['a-again COMPLETED', 'a-again COMPLETED']);
  });

  it('is looked at from any window, whoever polls, and all see what came of it', async () => {
    const [one, other] = [open(), open()];
    await clock.advance(10 * MINUTE);
    api.jobs.push(running('a', HOUR));
    const before = api.requests.length;
    await other.watch.refresh();
    await clock.advance(1500);
    assert.deepEqual([one.rows, other.rows, api.requests.length - before], [['a RUNNING'], ['a RUNNING'], 1]);
  });

  it('tells once, without a request, of a job that stays in error when impact.com has had its time to try again', async () => {
    api.jobs.push(running('a', MINUTE, { endsAs: 'ERROR' }));
    const [one, other] = [open(), open()];
    await clock.advance(MINUTE + 75 * MINUTE - SECOND);
    const told = (window: TestWindow): string[] => window.transitions.map(({ entry, from }) => `${from} ${entry.job.status}`);
    assert.deepEqual([told(one), told(other)], [['RUNNING ERROR'], ['RUNNING ERROR']]);
    const before = api.requests.length;
    await clock.advance(2 * SECOND);
    assert.deepEqual([told(one), told(other)], [['RUNNING ERROR', 'ERROR ERROR'], ['RUNNING ERROR', 'ERROR ERROR']]);
    assert.equal(api.requests.length, before);
    await clock.advance(24 * HOUR);
    assert.deepEqual([told(one).length, api.requests.length], [2, before], 'and the job is left alone from then on');
  });

  it('tells of the end of a job in error that came while the machine slept, and of none that was tried again or had ended before', async () => {
    api.jobs.push(running('a', MINUTE, { endsAs: 'ERROR' }), running('old', -2 * HOUR, { createdAtMs: clock.now() - 3 * HOUR, endsAs: 'ERROR' }), running('again', MINUTE, { endsAs: 'ERROR' }));
    const one = open();
    await clock.advance(10 * MINUTE);
    api.jobs.splice(2, 1, running('again', 10 * HOUR));
    clock.set(2 * HOUR);
    one.transitions.length = 0;
    await clock.advance(5 * MINUTE);
    assert.equal(one.transitions.length, 0, 'nobody has looked yet');
    one.look(true);
    await clock.advance(MINUTE);
    assert.deepEqual(one.transitions.map(({ entry, from }) => `${entry.job.id} ${from} ${entry.job.status}`), ['again ERROR RUNNING', 'a ERROR ERROR']);
  });

  it('is left alone by all windows until a block ends that one of them was told of, clicks included', async () => {
    api.jobs.push(running('a', 10 * HOUR));
    const [one, other] = [open(), open()];
    one.look(true);
    await clock.advance(MINUTE);
    api.trouble = () => ({ status: 429, headers: { 'Retry-After': '600' } });
    await apiErrorOf(other.watch.refresh());
    api.trouble = () => undefined;
    const atMs = clock.now() + 1;
    await clock.advance(2 * SECOND);
    for (const call of [one.watch.refresh(), other.watch.refresh(), other.watch.client.replayJob('a'), open().watch.refresh()]) {
      const error = await apiErrorOf(call);
      assert.deepEqual([error.kind, error.retryAtMs], ['rateLimited', atMs - 1 + 600 * SECOND]);
    }
    await clock.advance(597 * SECOND);
    assert.equal(requestsSince(atMs), 0);
    assert.deepEqual(windows.map(({ sync }) => sync), ['rateLimited', 'rateLimited', 'rateLimited']);
    await clock.advance(MINUTE);
    assert.deepEqual(windows.map(({ sync }) => sync), ['current', 'current', 'current']);
  });

  it('says in all windows why it is not current, and since when, and tries again less and less often', async () => {
    api.jobs.push(running('a', 10 * HOUR));
    const [one, other] = [open(), open()];
    await clock.advance(MINUTE);
    api.trouble = () => ({ status: 503 });
    const atMs = clock.now();
    await clock.advance(HOUR);
    const tries = requestsSince(atMs);
    assert.ok(tries >= 12 && tries <= 20, `${tries} tries in an hour`);
    const late = open();
    for (const window of [one, other]) {
      const sync = window.store.snapshot.accounts[0]?.sync;
      assert.ok(sync?.kind === 'failed' && sync.lastGoodAtMs !== undefined && sync.lastGoodAtMs <= atMs && sync.nextTryAtMs !== undefined, 'failed, with its times');
      assert.deepEqual(window.rows, ['a RUNNING']);
    }
    await clock.advance(6 * SECOND);
    assert.equal(late.sync, 'server');
    api.trouble = () => undefined;
    await clock.advance(5 * MINUTE);
    assert.deepEqual(windows.map(({ sync }) => sync), ['current', 'current', 'current']);
  });

  it('is looked at soon after an outage where somebody’s request gets through, in whichever window', async () => {
    api.jobs.push(running('a', 10 * HOUR), running('b', MINUTE));
    const [one, other] = [open(), open()];
    await clock.advance(5 * MINUTE);
    for (const window of [one, other]) {
      api.trouble = () => ({ status: 503 });
      await clock.advance(HOUR);
      const { sync } = other;
      api.trouble = () => undefined;
      const atMs = clock.now();
      await window.watch.client.getJob('b');
      await clock.advance(6 * SECOND);
      assert.deepEqual([sync, one.sync, other.sync], ['server', 'current', 'current']);
      assert.equal(requestsSince(atMs), 2, 'the request and a look');
    }
  });

  it('is asked no more often where a look fails that gets half-way', async () => {
    api.jobs.push(running('a', 10 * HOUR), running('b', MINUTE));
    const one = open();
    await clock.advance(5 * MINUTE);
    api.trouble = (asked) => (asked.endsWith('/Jobs') ? { status: 503 } : undefined);
    await clock.advance(HOUR);
    const before = api.requests.length;
    for (let count = 0; count < 3; count++) {
      await one.watch.client.getJob('a', undefined, 'watch');
      await clock.advance(SECOND);
    }
    assert.ok(api.requests.length - before <= 4, `${api.requests.length - before}`);
  });

  it('is taken over by a window with a better token, and no window asks for ever with a bad one', async () => {
    const stored: { token?: string } = {};
    const one = open({ token: () => undefined });
    const other = open({ token: () => stored.token });
    await clock.advance(MINUTE);
    assert.deepEqual([one.sync, other.sync, api.requests.length], ['unauthorized', 'unauthorized', 0]);
    stored.token = 'token';
    await other.watch.refresh();
    api.jobs.push(running('a', HOUR));
    other.look(true);
    await clock.advance(2 * MINUTE);
    assert.deepEqual([one.rows, other.rows], [['a RUNNING'], ['a RUNNING']]);
    api.trouble = () => ({ status: 401 });
    await clock.advance(10 * MINUTE);
    const before = api.requests.length;
    await clock.advance(20 * MINUTE);
    assert.equal(api.requests.length, before);
  });

  it('is polled by no window that must not, and by none for the sake of one that must not', async () => {
    const quiet = open({ settings: { enabled: false, lookbackDays: 7 } });
    await clock.advance(SECOND);
    assert.deepEqual([api.requests.length, quiet.sync], [1, 'current']);
    await clock.advance(HOUR);
    assert.equal(api.requests.length, 1);
    api.jobs.push(running('a', HOUR));
    const other = open();
    other.look(true);
    await clock.advance(2 * MINUTE);
    assert.deepEqual([other.watch.isLeader, quiet.watch.isLeader], [true, false]);
    assert.deepEqual(quiet.rows, ['a RUNNING']);
    other.settings = { enabled: false, lookbackDays: 7 };
    other.watch.rejoin();
    const before = api.requests.length;
    await clock.advance(HOUR);
    assert.equal(api.requests.length, before);
  });

  it('is not shared by windows that want another number of days, or have a server of their own', async () => {
    api.jobs.push(running('a', HOUR));
    const others = [open(), open({ settings: { enabled: true, lookbackDays: 30 } }), open({ account: anAccount({ baseUrl: 'http://127.0.0.1:7000' }) })];
    await clock.advance(SECOND);
    assert.deepEqual(others.map(({ watch }) => watch.isLeader), [true, true, true]);
    assert.equal(api.requests.length, 3);
  });

  it('leaves nothing of its jobs on the disk when it is signed out', async () => {
    api.jobs.push(running('a', HOUR, { message: 'a secret of the agency' }));
    const one = open();
    await clock.advance(SECOND);
    const share = path.join(files.path(), 'share');
    const isThere = (): boolean => readdirSync(share).some((name) => readFileSync(path.join(share, name), 'utf8').includes('a secret of the agency'));
    assert.equal(isThere(), true);
    one.watch.dispose();
    one.watch.forget();
    assert.equal(isThere(), false);
  });

  describe('within the machine’s allowance', () => {
    it('is never asked above the ceiling, and goes on with what there is', async () => {
      requestsPerHour = 20;
      api.jobs.push(running('a', 10 * HOUR), ...Array.from({ length: 40 }, (_, index) => running(`b${index}`, 10 * HOUR, { createdAtMs: clock.now() + index * 5 * MINUTE })));
      const one = open();
      one.look(true);
      for (let hour = 0; hour < 4; hour++) {
        await clock.advance(HOUR);
        const spent = requestsSince(clock.now() - HOUR);
        assert.ok(spent <= 16, `${spent} of 16`);
        assert.ok(spent >= 6, `${spent}: the watch went silent`);
      }
    });

    it('is there for clicks when watching has spent its part, and refuses them at last with the time when it goes on', async () => {
      requestsPerHour = 10;
      const one = open();
      for (let count = 0; count < 9; count++) {
        await one.watch.refresh();
      }
      await one.watch.refresh();
      const spent = api.requests.length;
      const error = await apiErrorOf(one.watch.refresh());
      assert.deepEqual([error.kind, error.retryAtMs, api.requests.length], ['budget', clock.now() + HOUR, spent]);
      assert.equal(one.sync, 'budget');
      requestsPerHour = 20;
      one.watch.goOn();
      await one.watch.refresh();
      assert.equal(one.sync, 'current');
    });

    it('comes back by itself', async () => {
      requestsPerHour = 10;
      api.jobs.push(running('a', 10 * HOUR));
      const one = open();
      await clock.advance(SECOND);
      for (let count = 0; count < 9; count++) {
        await one.watch.refresh();
      }
      await apiErrorOf(one.watch.refresh());
      await clock.advance(HOUR + 10 * MINUTE);
      assert.equal(one.sync, 'current');
    });
  });

  describe('whose list is long', () => {
    const filler = (): ScriptedJob[] => Array.from({ length: 300 }, (_, index) => ({ id: `old-${index}`, createdAtMs: clock.now() - HOUR, endsAtMs: clock.now() - MINUTE, message: 'x'.repeat(400) }));

    it('is asked for the one job that runs, and for the list in between and at its end', async () => {
      api.jobs.push(...filler(), running('a', 10 * MINUTE));
      const one = open();
      await clock.advance(9 * MINUTE);
      const paths = api.requests.map(({ path: asked }) => asked.split('/').at(-1));
      const singles = paths.filter((name) => name === 'a').length;
      assert.ok(singles > paths.length / 2, `${singles} of ${paths.length}`);
      assert.ok(paths.filter((name) => name === 'Jobs').length >= 2, paths.join());
      await clock.advance(3 * MINUTE);
      assert.ok(one.rows.includes('a COMPLETED'));
    });

    it('is asked for as a whole by Refresh, and where the job alone is refused', async () => {
      api.jobs.push(...filler(), running('a', HOUR));
      const one = open();
      await clock.advance(SECOND);
      await one.watch.refresh();
      assert.deepEqual(api.requests.map(({ path: asked }) => asked.split('/').at(-1)), ['Jobs', 'Jobs']);
      api.trouble = (asked) => (asked.endsWith('/a') ? { status: 403 } : undefined);
      await clock.advance(10 * MINUTE);
      assert.equal(api.requests.filter(({ status }) => status === 403).length, 1);
      assert.equal(one.sync, 'current');
    });
  });
});
