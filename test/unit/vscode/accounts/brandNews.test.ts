import assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import type { Brand } from '../../../../src/core/accounts/brand';
import { type BrandChoice, NO_BRANDS } from '../../../../src/core/accounts/brandChoice';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { BrandNews } from '../../../../src/vscode/accounts/brandNews';
import { environmentBrands } from '../../../../src/vscode/accounts/environmentBrands';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const brand = (id: string, state = 'ACTIVE'): Brand => ({
  id,
  name: `Brand ${id}`,
  state,
  timeZone: undefined,
  currency: 'USD',
});

describe('The brands that the environment chooses', () => {
  const brands = [brand('1'), brand('2'), brand('3', 'DELINQUENT')];
  let clock: FakeClock;
  let choice: BrandChoice;
  let lists: number;
  let warnings: string[];

  beforeEach(() => {
    [clock, choice, lists, warnings] = [new FakeClock(), NO_BRANDS, 0, []];
  });

  async function poll(ids: string | undefined, source: Account['source'] = 'environment'): Promise<void> {
    const agency = anAccount({ kind: 'agency', source });
    const store = new JobStore(clock);
    store.setAccounts([agency]);
    const news = new BrandNews({
      accounts: {
        choiceOf: () => choice,
        chooseBrands(_agency, chosen) {
          choice = chosen;
          return Promise.resolve();
        },
      },
      store,
      clock,
      log: { warn: (text) => warnings.push(text) },
      environmentBrands: environmentBrands(ids === undefined ? {} : { IMPACT_BRAND_IDS: ids }),
      listBrands: () => {
        lists++;
        return Promise.resolve({ items: brands, rest: undefined });
      },
    });
    store.applyList(agency.id, []);
    await clock.advance(1);
    news.dispose();
  }

  const chosenIds = (): readonly string[] => choice.chosen.map(({ id }) => id);

  it('are added after its agency signs in: all active ones, or those with the IDs', async () => {
    await poll('all');
    assert.deepEqual(chosenIds(), ['1', '2']);
    choice = NO_BRANDS;
    await poll(' 3, 1 ');
    assert.deepEqual(chosenIds(), ['1', '3']);
    assert.deepEqual(Object.keys(choice.chosen[0] ?? {}).sort(), ['currency', 'id', 'name', 'timeZone']);
  });

  it('are left as the user has chosen since', async () => {
    await poll('all');
    choice = { ...choice, chosen: choice.chosen.slice(0, 1) };
    await clock.advance(25 * 3_600_000);
    await poll('all');
    assert.deepEqual([chosenIds(), lists], [['1'], 2]);
  });

  it('are named in the log if the agency has no such brand, and the others are added', async () => {
    await poll('2,77');
    assert.deepEqual(chosenIds(), ['2']);
    assert.deepEqual(warnings, ["IMPACT_BRAND_IDS names brands that the agency doesn't have: 77"]);
  });

  it('cost no request without the variable, and for an account that was signed in', async () => {
    await poll(undefined);
    await poll('  ');
    await poll('all', 'stored');
    assert.deepEqual([lists, choice], [0, NO_BRANDS]);
  });
});
