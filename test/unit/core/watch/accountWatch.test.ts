import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anAccount } from '../../../support/anAccount';
import { useMachine } from './support/machine';
import type { TestWindow } from './support/testWindow';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** impact.com retries a brand's jobs in error. */
const BRAND = anAccount({ kind: 'brand' });

describe('An account watched by several windows', function () {
  const machine = useMachine();

  it('is known in all windows, and its endings are news in each', async () => {
    machine().api.jobs.push(machine().running('a', 30 * SECOND));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(10 * SECOND);
    assert.deepEqual([one.rows, other.rows], [['a RUNNING'], ['a RUNNING']]);
    await machine().clock.advance(MINUTE);
    for (const window of [one, other]) {
      assert.deepEqual(window.rows, ['a COMPLETED']);
      assert.deepEqual(
        window.transitions.map(({ entry, from }) => [entry.job.id, from, entry.job.status]),
        [['a', 'RUNNING', 'COMPLETED']],
      );
    }
  });

  it('is polled again within 15 s after the polling window closes, hangs, or crashes', async () => {
    for (const end of ['close', 'crash'] as const) {
      machine().api.jobs.push(machine().running(end, 10 * HOUR));
      const [first, second] = [machine().open(), machine().open()];
      second.look(true);
      await machine().clock.advance(5 * MINUTE);
      assert.deepEqual([first.watch.isLeader, second.watch.isLeader], [true, false]);
      first[end]();
      const atMs = machine().clock.now();
      await machine().clock.advance(15 * SECOND);
      assert.equal(second.watch.isLeader, true, end);
      await machine().clock.advance(2 * MINUTE);
      assert.ok(machine().requestsSince(atMs) > 0, end);
      second.close();
      first.clock.goOn();
      first.close();
    }
  });

  it('sends nothing new when another window starts or reloads, and reports no old news', async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR), machine().running('b', MINUTE));
    const one = machine().open();
    await machine().clock.advance(10 * MINUTE);
    const before = machine().api.requests.length;
    const late = machine().open();
    assert.deepEqual(late.rows, ['a RUNNING', 'b COMPLETED']);
    one.close();
    late.close();
    const again = machine().open();
    assert.deepEqual([again.rows, again.sync, again.transitions.length], [['a RUNNING', 'b COMPLETED'], 'current', 0]);
    await machine().clock.advance(SECOND);
    assert.equal(machine().api.requests.length, before);
  });

  it('tells a window that opens later as of when it is', async () => {
    const { clock, api } = machine();
    machine().open();
    await clock.advance(SECOND);
    const polledAtMs = api.requests[0]?.atMs;
    await clock.advance(40 * MINUTE);
    const late = machine().open();
    assert.deepEqual(late.store.snapshot.accounts[0]?.sync, { kind: 'current', atMs: polledAtMs });
    await clock.advance(MINUTE);
    assert.equal(api.requests.length, 1);
  });

  it('reports no news about events while no window was open', async () => {
    machine().api.jobs.push(machine().running('a', 30 * MINUTE));
    machine().open().close();
    const one = machine().open();
    await machine().clock.advance(MINUTE);
    one.close();
    await machine().clock.advance(HOUR);
    const next = machine().open();
    assert.equal(next.sync, 'loading');
    await machine().clock.advance(SECOND);
    assert.deepEqual([next.rows, next.transitions.length], [['a COMPLETED'], 0]);
  });

  it("shows one window's replay in all windows, and watches it", async () => {
    machine().api.jobs.push(machine().running('a', MINUTE));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(HOUR);
    assert.equal(one.watch.isLeader, true);
    other.store.applyJob('an-account', await other.watch.client.replayJob('a'));
    await machine().clock.advance(1500);
    assert.deepEqual(one.rows, ['a COMPLETED', 'a-again RUNNING']);
    await machine().clock.advance(11 * MINUTE);
    assert.deepEqual(
      [one.rows, other.rows].map((rows) => rows[1]),
      ['a-again COMPLETED', 'a-again COMPLETED'],
    );
  });

  it('can be refreshed from any window, whoever polls, and all see the result', async () => {
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(10 * MINUTE);
    machine().api.jobs.push(machine().running('a', HOUR));
    const before = machine().api.requests.length;
    await other.watch.refresh();
    await machine().clock.advance(1500);
    assert.deepEqual([one.rows, other.rows, machine().api.requests.length - before], [['a RUNNING'], ['a RUNNING'], 1]);
  });

  it("reports once, without a request, a job that stays in error after impact.com's retry period", async () => {
    machine().api.jobs.push(machine().running('a', MINUTE, { endsAs: 'ERROR' }));
    const [one, other] = [machine().open({ account: BRAND }), machine().open({ account: BRAND })];
    await machine().clock.advance(MINUTE + 75 * MINUTE - SECOND);
    const told = (window: TestWindow): string[] =>
      window.transitions.map(({ entry, from }) => `${from} ${entry.job.status}`);
    assert.deepEqual([told(one), told(other)], [['RUNNING ERROR'], ['RUNNING ERROR']]);
    const before = machine().api.requests.length;
    await machine().clock.advance(2 * SECOND);
    assert.deepEqual(
      [told(one), told(other)],
      [
        ['RUNNING ERROR', 'ERROR ERROR'],
        ['RUNNING ERROR', 'ERROR ERROR'],
      ],
    );
    assert.equal(machine().api.requests.length, before);
    await machine().clock.advance(10 * MINUTE);
    assert.deepEqual(
      [told(one).length, machine().api.requests.length],
      [2, before],
      'and the job is left alone from then on',
    );
  });

  it('reports a job in error whose retry period ended during sleep, unless it was retried or had ended', async () => {
    machine().api.jobs.push(
      machine().running('a', MINUTE, { endsAs: 'ERROR' }),
      machine().running('old', -2 * HOUR, { createdAtMs: machine().clock.now() - 3 * HOUR, endsAs: 'ERROR' }),
      machine().running('again', MINUTE, { endsAs: 'ERROR' }),
    );
    const one = machine().open({ account: BRAND });
    await machine().clock.advance(10 * MINUTE);
    machine().api.jobs.splice(2, 1, machine().running('again', 10 * HOUR));
    machine().clock.set(2 * HOUR);
    one.transitions.length = 0;
    await machine().clock.advance(5 * MINUTE);
    assert.equal(one.transitions.length, 0, 'nobody has looked yet');
    one.look(true);
    await machine().clock.advance(MINUTE);
    assert.deepEqual(
      one.transitions.map(({ entry, from }) => `${entry.job.id} ${from} ${entry.job.status}`),
      ['again ERROR RUNNING', 'a ERROR ERROR'],
    );
  });

  it('is never polled by a window that must not poll, or on its behalf', async () => {
    const quiet = machine().open({ settings: { enabled: false, lookbackDays: 7 } });
    await machine().clock.advance(SECOND);
    assert.deepEqual([machine().api.requests.length, quiet.sync], [1, 'current']);
    await machine().clock.advance(HOUR);
    assert.equal(machine().api.requests.length, 1);
    machine().api.jobs.push(machine().running('a', HOUR));
    const other = machine().open();
    other.look(true);
    await machine().clock.advance(2 * MINUTE);
    assert.deepEqual([other.watch.isLeader, quiet.watch.isLeader], [true, false]);
    assert.deepEqual(quiet.rows, ['a RUNNING']);
    other.settings = { enabled: false, lookbackDays: 7 };
    other.watch.rejoin();
    const before = machine().api.requests.length;
    await machine().clock.advance(HOUR);
    assert.equal(machine().api.requests.length, before);
  });

  it("tells every window how far this machine's clock is off", async () => {
    machine().api.headers = { Date: new Date(machine().clock.now() - 11 * MINUTE).toUTCString() };
    machine().api.jobs.push(machine().running('a', HOUR));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(10 * SECOND);
    for (const { store } of [one, other]) {
      assert.equal(store.entry('an-account', 'a')?.clockAheadMs, -11 * MINUTE);
    }
  });

  for (const aheadMs of [-3 * HOUR, -11 * MINUTE, 11 * MINUTE]) {
    it(`is watched as closely if impact.com's clock is ${aheadMs / MINUTE} minutes ahead`, async () => {
      const { api, clock } = machine();
      const theirs = (): number => clock.now() + aheadMs;
      api.aheadMs = aheadMs;
      api.jobs.push({ id: 'a', createdAtMs: theirs(), endsAtMs: theirs() + MINUTE });
      api.jobs.push({ id: 'b', createdAtMs: theirs(), endsAtMs: theirs() + 2 * MINUTE, endsAs: 'ERROR' });
      const one = machine().open({ account: BRAND });
      await clock.advance(MINUTE + 7 * SECOND);
      assert.deepEqual(one.rows, ['a COMPLETED', 'b RUNNING']);
      await clock.advance(75 * MINUTE);
      const told = (): string[] => one.transitions.map(({ entry, from }) => `${entry.job.id} ${from}`);
      assert.deepEqual(told(), ['a RUNNING', 'b RUNNING']);
      await clock.advance(MINUTE);
      assert.deepEqual(told(), ['a RUNNING', 'b RUNNING', 'b ERROR']);
    });
  }

  it("isn't shared by windows with another number of days or another server", async () => {
    machine().api.jobs.push(machine().running('a', HOUR));
    const others = [
      machine().open(),
      machine().open({ settings: { enabled: true, lookbackDays: 30 } }),
      machine().open({ account: anAccount({ baseUrl: 'http://127.0.0.1:7000' }) }),
    ];
    await machine().clock.advance(SECOND);
    assert.deepEqual(
      others.map(({ watch }) => watch.isLeader),
      [true, true, true],
    );
    assert.equal(machine().api.requests.length, 3);
  });

  it('leaves none of its jobs on the disk after sign-out', async () => {
    machine().api.jobs.push(machine().running('a', HOUR, { message: 'a secret of the agency' }));
    const one = machine().open();
    await machine().clock.advance(SECOND);
    const share = path.join(machine().folder, 'share');
    const isThere = (): boolean =>
      readdirSync(share).some((name) =>
        readFileSync(path.join(share, name), 'utf8').includes('a secret of the agency'),
      );
    assert.equal(isThere(), true);
    one.watch.dispose();
    one.watch.forget();
    assert.equal(isThere(), false);
  });
});
