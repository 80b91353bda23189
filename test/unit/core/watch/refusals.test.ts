import assert from 'node:assert/strict';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { Poller } from '../../../../src/core/watch/poller';
import type { FaultBody } from '../../../../src/simulator/fault';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { accountOf, aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { waitUntil } from '../../../support/waitUntil';
import { aRunningJob, FIRST_ID, HOUR_MS, MINUTE_MS, simulatorsForTest } from '../../simulator/support/simulators';

describe('A watched account that gets a refusal', () => {
  const start = simulatorsForTest();
  let clock: FakeClock;
  let store: JobStore;
  let simulator: Simulator;
  let poller: Poller;

  beforeEach(async () => {
    clock = new FakeClock();
    store = new JobStore(clock);
    simulator = await start([aRunningJob({ id: FIRST_ID, runMs: 100 * HOUR_MS })], { clock });
    store.setAccounts([accountOf(simulator)]);
    poller = new Poller({
      client: aClient(simulator, clock),
      store,
      clock,
      settings: () => ({ enabled: true, lookbackDays: 7 }),
      random: () => 1,
    });
    poller.setAttention({ isVisible: true, isFocused: true });
    await poller.refresh();
  });

  afterEach(() => poller.dispose());

  const sync = (): string => {
    const state = store.snapshot.accounts[0]?.sync;
    return state?.kind === 'failed' ? state.error.kind : (state?.kind ?? 'none');
  };
  const refuse = (status: number, body: FaultBody): (() => void) =>
    simulator.setFault({ kind: 'answer', status, body });

  /** Lets time pass until the next look has ended, and returns how long that took, in ms. */
  async function nextLook(): Promise<number> {
    const from = clock.now();
    const { outcome } = poller;
    const asked = simulator.requests.length;
    while (poller.outcome === outcome) {
      await clock.advance(simulator.requests.length === asked ? (clock.nextInMs ?? 0) : 0);
    }
    return clock.now() - from;
  }

  for (const status of [200, 401, 403, 511]) {
    it(`from a firewall with HTTP ${status} continues as soon as the connection is free`, async () => {
      const clear = refuse(status, 'firewall');
      await apiErrorOf(poller.refresh());
      assert.equal(sync(), 'unreadable');
      assert.ok((await nextLook()) <= MINUTE_MS, 'it backs off');
      assert.equal(sync(), 'unreadable');
      clear();
      assert.ok((await nextLook()) <= MINUTE_MS);
      assert.equal(sync(), 'current');
    });
  }

  it('of the API, HTTP 401, sends no more requests', async () => {
    refuse(401, 'envelope');
    await apiErrorOf(poller.refresh());
    assert.equal(sync(), 'unauthorized');
    const asked = simulator.requests.length;
    await clock.advance(24 * HOUR_MS);
    assert.equal(simulator.requests.length, asked);
  });

  it('of the API, HTTP 403, polls again every half hour, and resumes when the token gets its scope', async () => {
    const clear = refuse(403, 'envelope');
    await apiErrorOf(poller.refresh());
    assert.equal(sync(), 'forbidden');
    assert.equal(await nextLook(), 30 * MINUTE_MS);
    assert.equal(sync(), 'forbidden');
    clear();
    assert.equal(await nextLook(), 30 * MINUTE_MS);
    assert.equal(sync(), 'current');
  });

  it('of the API, HTTP 403, polls again when the user returns to the window, and at most once a minute', async () => {
    const clear = refuse(403, 'envelope');
    await apiErrorOf(poller.refresh());
    const comeBack = (): void => {
      poller.setAttention({ isVisible: true, isFocused: false });
      poller.setAttention({ isVisible: true, isFocused: true });
    };
    await clock.advance(5 * MINUTE_MS);
    const { outcome } = poller;
    comeBack();
    await clock.advance(0);
    await waitUntil(() => poller.outcome !== outcome);
    assert.equal(sync(), 'forbidden');
    await clock.advance(20_000);
    comeBack();
    clear();
    assert.equal(await nextLook(), 40_000);
    assert.equal(sync(), 'current');
  });
});
