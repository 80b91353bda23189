import assert from 'node:assert/strict';
import { Turns } from '../../../../src/core/watch/turns';
import { anAccount } from '../../../support/anAccount';
import { useMachine } from './support/machine';
import type { TestWindow } from './support/testWindow';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('An account whose rows the user opens', () => {
  const machine = useMachine();
  /** How many requests opening it sends. */
  async function requestsOf(opening: Promise<void>): Promise<number> {
    const { clock, api } = machine();
    const before = api.requests.length;
    await Promise.all([opening, clock.advance(0)]);
    return api.requests.length - before;
  }

  it('is polled at once, unless there is a result of this moment', async () => {
    const { clock } = machine();
    const { watch } = machine().open();
    assert.equal(await requestsOf(watch.opened()), 1);
    await clock.advance(15 * SECOND - 1);
    assert.equal(await requestsOf(watch.opened()), 0);
    await clock.advance(1);
    assert.equal(await requestsOf(watch.opened()), 1);
    clock.jump(-15 * SECOND);
    assert.equal(await requestsOf(watch.opened()), 1, 'the clock was set back');
  });

  it('is not polled while that fails, or if the user has turned polling off', async () => {
    const { api, clock } = machine();
    const { watch } = machine().open();
    api.trouble = () => ({ status: 503 });
    assert.equal(await requestsOf(watch.opened()), 1, 'which does not throw');
    await clock.advance(MINUTE);
    assert.equal(await requestsOf(watch.opened()), 0);
    api.trouble = () => undefined;
    const off = machine().open({ settings: { enabled: false, lookbackDays: 7 } });
    await clock.advance(MINUTE);
    assert.equal(await requestsOf(off.watch.opened()), 0);
  });

  it('has its first look once', async () => {
    const { watch } = machine().open();
    assert.equal(await requestsOf(watch.firstLook()), 1);
    await machine().clock.advance(HOUR);
    assert.equal(await requestsOf(watch.firstLook()), 0);
  });
});

describe('The plan of an account watched by several windows', () => {
  const machine = useMachine();

  it('says when it is polled next, if it is polled automatically', async () => {
    const { clock, api } = machine();
    api.jobs.push(machine().running('a', HOUR));
    const on = machine().open();
    const off = machine().open({ settings: { enabled: false, lookbackDays: 7 } });
    on.look(true);
    await clock.advance(20 * SECOND);
    const { nextAtMs = 0 } = on.watch.plan ?? {};
    assert.ok(nextAtMs > clock.now(), 'in the future');
    const before = api.requests.length;
    await clock.advance(nextAtMs - clock.now() - 1);
    assert.equal(api.requests.length, before);
    await clock.advance(1);
    assert.ok(api.requests.length > before);
    assert.equal(off.watch.plan, undefined);
  });

  it('says until when polls are rarer once the machine’s requests run short', async () => {
    const { clock, api } = machine();
    machine().requestsPerHour = 40;
    for (let minute = 0; minute < 30; minute++) {
      api.jobs.push({ id: `j${minute}`, createdAtMs: clock.now() + minute * MINUTE, endsAtMs: clock.now() + HOUR });
    }
    const window = machine().open();
    window.look(true);
    await clock.advance(5 * SECOND);
    assert.equal(window.watch.plan?.slow, undefined);
    await clock.advance(30 * MINUTE);
    const { everyMs = 0, untilMs = 0 } = window.watch.plan?.slow ?? {};
    assert.ok(everyMs >= MINUTE, String(everyMs));
    assert.ok(untilMs > clock.now() && untilMs <= clock.now() + HOUR, String(untilMs - clock.now()));
  });
});

describe('Many accounts of a window', () => {
  const machine = useMachine();

  /** Five accounts, of which each is polled so many times in `ms`. */
  async function pollsOf(ms: number, prepare: (windows: readonly TestWindow[]) => void): Promise<readonly number[]> {
    const turns = new Turns();
    const windows = [1, 2, 3, 4, 5].map((number) =>
      machine().open({ account: anAccount({ id: `account-${number}`, sid: `IR${number}` }), turns }),
    );
    prepare(windows);
    await machine().clock.advance(MINUTE);
    const fromMs = machine().clock.now();
    await machine().clock.advance(ms);
    const polls = machine().api.requests.filter(({ atMs }) => atMs >= fromMs);
    return windows.map((_, index) => polls.filter(({ path }) => path.includes(`/IR${index + 1}/`)).length);
  }

  it('take turns, and the one in sight has more of them', async () => {
    const [first = 0, ...others] = await pollsOf(15 * MINUTE, ([one]) => {
      one?.share.attention.set({ isVisible: true, isFocused: true, accounts: ['account-1'] });
    });
    assert.ok(
      others.every((count) => count === 1 || count === 2),
      others.join(),
    );
    assert.ok(first >= 5, String(first));
  });

  for (const [title, hours, isMore] of [
    ['have more turns if they had a job in the last day', 23, true],
    ['have no more turns because of an older job', 25, false],
  ] as const) {
    it(title, async () => {
      const nowMs = machine().clock.now();
      machine().api.jobs.push({ id: 'a', createdAtMs: nowMs - hours * HOUR, endsAtMs: nowMs - 20 * HOUR });
      const polls = await pollsOf(12 * MINUTE, ([one]) => one?.look(true));
      assert.ok(
        polls.every((count) => count > 1 === isMore),
        polls.join(),
      );
    });
  }
});

describe('An account of which one window knows more', () => {
  const machine = useMachine();

  it('shows the ends of jobs in the others as soon as it polls only these', async () => {
    const { api, clock } = machine();
    api.pageSize = 1;
    const endedJob = { createdAtMs: clock.now() - HOUR, endsAtMs: clock.now() - MINUTE };
    api.jobs.push(machine().running('a', 100 * SECOND), { id: 'b', ...endedJob }, { id: 'c', ...endedJob });
    const leader = machine().open();
    const other = machine().open();
    leader.look(true);
    while (!leader.rows.includes('a COMPLETED')) {
      await clock.advance(SECOND);
    }
    assert.match(api.requests.at(-1)?.path ?? '', /\/a$/, 'a poll of the job noticed it');
    await clock.advance(2 * SECOND);
    assert.ok(other.rows.includes('a COMPLETED'), other.rows.join());
    assert.deepEqual(
      other.transitions.map(({ entry, from }) => `${entry.job.id} ${from}`),
      ['a RUNNING'],
    );
  });

  it('shows a job that a user’s action taught it in the others, although no list can be read', async () => {
    const { api, clock } = machine();
    api.jobs.push(machine().running('a', HOUR));
    api.trouble = (path) => (path.endsWith('/Jobs') ? { status: 503 } : undefined);
    const one = machine().open();
    const other = machine().open();
    one.look(true);
    await clock.advance(10 * SECOND);
    assert.deepEqual([one.sync, other.sync], ['server', 'server']);
    one.store.applyJob('an-account', await one.watch.client.getJob('a'));
    await clock.advance(5 * SECOND);
    assert.deepEqual(other.rows, ['a RUNNING']);
    assert.equal(other.sync, 'server');
  });
});
