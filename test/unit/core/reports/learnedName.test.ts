import assert from 'node:assert/strict';
import { learnedName } from '../../../../src/core/reports/learnedName';

describe('The name of a report that is learned from its result', () => {
  for (const [fileName, name] of [
    ['Action_Listing_2026-11-23.csv', 'Action Listing'],
    ['Performance by Partner 20261123T101500.json', 'Performance by Partner'],
    ['adv_action_listing_pm_only.csv.gz', 'adv action listing pm only'],
    ['Aktionen – Übersicht (2).xlsx', 'Aktionen – Übersicht'],
    ['報告書一覧_2026-11-01_2026-11-30.csv', '報告書一覧'],
    ['Clicks.csv', 'Clicks'],
    ['Clicks 2026-11.csv', 'Clicks'],
    ['Sales-81258bc5-54cf-4a09-9fbc-eb837637d02f.csv', 'Sales'],
  ] as const) {
    it(`is found in ${fileName}`, () => assert.equal(learnedName(fileName, 'ApiReport'), name));
  }

  for (const fileName of [
    undefined,
    '',
    'result.csv',
    'Export.json',
    'ApiReport.csv',
    '81258bc5-54cf-4a09-9fbc-eb837637d02f.csv',
    'deadbeefdeadbeefdeadbeef.csv',
    '2026-11-23.csv',
    '12345.csv',
    '.csv',
    '\u202e\u0000.csv',
  ]) {
    it(`isn't found in ${JSON.stringify(fileName)}`, () => assert.equal(learnedName(fileName, 'ApiReport'), undefined));
  }

  it('has a readable length, however long the file name is', () => {
    assert.ok((learnedName(`${'Action_'.repeat(100_000)}.csv`, 'ApiReport') ?? '').length <= 120);
  });
});
