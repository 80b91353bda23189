import assert from 'node:assert/strict';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import type { AccountKind } from '../../../../src/core/account';
import { aClient } from '../../../support/aClient';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';
import { simulatorsForTest } from '../../simulator/support/simulators';

type Answer = readonly [status: number, body: unknown];

describe('The calls for brands and programs', () => {
  const start = simulatorsForTest();
  const servers = serversForTest();
  let clock: FakeClock;
  let asked: string[];

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
  });

  /** A client of a server that gives these answers by path and query. */
  async function clientOf(kind: AccountKind, answers: Readonly<Record<string, Answer>>): Promise<ApiClient> {
    const url = await servers.http((request, response) => {
      asked.push(request.url ?? '');
      const [status, body] = answers[request.url ?? ''] ?? [500, {}];
      response.writeHead(status).end(JSON.stringify(body));
    });
    return aClient(await start(), clock, { account: anAccount({ kind, baseUrl: url.origin }) });
  }
  const notFound: Answer = [404, { Status: 'ERROR', Message: 'Not found' }];

  describe('read a brand', () => {
    const path = '/Agencies/IRtest/Advertisers/7';
    const brand = { Id: '7', Name: 'Seven' };

    for (const [how, body] of [
      ['bare', brand],
      ['wrapped', { Advertiser: brand }],
    ] as const) {
      it(`that is ${how}`, async () => {
        const client = await clientOf('agency', { [path]: [200, body] });
        const read = await client.getBrand('7');
        assert.deepEqual([read?.id, read?.name, asked], ['7', 'Seven', [path]]);
      });
    }

    it('from the simulator as it lists it', async () => {
      const simulator = await start([], { brands: 3 });
      const client = aClient(simulator, clock);
      const [first, second] = (await client.listBrands()).items;
      assert.ok(first && second);
      assert.deepEqual(await client.getBrand(second.id), second);
      assert.equal(await client.getBrand('42'), undefined);
    });

    it('as unknown if there is none, or the response is about another', async () => {
      assert.equal(await (await clientOf('agency', { [path]: notFound })).getBrand('7'), undefined);
      for (const body of [{ Advertiser: { ...brand, Id: '8' } }, {}, null]) {
        assert.equal(await (await clientOf('agency', { [path]: [200, body] })).getBrand('7'), undefined);
      }
    });

    it('with any other error', async () => {
      const client = await clientOf('agency', { [path]: [403, { Status: 'ERROR', Message: 'No' }] });
      assert.equal((await apiErrorOf(client.getBrand('7'))).kind, 'forbidden');
      const { kind } = await apiErrorOf(client.getBrand('..'));
      assert.equal(kind, 'rejected');
    });
  });

  describe('list programs', () => {
    const path = '/Mediapartners/IRtest/Campaigns';
    const page = (ids: readonly number[], next: number | undefined, total = 30): Answer => [
      200,
      {
        '@total': total,
        '@nextpageuri': next === undefined ? '' : `${path}?Page=${next}`,
        Campaigns: ids.map((id) => ({ CampaignId: id, CampaignName: `Program ${id}` })),
      },
    ];

    for (const kind of ['brand', 'partner'] as const) {
      it(`of a ${kind}`, async () => {
        const simulator = await start([], { accounts: [{ kind }] });
        const { items, rest } = await aClient(simulator, clock).listPrograms();
        assert.ok(items.length > 0 && items.every(({ id, name }) => /^\d+$/.test(id) && name !== ''));
        assert.equal(rest, undefined);
        assert.ok(simulator.requests.every(({ query }) => !query.includes('Page')));
      });
    }

    it('from at most ten pages', async () => {
      const pages = Array.from({ length: 12 }, (_, index) => {
        const number = index + 1;
        return [number === 1 ? path : `${path}?Page=${number}`, page([number], number + 1)] as const;
      });
      const { items, rest } = await (await clientOf('partner', Object.fromEntries(pages))).listPrograms();
      assert.deepEqual(
        items.map(({ id, name }) => `${id} ${name}`),
        Array.from({ length: 10 }, (_, index) => `${index + 1} Program ${index + 1}`),
      );
      assert.deepEqual([asked.length, rest?.total, rest?.nextUrl?.searchParams.get('Page')], [10, 30, '11']);
    });

    it('with numbers of pages instead of links', async () => {
      const counted = (number: number): Answer => [
        200,
        { '@page': number, '@numpages': 2, Campaigns: [{ CampaignId: number, CampaignName: 'A program' }] },
      ];
      const client = await clientOf('partner', { [path]: counted(1), [`${path}?Page=2`]: counted(2) });
      assert.deepEqual(
        (await client.listPrograms()).items.map(({ id }) => id),
        ['1', '2'],
      );
    });

    it('of an account that is unknown with an error that says so', async () => {
      assert.equal(
        (await apiErrorOf((await clientOf('partner', { [path]: notFound })).listPrograms())).kind,
        'unknownAccount',
      );
    });

    it('that are something else with an error that names them', async () => {
      const client = await clientOf('partner', { [path]: [200, { Catalogs: [] }] });
      const { kind, message } = await apiErrorOf(client.listPrograms());
      assert.deepEqual([kind, message], ['unreadable', 'Expected a list of Campaigns, got an object with Catalogs']);
    });

    it('for the purpose that they are for', async () => {
      const client = await clientOf('partner', { [path]: page([1], undefined, 1) });
      const purposes: string[] = [];
      client.onDidSucceed((purpose) => purposes.push(purpose));
      await client.listPrograms('watch');
      await client.listPrograms();
      assert.deepEqual(purposes, ['watch', 'user']);
    });
  });
});
