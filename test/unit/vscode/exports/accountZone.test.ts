import assert from 'node:assert/strict';
import type { ExtensionContext } from 'vscode';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { zoneOf, type ZoneParts } from '../../../../src/vscode/exports/accountZone';
import { keepChoices, keepTimeZone, readChoices } from '../../../../src/vscode/exports/exportChoices';
import { accountOf, aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { aRunningJob, simulatorsForTest } from '../../simulator/support/simulators';

describe('The time zone that a user selects for an account', () => {
  const start = simulatorsForTest();

  it("applies to that account only, and never in place of a brand's own", async () => {
    const simulator = await start([], { accounts: [{ kind: 'agency' }, { kind: 'partner' }], brands: 1 });
    const clock = new FakeClock();
    const clients = simulator.accounts.map((_, index) =>
      aClient(simulator, clock, { account: { ...accountOf(simulator, index), id: String(index) } }, index),
    );
    const accounts = clients.map(({ account }) => account);
    const agency = accounts.find(({ kind }) => kind === 'agency');
    const partner = accounts.find(({ kind }) => kind === 'partner');
    const brand = accounts.find(({ brandId }) => brandId !== undefined);
    assert.ok(agency && partner && brand?.timeZone);
    for (const { sid } of [agency, partner]) {
      simulator.addJob(aRunningJob(), sid);
    }
    await Promise.all(clients.map((client) => client.listJobs(0)));

    const kept = new Map<string, unknown>();
    const context = {
      globalState: {
        get: (key: string, fallback: unknown) => kept.get(key) ?? fallback,
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      },
    } as unknown as Pick<ExtensionContext, 'globalState'>;
    const client = (id: string): ApiClient | undefined => clients.find(({ account }) => account.id === id);
    const parts = { context, watchers: { client } } as unknown as ZoneParts;
    const zones = (): string[] => [agency, partner, brand].map((account) => zoneOf(parts, account));

    const [before] = zones();
    await keepTimeZone(context, agency.id, 'Europe/Berlin');
    await keepTimeZone(context, brand.id, 'Asia/Tokyo');
    assert.deepEqual(zones(), ['Europe/Berlin', before, brand.timeZone]);
    await keepTimeZone(context, partner.id, 'America/New_York');
    await keepTimeZone(context, agency.id, 'Europe/Paris');
    await keepChoices(context, { format: 'JSON' });
    assert.deepEqual(zones(), ['Europe/Paris', 'America/New_York', brand.timeZone]);
    assert.equal(readChoices(context).format, 'JSON');
  });
});
