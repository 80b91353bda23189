import assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import { brandSidIn } from '../../../../src/core/links/brandSid';
import { accountOfLink } from '../../../../src/core/links/linkAccount';
import { anAccount } from '../../../support/anAccount';

const SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';

describe('The account in a link', () => {
  const agency = anAccount({ kind: 'agency', sid: SID });
  const [one, other] = ['1048291', '1048292'].map((brandId) => anAccount({ kind: 'brand', sid: SID, brandId }));
  const partner = anAccount({ kind: 'partner', sid: 'IRpartner00' });
  assert.ok(one !== undefined && other !== undefined);
  const accounts = [agency, one, other, partner];
  const brandSidOf = (): undefined => undefined;
  const ofBrand = (brandId?: string) => ({ kind: 'agency', sid: SID, brandId }) as const;

  it('can be one of those that were selected', () => {
    const selected = { account: one, others: [other], accounts, brandSidOf };
    for (const brandId of ['1048291', '1048292']) {
      assert.deepEqual(accountOfLink(ofBrand(brandId), selected), { kind: 'included' });
    }
  });

  it('can be another one: a brand, its agency, or one of another kind', () => {
    const selected = { account: one, others: [], accounts, brandSidOf };
    assert.deepEqual(accountOfLink(ofBrand('1048292'), selected), { kind: 'other', account: other });
    assert.deepEqual(accountOfLink(ofBrand(), selected), { kind: 'other', account: agency });
    const owner = { kind: 'partner', sid: partner.sid, brandId: undefined } as const;
    assert.deepEqual(accountOfLink(owner, selected), { kind: 'other', account: partner });
    assert.deepEqual(accountOfLink({ ...owner, kind: 'brand' }, selected), { kind: 'unknown' });
  });

  it('can be a brand by its own SID, which the addresses in its jobs show', () => {
    const sidOf = ({ brandId = '' }: Account): string | undefined =>
      brandSidIn([
        { resultUri: '' },
        { resultUri: `/Agencies/${SID}/Advertisers/${brandId}/Jobs/1/Download` },
        { resultUri: brandId === '1048292' ? 'https://api.impact.com/Advertisers/IRown00/Jobs/2/Download' : '' },
      ]);
    const owner = { kind: 'brand', sid: 'IRown00', brandId: undefined } as const;
    const selected = { account: agency, others: [], accounts, brandSidOf: sidOf };
    assert.deepEqual(accountOfLink(owner, selected), { kind: 'other', account: other });
    assert.deepEqual(accountOfLink(owner, { ...selected, account: other }), { kind: 'included' });
    for (const wrong of [{ sid: 'IRother00' }, { kind: 'partner' }] as const) {
      assert.deepEqual(accountOfLink({ ...owner, ...wrong }, selected), { kind: 'unknown' });
    }
  });

  it('is none of another server, and none that is not signed in', () => {
    const elsewhere = { ...other, baseUrl: 'http://127.0.0.1:1' };
    const selected = { account: one, others: [], accounts: [agency, one, elsewhere], brandSidOf };
    assert.deepEqual(accountOfLink(ofBrand('1048292'), selected), { kind: 'unknown' });
    assert.deepEqual(accountOfLink(ofBrand('7'), { ...selected, accounts }), { kind: 'unknown' });
  });
});
