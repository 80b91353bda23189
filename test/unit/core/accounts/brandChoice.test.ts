import * as assert from 'node:assert/strict';
import { accountIdOf } from '../../../../src/core/account';
import type { Brand } from '../../../../src/core/accounts/brand';
import { decodeBrandChoice, NO_BRANDS } from '../../../../src/core/accounts/brandChoice';
import { withChanges, withList } from '../../../../src/core/accounts/changedBrands';
import { jobKey, jobOfKey } from '../../../../src/core/jobs/jobEntry';

const brand = (id: string, more: Partial<Brand> = {}): Brand => ({
  id,
  name: `Brand ${id}`,
  state: 'ACTIVE',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  ...more,
});
const stored = ({ state: _, ...rest }: Brand): Omit<Brand, 'state'> => rest;

describe('A choice of brands', () => {
  it('keeps what another window has changed meanwhile', () => {
    const others = { ...NO_BRANDS, chosen: [brand('1'), brand('3')].map(stored) };
    const { chosen } = withChanges(others, [brand('1'), brand('2'), brand('3')], {
      added: [stored(brand('2'))],
      removedIds: ['1'],
      nowMs: 0,
    });
    assert.deepEqual(
      chosen.map(({ id }) => id),
      ['3', '2'],
    );
  });

  it('stores no state of a brand, and takes its name from the list', () => {
    const { chosen } = withChanges(NO_BRANDS, [brand('1', { name: 'New name' })], {
      added: [brand('1')],
      removedIds: [],
      nowMs: 0,
    });
    assert.deepEqual(chosen, [{ id: '1', name: 'New name', timeZone: 'Europe/Berlin', currency: 'EUR' }]);
  });

  it('counts active brands that appear after the user has seen the list, until the user sees it again', () => {
    const listed = [brand('1'), brand('2'), brand('3', { state: 'DELINQUENT' })];
    assert.deepEqual(withList(NO_BRANDS, listed, 5).newIds, []);
    const seen = withChanges(NO_BRANDS, listed.slice(0, 1), { added: [], removedIds: [], nowMs: 1 });
    const later = withList(seen, listed, 5);
    assert.deepEqual([later.newIds, later.listedAtMs], [['2'], 5]);
    assert.deepEqual(withChanges(later, listed, { added: [], removedIds: [], nowMs: 6 }).newIds, []);
  });

  it('is read from a state with anything in it', () => {
    assert.deepEqual(decodeBrandChoice({ chosen: [{ id: '1', timeZone: 7 }, { id: '../1' }, 7] }).chosen, [
      { id: '1', name: '1', timeZone: undefined, currency: '' },
    ]);
    assert.deepEqual(decodeBrandChoice('x'), NO_BRANDS);
  });
});

describe('The key of a job of a brand', () => {
  it('leads back to the account and the job', () => {
    const accountId = accountIdOf({ kind: 'brand', sid: 'IRagency', brandId: '1048291' });
    assert.deepEqual(jobOfKey(jobKey(accountId, 'a/b')), { accountId, jobId: 'a/b' });
  });
});
