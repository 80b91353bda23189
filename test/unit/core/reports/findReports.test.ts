import assert from 'node:assert/strict';
import { findReports } from '../../../../src/core/reports/findReports';
import type { Report } from '../../../../src/core/reports/report';

const aReport = (name: string, change: Partial<Report> = {}): Report => ({
  id: name.toLowerCase().replaceAll(' ', '_'),
  name,
  category: '',
  description: '',
  isApiAccessible: true,
  runUri: '',
  ...change,
});
const REPORTS = [
  aReport('Invoices', { description: 'What each partner was paid.' }),
  aReport('Partner Listing'),
  aReport('Performance by Partner'),
  aReport('Partner Roles', { isApiAccessible: false }),
];

describe('Report search for a model', () => {
  const found = (search: string, limit = 10): readonly string[] =>
    findReports(REPORTS, search, limit).reports.map(({ name }) => name);

  it('finds only reports that the API can run', () => {
    assert.deepEqual(found(''), ['Invoices', 'Partner Listing', 'Performance by Partner']);
  });

  it('finds reports with every searched word, names first', () => {
    assert.deepEqual(found('PARTNER'), ['Partner Listing', 'Performance by Partner', 'Invoices']);
    assert.deepEqual(found('partner perf'), ['Performance by Partner']);
    assert.deepEqual(found('partner_listing'), ['Partner Listing']);
    assert.deepEqual(found('nothing'), []);
  });

  it('returns no more than requested, and counts the rest', () => {
    assert.deepEqual(
      [found('', 1), findReports(REPORTS, '', 1).more, findReports(REPORTS, '', 3).more],
      [['Invoices'], 2, 0],
    );
  });
});
