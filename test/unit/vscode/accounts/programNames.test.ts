import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ApiClient } from '../../../../src/core/api/apiClient';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { Claims } from '../../../../src/core/share/claims';
import { SharedPrograms } from '../../../../src/core/share/sharedPrograms';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { ProgramNames } from '../../../../src/vscode/accounts/programNames';
import { accountIdOf } from '../../../../src/core/account';
import { accountOf, aClient } from '../../../support/aClient';
import { aJob } from '../../../support/aJob';
import { aMemory, aState, type TestState } from '../../../support/aMemory';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { waitUntil } from '../../../support/waitUntil';
import { assertPublished } from '../../core/api/support/published';
import { HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';

function copyOf(state: TestState): TestState {
  const copy = aState();
  copy.set('impactJobs.programs', state.record('impactJobs.programs'));
  return copy;
}

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
  let onTokens: (() => void)[];
  let isPolling: boolean;
  let claims: string;

  beforeEach(() => {
    state = aState();
    claims = folder.path();
    windows = [];
    onTokens = [];
    isPolling = true;
  });
  afterEach(() => windows.forEach(({ names }) => names.dispose()));

  /** What command lines read. */
  const shared = (): SharedPrograms => new SharedPrograms(path.join(folder.path(), 'machine'));

  async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
    simulator = await startSimulator([...JOBS], { accounts: [{ kind: 'brand' }], ...options });
    clock = new FakeClock(simulator.now());
  }

  function clientOf(index: number): ApiClient {
    const account = accountOf(simulator, index);
    return aClient(simulator, clock, { account: { ...account, id: accountIdOf(account) } }, index);
  }

  /** A window of the machine, with its own store and connection. */
  function openWindow(index = 0, ownState = state, indexes = [index]) {
    const memory = aMemory(ownState);
    const clients: readonly ApiClient[] = indexes.map((one) => clientOf(one));
    const store = new JobStore(clock, memory);
    store.setAccounts(clients.map(({ account }) => account));
    const names = new ProgramNames({
      store,
      memory,
      clock,
      claims: new Claims(claims, clock),
      log: { warn: () => undefined },
      isPolling: () => isPolling,
      shared: shared(),
      onDidChangeToken: (listener) => {
        onTokens.push(listener);
        return { dispose: () => undefined };
      },
      listPrograms: async (accountId) =>
        (clients.find(({ account }) => account.id === accountId) ?? assert.fail()).listPrograms('watch'),
    });
    const window = {
      store,
      names,
      poll: async () => {
        for (const one of clients) {
          store.applyList(one.account.id, (await one.listJobs(0)).jobs);
        }
      },
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

  it('are written for command lines, for their user alone, and forgotten at sign-out', async () => {
    await start();
    const { store, poll } = openWindow();
    const { account } = clientOf(0);
    assert.equal(shared().read(account).size, 0);
    await poll();
    await waitUntil(isNoted);
    const fromEnvironment = { ...account, id: 'environment:x', source: 'environment' as const };
    assert.equal(shared().read(fromEnvironment).get('3629'), 'Nordlicht Outdoor');
    assert.equal(shared().read({ ...account, sid: 'IRother' }).size, 0);
    const machine = path.join(folder.path(), 'machine');
    const [file = ''] = readdirSync(machine);
    assert.deepEqual(
      [machine, path.join(machine, file)].map((name) => (statSync(name).mode & 0o777).toString(8)),
      ['700', '600'],
    );
    assert.doesNotMatch(file + readFileSync(path.join(machine, file), 'utf8'), new RegExp(account.sid));
    store.setAccounts([]);
    assert.deepEqual([shared().read(account).size, readdirSync(machine)], [0, []]);
  });

  it('of a demo are not written for command lines, and damaged ones are ignored', async () => {
    await start();
    const { account } = clientOf(0);
    const { store, poll } = openWindow();
    store.setAccounts([{ ...account, source: 'demo' }]);
    await poll();
    await waitUntil(isNoted);
    assert.equal(shared().read(account).size, 0);
    shared().write(account, { 1: 'One', 2: 3 });
    assert.deepEqual([...shared().read(account)], [['1', 'One']]);
    const machine = path.join(folder.path(), 'machine');
    readdirSync(machine).forEach((name) => writeFileSync(path.join(machine, name), '{'));
    assert.equal(shared().read(account).size, 0);
  });

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
    onTokens.forEach((onToken) => onToken());
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

  it('are asked for by one window after the token was replaced', async () => {
    await start({ accounts: [{ kind: 'brand', scopes: ['Jobs'] }] });
    const one = openWindow();
    await one.poll();
    await waitUntil(isNoted);
    const other = openWindow(0, copyOf(state)); // sees later what the first notes
    onTokens[0]?.();
    clock.jump(1000);
    onTokens[1]?.();
    clock.jump(60_000);
    await one.poll();
    await waitUntil(() => asked().length === 2);
    await other.poll();
    await other.poll();
    assert.equal(asked().length, 2);
  });

  it('of an account are not kept away by those of another, for which another window has asked', async () => {
    await start({ accounts: [{ kind: 'agency' }], brands: 2 });
    [1, 2].forEach((brand) => simulator.addJob(JOBS[0], simulator.accounts[brand]?.sid));
    const accountId = clientOf(1).account.id;
    assert.ok(new Claims(claims, clock).tryClaim(`programs ${accountId} 0`));
    const { store, poll } = openWindow(0, state, [1, 2]);
    for (let minute = 0; minute < 3; minute++) {
      await poll();
      clock.jump(60_000);
    }
    await waitUntil(isNoted);
    assert.equal(asked().length, 1);
    assert.deepEqual(
      store.snapshot.accounts.map(({ entries }) =>
        [...entries.values()].map(({ programName }) => programName !== undefined),
      ),
      [[false], [true]],
    );
    clock.jump(DAY_MS); // the other window might have been closed, and its claim is swept
    claims = path.join(folder.path(), 'swept');
    const later = openWindow(0, state, [1, 2]);
    await later.poll();
    await waitUntil(() => asked().length === 2);
  });

  it('are forgotten when the account is signed out, even while they are read, and asked for again afterwards', async () => {
    await start();
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(() => shown(store)[0] !== '3629 -');
    const accounts = store.snapshot.accounts.map(({ account }) => account);
    store.setAccounts([]);
    assert.ok(!JSON.stringify([...state.record('impactJobs.programs')]).includes('Nordlicht'));
    clock.jump(60_000);
    store.setAccounts(accounts);
    await poll();
    store.setAccounts([]);
    await waitUntil(() => asked().length === 2 && simulator.requests.every(({ status }) => status !== undefined));
    clock.jump(60_000);
    store.setAccounts(accounts);
    await poll();
    await waitUntil(() => shown(store)[0] === '3629 Nordlicht Outdoor');
  });

  it('are not kept away by a clock that was years ahead', async () => {
    await start();
    const { nextAtMs } = { nextAtMs: clock.now() + 1000 * DAY_MS };
    state.set('impactJobs.programs', [[clientOf(0).account.id, { nextAtMs, names: {} }]]);
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(() => shown(store)[0] === '3629 Nordlicht Outdoor');
  });

  it('reach a job whose program becomes known later', async () => {
    await start();
    const { store, poll } = openWindow();
    await poll();
    await waitUntil(() => shown(store)[0] !== '3629 -');
    const [accountId = ''] = store.snapshot.accounts.map(({ account }) => account.id);
    store.applyJob(accountId, aJob({ id: 'scheduled', programId: '', status: 'QUEUED' }));
    store.applyJob(accountId, aJob({ id: 'scheduled', programId: '3629', status: 'RUNNING' }));
    assert.equal(store.entry(accountId, 'scheduled')?.programName, 'Nordlicht Outdoor');
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
