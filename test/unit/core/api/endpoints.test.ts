import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AccountKind } from '../../../../src/core/account';
import {
  accountPath,
  brandsUrl,
  brandUrl,
  downloadUrl,
  jobsUrl,
  jobUrl,
  kindOfSegment,
  ownUrl,
  programsUrl,
  replayUrl,
} from '../../../../src/core/api/endpoints';
import { anAccount } from '../../../support/anAccount';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const DAY = Date.UTC(2026, 10, 23, 14, 5, 6, 789);
const agency = anAccount({ baseUrl: 'https://api.impact.com' });
const brand = anAccount({ ...agency, kind: 'brand', brandId: '1048291' });

describe('The URLs of the API', () => {
  const lists: readonly (readonly [kind: AccountKind, url: string])[] = [
    ['agency', 'https://api.impact.com/Agencies/IRtest/Jobs?CreatedAfter=2026-11-23'],
    ['partner', 'https://api.impact.com/Mediapartners/IRtest/Jobs?CreatedAfter=2026-11-23'],
    ['brand', 'https://api.impact.com/Advertisers/IRtest/Jobs?CreatedAfter=2026-11-23T14%3A05%3A06Z'],
  ];
  for (const [kind, url] of lists) {
    it(`list the jobs of a ${kind} since a time in the expected format`, () =>
      assert.equal(jobsUrl({ ...agency, kind }, DAY).href, url));
  }

  it("list the jobs since a day of the account's time zone, which an offset can name, or of UTC if it's unknown", () => {
    const lateMs = Date.UTC(2026, 10, 24, 3);
    const dayIn = (timeZone?: string): string | null =>
      jobsUrl(agency, lateMs, timeZone).searchParams.get('CreatedAfter');
    assert.deepEqual(['America/Chicago', '-05:00', 'Pacific/Auckland', undefined, 'Nowhere/Land'].map(dayIn), [
      '2026-11-23',
      '2026-11-23',
      '2026-11-24',
      '2026-11-24',
      '2026-11-24',
    ]);
  });

  it('lead to a brand through its agency, with times as a brand takes them', () => {
    assert.equal(
      jobsUrl(brand, DAY).href,
      'https://api.impact.com/Agencies/IRtest/Advertisers/1048291/Jobs?CreatedAfter=2026-11-23T14%3A05%3A06Z',
    );
    assert.equal(replayUrl(brand, ID).pathname, `/Agencies/IRtest/Advertisers/1048291/Jobs/${ID}/Replay`);
    assert.throws(() => jobUrl({ ...brand, brandId: '..' }, ID), { kind: 'rejected' });
    assert.equal(brandsUrl(agency).pathname, '/Agencies/IRtest/Advertisers');
  });

  it('name a brand of an agency, and the programs of a brand or partner', () => {
    assert.equal(brandUrl(agency, '1048291').href, 'https://api.impact.com/Agencies/IRtest/Advertisers/1048291');
    assert.throws(() => brandUrl(agency, '../Jobs'), { kind: 'rejected', message: '"../Jobs" isn\'t an ID' });
    assert.equal(programsUrl({ ...agency, kind: 'brand' }).href, 'https://api.impact.com/Advertisers/IRtest/Campaigns');
  });

  it('name the kind of an account in any letter case', () => {
    const segments = ['Agencies', 'ADVERTISERS', 'MediaPartners', 'Mediapartners', 'Jobs', ''];
    const kinds = ['agency', 'brand', 'partner', 'partner', undefined, undefined];
    assert.deepEqual(segments.map(kindOfSegment), kinds);
  });

  it('name a job, its result and its replay', () => {
    assert.equal(jobUrl(agency, ID).href, `https://api.impact.com/Agencies/IRtest/Jobs/${ID}`);
    assert.equal(downloadUrl(agency, ID).href, `https://api.impact.com/Agencies/IRtest/Jobs/${ID}/Download`);
    assert.equal(replayUrl(agency, ID).href, `https://api.impact.com/Agencies/IRtest/Jobs/${ID}/Replay`);
  });

  it('begin with the path of the configured server', () => {
    assert.equal(
      jobUrl(anAccount({ baseUrl: 'https://gateway.test/impact' }), ID).pathname,
      `/impact/Agencies/IRtest/Jobs/${ID}`,
    );
  });

  for (const id of [
    '',
    '.',
    '..',
    '...',
    '../../Agencies/IRother/Jobs/1',
    '..\\x',
    'a/b',
    '%2e%2e',
    '%2e%2e%2fx',
    '..;',
    'a;b',
    'a\r\nHost: evil.test',
    'a\0',
    'x'.repeat(257),
  ]) {
    it(`aren't built from an ID such as ${JSON.stringify(id).slice(0, 30)}, neither a job's nor an account's`, () => {
      assert.throws(() => replayUrl(agency, id), { kind: 'rejected' });
      assert.throws(() => accountPath({ kind: 'agency', sid: id }), { kind: 'rejected' });
    });
  }

  it('stay under the account’s path for any ID', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        let url: URL;
        try {
          url = jobUrl(agency, id);
        } catch {
          return;
        }
        assert.equal(url.origin, 'https://api.impact.com');
        assert.match(url.pathname, /^\/Agencies\/IRtest\/Jobs\/[^/]+$/);
      }),
    );
  });
});

describe('An address in a response', () => {
  const asked = new URL('https://api.impact.com/Agencies/IRtest/Jobs?CreatedAfter=2026-11-23');

  const own: readonly (readonly [uri: string, href: string])[] = [
    ['/Agencies/IRtest/Jobs?Page=2', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    ['https://api.impact.com/Agencies/IRtest/Jobs?Page=2#top', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    [
      'https://api.impact.com:443/Agencies/IRtest/Jobs.json?Page=2&Next=../..',
      'https://api.impact.com/Agencies/IRtest/Jobs.json?Page=2&Next=../..',
    ],
    ['/agencies/IRtest/Jobs?Page=2', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    ['https://api.impact.com/AGENCIES/IRtest/Jobs?Page=2', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    ['?Page=2', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    ['Jobs?Page=2', 'https://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
    [`/Agencies/IRtest/Jobs/${ID}/Download`, `https://api.impact.com/Agencies/IRtest/Jobs/${ID}/Download`],
  ];
  for (const [uri, href] of own) {
    it(`is followed to the account's own ${uri}`, () => assert.equal(ownUrl(agency, uri, asked)?.href, href));
  }

  it('of an account whose ID needs escapes is its own', () => {
    const account = anAccount({ sid: 'IR test', baseUrl: 'https://api.impact.com' });
    assert.ok(ownUrl(account, '/Agencies/IR%20test/Jobs?Page=2', asked));
  });

  it('of a brand through its agency is its own at the path of either, and always leads through the agency', () => {
    const from = jobsUrl(brand, DAY);
    for (const uri of [
      '/Agencies/IRtest/Advertisers/1048291/Jobs?Page=2',
      '/agencies/IRtest/advertisers/1048291/Jobs?Page=2',
      '/Advertisers/IRbrandsOwnSid/Jobs?Page=2',
      'https://api.impact.com/advertisers/IRbrandsOwnSid/Jobs?Page=2',
      '?Page=2',
    ]) {
      const url = ownUrl(brand, uri, from)?.href;
      assert.equal(url, 'https://api.impact.com/Agencies/IRtest/Advertisers/1048291/Jobs?Page=2', uri);
    }
    for (const uri of [
      '/Agencies/IRtest/Jobs?Page=2',
      '/Agencies/IRtest/Advertisers/7/Jobs?Page=2',
      '/Agencies/IRother/Advertisers/1048291/Jobs?Page=2',
      '/Mediapartners/IRtest/Jobs?Page=2',
      '/Advertisers/../Jobs?Page=2',
      '/Advertisers/IRbrandsOwnSid/..%2f..%2fJobs?Page=2',
      'https://evil.test/Advertisers/IRbrandsOwnSid/Jobs?Page=2',
    ]) {
      assert.equal(ownUrl(brand, uri, from), undefined, uri);
    }
  });

  it('behind a gateway is its own with and without the prefix, and at impact.com, and always leads to the gateway', () => {
    const account = anAccount({ kind: 'partner', sid: 'IRtest', baseUrl: 'https://gateway.example/impact' });
    const from = new URL('https://gateway.example/impact/Mediapartners/IRtest/Jobs');
    for (const uri of [
      '/impact/Mediapartners/IRtest/Jobs?Page=2',
      '/Mediapartners/IRtest/Jobs?Page=2',
      '/MediaPartners/IRtest/Jobs?Page=2',
      'https://gateway.example/Mediapartners/IRtest/Jobs?Page=2',
      'https://api.impact.com/Mediapartners/IRtest/Jobs?Page=2',
      '?Page=2',
    ]) {
      const url = ownUrl(account, uri, from)?.href;
      assert.equal(url, 'https://gateway.example/impact/Mediapartners/IRtest/Jobs?Page=2', uri);
    }
    for (const uri of [
      '/other/Mediapartners/IRtest/Jobs',
      '/impact/impact/Mediapartners/IRtest/Jobs',
      '//evil.test/Jobs',
    ]) {
      assert.equal(ownUrl(account, uri, from), undefined, uri);
    }
  });

  const foreign = [
    'https://evil.test/Agencies/IRtest/Jobs',
    'http://api.impact.com/Agencies/IRtest/Jobs',
    '//evil.test/Agencies/IRtest/Jobs',
    '\\\\evil.test/Agencies/IRtest/Jobs',
    '/\\evil.test/Agencies/IRtest/Jobs',
    'https:\\\\evil.test\\Agencies\\IRtest\\Jobs',
    'ht\ntps://evil.test/Agencies/IRtest/Jobs',
    '\t//evil\t.test/Agencies/IRtest/Jobs',
    'https://api.impact.com.evil.test/Agencies/IRtest/Jobs',
    'https://api.impact.com@evil.test/Agencies/IRtest/Jobs',
    'https://api.impact.com:443@evil.test/Agencies/IRtest/Jobs',
    'https://user@api.impact.com/Agencies/IRtest/Jobs',
    'https://api.impact.com./Agencies/IRtest/Jobs',
    'https://api.impact.com:8443/Agencies/IRtest/Jobs',
    'https://api.ımpact.com/Agencies/IRtest/Jobs',
    'https://аpi.impact.com/Agencies/IRtest/Jobs',
    'https://xn--pi-6kc.impact.com/Agencies/IRtest/Jobs',
    '/Agencies/IRother/Jobs',
    '/Agencies/IRtestother/Jobs',
    '/Agencies/IRtest',
    '/Agencies/IRtest/',
    '/agencies/irtest/Jobs',
    '/Advertisers/IRtest/Jobs',
    '/Agencies/IRtest/../IRother/Jobs',
    '/Agencies/IRtest/%2e%2e/IRother/Jobs',
    '/Agencies/IRtest/.%2E/IRother/Jobs',
    '/Agencies/IRtest/..%2fIRother/Jobs',
    '/Agencies/IRtest/..%5CIRother/Jobs',
    '/Agencies/IRtest/%252e%252e%252fIRother/Jobs',
    '/Agencies/IRtest/..;/IRother/Jobs',
    '/Agencies/IRtest/..;x=y/IRother/Jobs',
    '/Agencies/IRtest//IRother/Jobs',
    '/Agencies/IRtest/..%00/Jobs',
    '/Agencies/IRtest/…/Jobs',
    '../../IRother/Jobs',
    'file:///Agencies/IRtest/Jobs',
    'data:application/json,[]',
    'javascript:alert(1)',
    'ftp://api.impact.com/Agencies/IRtest/Jobs',
    'https://[::1/Agencies',
    'https://',
  ];
  for (const uri of foreign) {
    it(`is not followed to ${JSON.stringify(uri)}`, () => assert.equal(ownUrl(agency, uri, asked), undefined));
  }
});
