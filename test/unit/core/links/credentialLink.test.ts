import assert from 'node:assert/strict';
import { readCredentialLink } from '../../../../src/core/links/credentialLink';

const SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';
const SERVER = 'https://api.impact.com';
const read = (text: string, baseUrl = SERVER) => readCredentialLink(text, baseUrl);

describe('A link with credentials', () => {
  it('gives SID, decoded token, and kind, as the web app and the API spell it', () => {
    const expected = { sid: SID, token: 'a~.b-c', kind: 'brand' };
    for (const link of [
      `https://${SID}:a%7E.b-c@api.impact.com/Advertisers/${SID}/ReportExport/att_adv?START_DATE=2026-11-01`,
      `  https://${SID}:a~.b-c@api.impact.com/Advertisers/${SID}/Jobs\n`,
      `${SID}:a%7e.b-c@api.impactradius.com/advertisers/${SID}`,
    ]) {
      assert.deepEqual(read(link), expected, link);
    }
    assert.equal(read(`https://${SID}:t@api.impact.com/Agencies/${SID}/Advertisers/1048291/Jobs`)?.kind, 'agency');
    assert.equal(read(`https://${SID}:t@api.impact.com/MediaPartners/${SID}/Jobs`)?.kind, 'partner');
  });

  it('can lack the token, or the kind', () => {
    assert.deepEqual(read(`https://api.impact.com/Agencies/${SID}/Jobs`), { sid: SID, token: '', kind: 'agency' });
    assert.deepEqual(read(`https://${SID}:t@api.impact.com/`), { sid: SID, token: 't', kind: undefined });
  });

  it('can lead to the configured server', () => {
    const link = `http://${SID}:t@127.0.0.1:8080/Agencies/${SID}/Jobs`;
    assert.equal(read(link, 'http://127.0.0.1:8080')?.token, 't');
    assert.equal(read(link), undefined);
  });

  for (const text of [
    '',
    SID,
    'a-token~with.dots',
    'https://app.impact.com/',
    `https://${SID}:t@api.impact.com.example.org/Agencies/${SID}`,
    `https://${SID}:t@evilimpact.com/Agencies/${SID}`,
    `http://${SID}:t@api.impact.com/Agencies/${SID}`,
    `https://${SID}:%E0%A4%A@api.impact.com/Agencies/${SID}`,
    `https://not-an-sid!:t@api.impact.com/Agencies/${SID}`,
    `two words https://${SID}:t@api.impact.com/Agencies/${SID}`,
    `https://${SID}:t@api.impact.com/${'x'.repeat(5000)}`,
  ]) {
    it(`isn't ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(read(text), undefined));
  }
});
