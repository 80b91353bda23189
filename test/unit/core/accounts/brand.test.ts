import assert from 'node:assert/strict';
import { accountIdOf, accountRef, isCalled, payerKind } from '../../../../src/core/account';
import { type Brand, decodeBrands } from '../../../../src/core/accounts/brand';
import { listForAgent } from '../../../../src/core/agent/listForAgent';
import { maskPath } from '../../../../src/core/diagnostics/mask';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { MachineShare } from '../../../../src/core/share/machineShare';
import type { ListForm, SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import { accountOf, aClient } from '../../../support/aClient';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aCompletedJob, DAY_MS, FIRST_ID, HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';

const AGENCY: SimulatorOptions = { brands: 60 };

describe('The brands of an agency', () => {
  const start = simulatorsForTest();
  const files = temporaryFolder();
  const clock = new FakeClock();

  const forms: readonly (readonly [ListForm, SimulatorOptions['brandsAs']])[] = [
    ['bare', 'Advertisers'],
    ['wrapped', 'Advertisers'],
    ['wrapped', 'Advertiser'],
    [{ pageSize: 25 }, 'Advertiser'],
    [{ pageSize: 25, isCounted: true }, 'Advertisers'],
  ];
  for (const [lists, brandsAs = 'Advertisers'] of forms) {
    it(`are listed from ${JSON.stringify(lists)} of ${brandsAs}, without the credentials in each row`, async () => {
      const simulator = await start([], { ...AGENCY, lists, brandsAs });
      const { items, rest } = await aClient(simulator, clock).listBrands();
      assert.deepEqual([items.length, rest, new Set(items.map(({ name }) => name)).size], [60, undefined, 60]);
      assert.deepEqual(items[0], {
        id: simulator.accounts[1]?.brand?.id,
        name: simulator.accounts[1]?.name,
        state: 'ACTIVE',
        timeZone: 'America/Chicago',
        currency: 'USD',
      });
      const kept = JSON.stringify(items);
      for (const { token, sid, brand } of simulator.accounts) {
        assert.ok(!kept.includes(token) && !kept.includes(sid), brand?.id);
      }
    });
  }

  it('are incomplete if the server only sends the first page', async () => {
    const simulator = await start([], { ...AGENCY, lists: { pageSize: 50, isCounted: true, isStuck: true } });
    const { items, rest } = await aClient(simulator, clock).listBrands();
    assert.deepEqual([items.length, rest?.total], [50, 60]);
  });

  it("need a token with the scope, and a brand that isn't managed is unknown", async () => {
    const simulator = await start([], { ...AGENCY, accounts: [{ kind: 'agency', scopes: ['Jobs'] }] });
    assert.equal((await apiErrorOf(aClient(simulator, clock).listBrands())).kind, 'forbidden');
    const stranger = { ...accountOf(simulator, 1), brandId: '42' };
    const { kind, serverMessage } = await apiErrorOf(aClient(simulator, clock, { account: stranger }, 1).listJobs(0));
    assert.deepEqual([kind, serverMessage], ['unknownAccount', 'Advertiser 42 not found.']);
  });

  it('are read as far as they can be', () => {
    const unusable = [null, 7, {}, { Id: '' }, { Id: '../x' }, { Id: 'IRsid' }, { Id: true }];
    const brand = (id: string, change: Partial<Brand> = {}): Brand => ({
      id,
      name: id,
      state: '',
      timeZone: undefined,
      currency: '',
      ...change,
    });
    assert.deepEqual(
      decodeBrands([
        ...unusable,
        { Id: 7, Name: ' A\u202eB\n', Timezone: 'Mars/Olympus' },
        { Id: '8', Name: null, Timezone: 'Europe/Berlin' },
        { Id: '8', Name: 'again' },
      ]),
      [brand('7', { name: 'A B' }), brand('8', { timeZone: 'Europe/Berlin' })],
    );
  });

  it("have their jobs' dates in their own time zone, on both sides of a clock change", async () => {
    const simulator = await start([], { ...AGENCY, clock });
    const [chicago, berlin] = [simulator.accounts[1], simulator.accounts[2]];
    const beforeMs = clock.now() - Date.UTC(2026, 9, 20); // 20 October is before both clock changes of 2026
    for (const account of [chicago, berlin]) {
      simulator.addJob(aCompletedJob(), account?.sid);
      simulator.addJob(aCompletedJob({ createdAgoMs: beforeMs }), account?.sid);
    }
    for (const [index, offsets] of [
      [1, ['-06:00', '-05:00']],
      [2, ['+01:00', '+02:00']],
    ] as const) {
      const client = aClient(simulator, clock, {}, index);
      const { jobs } = await client.listJobs(clock.now() - 60 * DAY_MS);
      assert.deepEqual(
        jobs.map(({ createdAt }) => createdAt),
        [clock.now() - HOUR_MS, clock.now() - beforeMs],
      );
      const raw = await Promise.all(jobs.map(({ id }) => client.getRawJob(id)));
      assert.deepEqual(
        raw.map((job) => String((job as { CreatedDate: unknown }).CreatedDate).slice(-6)),
        offsets,
      );
      assert.equal(client.seenOffset?.offset, offsets[0]);
    }
  });

  it('spend from the limit of their agency, and wait together after a 429', async () => {
    const simulator = await start([], { ...AGENCY, clock, rateLimits: { requestsPerHour: 2 } });
    const share = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 1000 });
    try {
      const clients = [0, 1, 2].map((index) =>
        aClient(simulator, clock, { gate: share.gate(accountOf(simulator, index)) }, index),
      );
      await clients[0]?.listJobs(0);
      await clients[1]?.listJobs(0);
      for (const client of [clients[2], clients[0], clients[1]]) {
        assert.ok(client);
        assert.equal((await apiErrorOf(client.listJobs(0))).kind, 'rateLimited');
      }
      assert.equal(simulator.requests.length, 3, 'the block keeps the others from asking');
    } finally {
      share.dispose();
    }
  });
});

describe('A brand that is reached through its agency', () => {
  const agency = anAccount({ sid: 'IRagency' });
  const brand = anAccount({ kind: 'brand', sid: 'IRagency', brandId: '1048291' });
  const other = { ...brand, brandId: '7' };

  it('has an ID of its own in this product and for scripts, and the credentials of its agency', () => {
    assert.deepEqual([agency, brand, other].map(accountIdOf), [
      'agency:IRagency',
      'brand:IRagency:1048291',
      'brand:IRagency:7',
    ]);
    assert.deepEqual([agency, brand].map(accountRef), ['IRagency', '1048291']);
    assert.deepEqual([agency, brand].map(payerKind), ['agency', 'agency']);
    assert.deepEqual(
      ['IRagency', '1048291', undefined].map((ref) => [agency, brand, other].filter((one) => isCalled(one, ref))),
      [[agency], [brand], [agency, brand, other]],
    );
  });

  it('has its own jobs for agents, and loses them when it becomes another brand', () => {
    const store = new JobStore(new FakeClock());
    store.setAccounts([brand]);
    store.applyList(brand.id, [aJob({ id: FIRST_ID })]);
    const query = { status: undefined, type: undefined, text: undefined, limit: undefined };
    const listed = listForAgent(store.snapshot, { ...query, accountSid: '1048291' }, 0);
    assert.deepEqual([listed.matching, listed.accounts[0]?.accountSid], [1, '1048291']);
    assert.equal(listForAgent(store.snapshot, { ...query, accountSid: 'IRagency' }, 0).matching, 0);
    store.setAccounts([other]);
    assert.equal(store.account(brand.id)?.entries.size, 0);
  });

  it("is masked in diagnostics with its agency's SID", () => {
    assert.equal(maskPath('/Agencies/IRagencyIRagency/Advertisers/1048291/Jobs'), '/Agencies/IRag…/Advertisers/…/Jobs');
    assert.equal(maskPath('/Agencies/IRagencyIRagency/Advertisers'), '/Agencies/IRag…/Advertisers');
  });
});
