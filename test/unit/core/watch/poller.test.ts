import assert from 'node:assert/strict';
import { ApiClient } from '../../../../src/core/api/apiClient';
import { Transport } from '../../../../src/core/api/transport';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { Poller, type PollerOptions } from '../../../../src/core/watch/poller';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { ScriptedApi } from '../../../support/scriptedApi';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("An account's poller", () => {
  let clock: FakeClock;
  let api: ScriptedApi;
  let store: JobStore;
  let opened: Poller[];

  beforeEach(() => {
    clock = new FakeClock();
    api = new ScriptedApi(clock);
    api.jobs.push({ id: 'a', createdAtMs: clock.now(), endsAtMs: clock.now() + 100 * HOUR });
    store = new JobStore(clock);
    store.setAccounts([anAccount()]);
    opened = [];
  });

  afterEach(() => opened.forEach((poller) => poller.dispose()));

  function open(change: Partial<PollerOptions> = {}): Poller {
    const client = new ApiClient({
      account: anAccount(),
      transport: new Transport(clock, () => Promise.resolve(api.fetch)),
      clock,
      readToken: () => Promise.resolve('token'),
    });
    const poller = new Poller({
      client,
      store,
      clock,
      settings: () => ({ enabled: true, lookbackDays: 7 }),
      random: () => 1,
      ...change,
    });
    opened.push(poller);
    poller.setAttention({ isVisible: true, isFocused: true });
    return poller;
  }

  const requestsSince = (atMs: number): number => api.requests.filter((request) => request.atMs >= atMs).length;
  const sync = (): string | undefined => store.snapshot.accounts[0]?.sync.kind;

  it('has one poll in progress at a time, shared by all callers', async () => {
    const poller = open();
    await Promise.all([poller.refresh(), poller.refresh(), poller.refresh()]);
    assert.equal(api.requests.length, 1);
    api.requests.length = 0;
    clock.jump(5 * SECOND); // the next look is due
    await Promise.all([clock.advance(0), poller.refresh()]);
    assert.equal(api.requests.length, 1, 'nor one of the user’s beside one of the clock’s');
  });

  for (const status of [undefined, 503]) {
    it(`says nothing of a poll that ${status === undefined ? 'succeeds' : 'fails'} after its end, and polls no more`, async () => {
      let told = 0;
      const poller = open({ onPoll: () => told++ });
      const before = sync();
      api.trouble = () => (status === undefined ? undefined : { status });
      const polling = poller.refresh();
      poller.dispose();
      await polling;
      await poller.refresh();
      await clock.advance(HOUR);
      const entries = store.snapshot.accounts[0]?.entries.size;
      assert.deepEqual([sync(), entries, told, api.requests.length], [before, 0, 0, 1]);
    });
  }

  it('polls again after a poll of another period', async () => {
    let lookbackDays = 7;
    const poller = open({ settings: () => ({ enabled: true, lookbackDays }) });
    const first = poller.refresh();
    lookbackDays = 30;
    await Promise.all([first, poller.refresh()]);
    assert.equal(api.requests.length, 2);
  });

  it('promises as long an interval as the ends of active jobs allow, and none without them', async () => {
    const poller = open();
    assert.equal(poller.promisedMs(1), undefined);
    await poller.refresh();
    assert.equal(poller.promisedMs(1), 5 * SECOND);
    clock.jump(20 * MINUTE);
    assert.equal(poller.promisedMs(1), 5 * SECOND, 'which the last poll decides');
    await poller.refresh();
    assert.equal(poller.promisedMs(1), 2 * MINUTE);
    store.setAccounts([]);
    assert.equal(poller.promisedMs(1), undefined);
  });

  it('continues after any failed poll, and after listeners that throw', async () => {
    let isBroken = false;
    const poller = open({
      onPoll: () => {
        if (isBroken) {
          throw new Error('a listener');
        }
      },
    });
    await poller.refresh();
    for (const status of [404, 500, 503, 400]) {
      api.trouble = () => ({ status });
      await apiErrorOf(poller.refresh());
      assert.equal(sync(), 'failed', `${status}`);
      api.trouble = () => undefined;
      await clock.advance(6 * SECOND);
      assert.equal(sync(), 'current', `${status}`);
    }
    isBroken = true;
    await assert.rejects(poller.refresh(), /a listener/);
    isBroken = false;
    const atMs = clock.now();
    await clock.advance(2 * MINUTE);
    assert.ok(requestsSince(atMs) > 0, 'and its flag is down again');
  });

  it('waits a random part less than the full back-off, until the time in the snapshot', async () => {
    for (const [random, part] of [
      [0, 0.75],
      [0.5, 0.875],
      [1, 1],
    ] as const) {
      const poller = open({ random: () => random });
      api.trouble = () => ({ status: 503 });
      const startedAt = clock.now();
      await apiErrorOf(poller.refresh());
      const { sync: state } = store.snapshot.accounts[0] ?? {};
      assert.ok(state?.kind === 'failed');
      assert.equal((state.nextTryAtMs ?? 0) - startedAt, part * 5 * SECOND);
      const before = api.requests.length;
      await clock.advance(part * 5 * SECOND - 1);
      assert.equal(api.requests.length, before);
      await clock.advance(1);
      assert.equal(api.requests.length, before + 1);
      poller.dispose();
    }
  });

  it('continues after the clock is set back, and plans so', async () => {
    const poller = open();
    await poller.refresh();
    const before = api.requests.length;
    clock.set(-HOUR);
    assert.equal(poller.plan?.nextAtMs, clock.now() + MINUTE);
    await clock.advance(2 * MINUTE);
    assert.ok(api.requests.length > before);
    assert.equal(sync(), 'current');
  });

  it('waits no longer than required if the clock is set back', async () => {
    const poller = open();
    await poller.refresh();
    api.trouble = () => ({ status: 429, headers: { 'Retry-After': '600' } });
    await apiErrorOf(poller.refresh());
    api.trouble = () => undefined;
    clock.set(-24 * HOUR);
    const before = api.requests.length;
    await clock.advance(599 * SECOND);
    assert.equal(api.requests.length, before);
    await clock.advance(2 * MINUTE);
    assert.equal(sync(), 'current');
  });

  describe('after many failures', () => {
    let poller: Poller;

    beforeEach(async () => {
      api.trouble = () => ({ status: 503 });
      poller = open();
      poller.setAttention({ isVisible: false, isFocused: false });
      await clock.advance(HOUR);
      const atMs = clock.now();
      await clock.advance(4 * MINUTE);
      assert.ok(requestsSince(atMs) <= 1, 'it waits for minutes by now');
      await clock.advance(5 * MINUTE - (clock.now() - (api.requests.at(-1)?.atMs ?? 0)) + 10 * SECOND);
    });

    it('retries immediately when somebody returns to the window, and then backs off from the start', async () => {
      const atMs = clock.now();
      poller.setAttention({ isVisible: false, isFocused: true });
      await clock.advance(SECOND);
      assert.equal(requestsSince(atMs), 1);
      await clock.advance(11 * SECOND);
      assert.equal(requestsSince(atMs), 2);
    });

    it("doesn't retry for a window that stays focused", async () => {
      poller.setAttention({ isVisible: false, isFocused: true });
      await clock.advance(HOUR);
      await clock.advance(5 * MINUTE - (clock.now() - (api.requests.at(-1)?.atMs ?? 0)) + 10 * SECOND);
      const atMs = clock.now();
      poller.setAttention({ isVisible: true, isFocused: true });
      await clock.advance(MINUTE);
      assert.equal(requestsSince(atMs), 0);
    });

    it('backs off from the start after Refresh', async () => {
      const atMs = clock.now();
      await apiErrorOf(poller.refresh());
      await clock.advance(5 * SECOND);
      assert.equal(requestsSince(atMs), 2);
      await clock.advance(10 * SECOND);
      assert.equal(requestsSince(atMs), 3);
    });
  });
});
