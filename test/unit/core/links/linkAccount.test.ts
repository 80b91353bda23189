import assert from 'node:assert/strict';
import { accountOfLink } from '../../../../src/core/links/linkAccount';
import { anAccount } from '../../../support/anAccount';

const SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';

describe('The account in a link', () => {
  const agency = anAccount({ kind: 'agency', sid: SID });
  const [one, other] = ['1048291', '1048292'].map((brandId) => anAccount({ kind: 'brand', sid: SID, brandId }));
  const partner = anAccount({ kind: 'partner', sid: 'IRpartner00' });
  assert.ok(one !== undefined && other !== undefined);
  const accounts = [agency, one, other, partner];
  const ofBrand = (brandId?: string) => ({ kind: 'agency', sid: SID, brandId }) as const;

  it('can be one of those that were selected', () => {
    const selected = { account: one, others: [other], accounts };
    for (const brandId of ['1048291', '1048292']) {
      assert.deepEqual(accountOfLink(ofBrand(brandId), selected), { kind: 'included' });
    }
  });

  it('can be another one: a brand, its agency, or one of another kind', () => {
    const selected = { account: one, others: [], accounts };
    assert.deepEqual(accountOfLink(ofBrand('1048292'), selected), { kind: 'other', account: other });
    assert.deepEqual(accountOfLink(ofBrand(), selected), { kind: 'other', account: agency });
    const owner = { kind: 'partner', sid: partner.sid, brandId: undefined } as const;
    assert.deepEqual(accountOfLink(owner, selected), { kind: 'other', account: partner });
    assert.deepEqual(accountOfLink({ ...owner, kind: 'brand' }, selected), { kind: 'unknown' });
  });

  it('is none of another server, and none that is not signed in', () => {
    const elsewhere = { ...other, baseUrl: 'http://127.0.0.1:1' };
    const selected = { account: one, others: [], accounts: [agency, one, elsewhere] };
    assert.deepEqual(accountOfLink(ofBrand('1048292'), selected), { kind: 'unknown' });
    assert.deepEqual(accountOfLink(ofBrand('7'), { ...selected, accounts }), { kind: 'unknown' });
  });
});
