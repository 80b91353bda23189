import assert from 'node:assert/strict';
import { assertPublished, type SentMetaData } from './support/published';

const CAMEL: SentMetaData = {
  Filters: ['StartDate', 'EndDate'].map((Name) => ({ Name, DataType: "Date (yyyy-MM-dd'T'HH:mm:ssZZ)" })),
};
const DAYS: SentMetaData = { Filters: ['START_DATE', 'END_DATE'].map((Name) => ({ Name, DataType: 'DATE' })) };
const AGENCY: SentMetaData = { Filters: [{ Name: 'Minimum Clicks', DataType: 'Integer' }] };
const EXPORT = '/Advertisers/IRtest/ReportExport/adv_clicks';
const AGENCY_EXPORT = '/Agencies/IRtest/ReportExport/agency_clicks';

describe('The check of requests against the published documents', () => {
  const cases: readonly (readonly [path: string, query: string, isGood: boolean, metaData?: SentMetaData])[] = [
    [EXPORT, 'StartDate=2026-10-01T00:00:00Z', true, CAMEL],
    [EXPORT, 'StartDate=2026-10-01', false, CAMEL],
    [EXPORT, 'START_DATE=2026-10-01', false, CAMEL],
    [EXPORT, 'START_DATE=2026-10-01', true, DAYS],
    [EXPORT, 'START_DATE=2026-10-01T00:00:00Z', false, DAYS],
    [EXPORT, 'START_DATE=2026-10-01', false],
    [AGENCY_EXPORT, 'MINIMUM_CLICKS=5', true, AGENCY],
    [AGENCY_EXPORT, 'MINIMUM_CLICKS=five', false, AGENCY],
    [AGENCY_EXPORT, 'MINIMUM_CLICKS=5&MINIMUM_CLICKS=6', false, AGENCY],
    ['/Agencies/IRtest/Advertisers', 'Page=2&PageSize=2', true],
    ['/Agencies/IRtest/Advertisers', 'Page=two', false],
    ['/Agencies/IRtest/Advertisers', 'Page=2&State=ACTIVE', false],
    ['/Agencies/IRtest/Jobs', 'CreatedAfter=yesterday&Page=2', false],
    ['/Agencies/IRtest/Jobs', 'PageSize=100', false],
    ['/Agencies/IRtest/Jobs/a', 'Page=2', false],
  ];
  for (const [path, query, isGood, metaData] of cases) {
    const named = metaData?.Filters?.map(({ Name }) => Name).join(', ') ?? 'nothing';
    it(`${isGood ? 'accepts' : 'refuses'} ${path}?${query} where metadata names ${named}`, () => {
      const check = (): void => assertPublished({ method: 'GET', path, query }, metaData);
      if (isGood) {
        check();
      } else {
        assert.throws(check, assert.AssertionError);
      }
    });
  }
});
