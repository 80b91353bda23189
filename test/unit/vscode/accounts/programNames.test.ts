import assert from 'node:assert/strict';
import { type ApiClient } from '../../../../src/core/api/apiClient';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { Claims } from '../../../../src/core/share/claims';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { ProgramNames } from '../../../../src/vscode/accounts/programNames';
import { aClient } from '../../../support/aClient';
import { aMemory, aState, type TestState } from '../../../support/aMemory';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { waitUntil } from '../../../support/waitUntil';
import { assertPublished } from '../../core/api/support/published';
import { HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';

const DAY_MS = 24 * HOUR_MS;
const JOBS = [
  { type: 'ApiReport', programId: '3629' },
  { type: 'ApiReport', programId: '9999' },
] as const;

describe('The names of programs', () => {
  const startSimulator = simulatorsForTest();
  const folder = temporaryFolder();
  let simulator: Simulator;
  let clock: FakeClock;
  let state: TestState;
  let windows: { readonly store: JobStore; readonly names: ProgramNames; readonly poll: () => Promise<void> }[];
  let onToken: () => void;
  let isPolling: boolean;

  beforeEach(() => {
    state = aState();
    windows = [];
    isPolling = true;
  });
  afterEach(() => windows.forEach(({ names }) => names.dispose()));

  async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
    simulator = await startSimulator([...JOBS], { accounts: [{ kind: 'brand' }], ...options });
    clock = new FakeClock(simulator.now());
  }

  /** A window of the machine, with its own store and connection. */
  function openWindow(index = 0) {
    const memory = aMemory(state);
    const client: ApiClient = aClient(simulator, clock, {}, index);
    const store = new JobStore(clock, memory);
    store.setAccounts([client.account]);
    const names = new ProgramNames({
      store,
      memory,
      clock,
      claims: new Claims(folder.path(), clock),
      log: { warn: () => undefined },
      isPolling: () => isPolling,
      onDidChangeToken: (listener) => {
        onToken = listener;
        return { dispose: () => undefined };
      },
      listPrograms: () => client.listPrograms('watch'),
    });
    const window = {
      store,
      names,
      poll: async () => store.applyList(client.account.id, (await client.listJobs(0)).jobs),
    };
    windows.push(window);
    return window;
  }

  const asked = () => simulator.requests.filter(({ endpoint }) => endpoint === 'campaigns');
  const isNoted = () => state.record('impactJobs.programs').size > 0;
  const shown = (store: JobStore) =>
    [...(store.snapshot.accounts[0]?.entries.values() ?? [])]
      .map(({ job, programName }) => `${job.programId} ${programName ?? '-'}`)
      .sort();

  for (const [who, options, index, name] of [
    ['a brand', { accounts: [{ kind: 'brand' }] }, 0, 'Nordlicht Outdoor'],
    ['a partner', { accounts: [{ kind: 'partner' }] }, 0, 'Nordlicht Outdoor'],
    ['a brand through its agency', { accounts: [{ kind: 'agency' }], brands: 1 }, 1, 'Harbour Outdoors'],
  ] as const) {
    it(`of ${who} are read once, and IDs stay where there is no name`, async () => {
      await start(options);
      JOBS.forEach((job) => index > 0 && simulator.addJob(job, simulator.accounts[index]?.sid));
      const { store, poll } = openWindow(index);
      await poll();
      await waitUntil(() => shown(store)[0] !== '3629 -');
      assert.deepEqual(shown(store), [`3629 ${name}`, '9999 -']);
      asked().forEach((request) => assertPublished(request));
      await poll();
      await poll();
      assert.equal(asked().length, 1);
    });
  }

  it('come from all pages of the list', async () => {
    await start({ lists: { pageSize: 1 } });
    simulator.addJob({ type: 'ApiReport', programId: '5120' });
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(() => shown(store).includes('5120 Nordlicht Outdoor Outlet'));
    assert.equal(asked().length, 3);
  });

  it('are read by one window, again after a week, and known to all and to the next session', async () => {
    await start();
    const [one, other] = [openWindow(), openWindow()];
    await Promise.all([one.poll(), other.poll()]);
    await waitUntil(() => shown(one.store)[0] !== '3629 -' || shown(other.store)[0] !== '3629 -');
    assert.equal(asked().length, 1);
    const next = openWindow();
    await next.poll();
    assert.equal(shown(next.store)[0], '3629 Nordlicht Outdoor');
    clock.jump(7 * DAY_MS - 1000);
    await next.poll();
    assert.equal(asked().length, 1);
    clock.jump(1000);
    await next.poll();
    await waitUntil(() => asked().length === 2);
  });

  it("reach a window's jobs as soon as another window knows them, and change no other job", async () => {
    await start();
    isPolling = false;
    const { store, poll } = openWindow();
    await poll();
    const before = store.snapshot.accounts[0]?.entries;
    const [accountId = ''] = store.snapshot.accounts.map(({ account }) => account.id);
    state.changeElsewhere('impactJobs.programs', { [accountId]: { nextAtMs: 0, names: { 3629: 'Somewhere' } } });
    assert.deepEqual(shown(store), ['3629 Somewhere', '9999 -']);
    const same = [...(store.snapshot.accounts[0]?.entries.values() ?? [])].filter((entry) =>
      [...(before?.values() ?? [])].includes(entry),
    );
    assert.deepEqual(
      same.map(({ job }) => job.programId),
      ['9999'],
    );
    state.changeElsewhere('impactJobs.programs', { [accountId]: { nextAtMs: 'soon', names: { 3629: 7 } } });
    assert.deepEqual(shown(store), ['3629 -', '9999 -'], 'what another version may have written');
  });

  it('are not asked for again for a week if the token may not list them, unless it is replaced', async () => {
    await start({ accounts: [{ kind: 'brand', scopes: ['Jobs'] }] });
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(isNoted);
    assert.equal(asked()[0]?.status, 403);
    clock.jump(3 * DAY_MS);
    await poll();
    assert.equal(asked().length, 1);
    onToken();
    await poll();
    await waitUntil(() => asked().length === 2);
    assert.deepEqual(shown(store), ['3629 -', '9999 -']);
  });

  it('are asked for a day later if the list fails', async () => {
    await start();
    simulator.setFault({ endpoint: 'campaigns', nth: 1, kind: 'answer', status: 200, body: 'firewall' });
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(isNoted);
    const tries = asked().length;
    clock.jump(DAY_MS - 1000);
    await poll();
    assert.equal(asked().length, tries);
    clock.jump(1000);
    await poll();
    await waitUntil(() => shown(store)[0] === '3629 Nordlicht Outdoor');
  });

  it('are never asked for while polling is off, for an agency, or without a job of a program', async () => {
    await start();
    isPolling = false;
    await openWindow().poll();
    isPolling = true;
    await start({ accounts: [{ kind: 'agency' }] });
    await openWindow().poll();
    simulator = await startSimulator([{ type: 'UploadAds', programId: '' }], { accounts: [{ kind: 'partner' }] });
    await openWindow().poll();
    assert.deepEqual(asked(), []);
  });
});
