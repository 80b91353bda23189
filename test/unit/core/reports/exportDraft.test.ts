import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { blamedFilters } from '../../../../src/core/reports/blamedFilters';
import { decodeMetaData, decodeReports } from '../../../../src/core/reports/decodeReports';
import { type ExportDraft, otherFiltersOf, parametersOf } from '../../../../src/core/reports/exportDraft';
import { problemOf } from '../../../../src/core/reports/valueProblem';
import { webUrl } from '../../../../src/core/reports/webUrl';

const DATE = "Date (yyyy-MM-dd'T'HH:mm:ssZZ)";
const metaData = decodeMetaData({
  Filters: [
    { Name: 'Subaid', DataType: 'Integer' },
    { Name: 'Start Date', DataType: DATE, Format: 'yyyy-MM-dd' },
    { Name: 'End Date', DataType: DATE, Format: 'yyyy-MM-dd' },
    { Name: 'Modified Since', DataType: DATE },
    { Name: 'Show Reversed', DataType: 'Boolean' },
  ],
});
const [report] = decodeReports([{ Id: 'agency_action_listing', Name: 'Action Listing', ApiAccessible: true }]);
const now = Date.UTC(2026, 10, 24, 12);

function aDraft(change: Partial<ExportDraft> = {}): ExportDraft {
  assert.ok(report);
  return {
    accountId: 'a',
    report,
    metaData,
    period: { kind: 'period', period: 'lastMonth' },
    timeZone: '-05:00',
    values: {},
    format: 'CSV',
    ...change,
  };
}

describe('An export draft', () => {
  it('requires the days of its period', () => {
    assert.deepEqual(parametersOf(aDraft(), now), {
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'CSV',
      filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
    });
    assert.deepEqual(
      parametersOf(aDraft({ period: { kind: 'days', range: { start: '2026-11-02', end: '2026-11-03' } } }), now)
        .filters,
      { START_DATE: '2026-11-02', END_DATE: '2026-11-03' },
    );
    assert.deepEqual(parametersOf(aDraft({ period: { kind: 'none' } }), now).filters, {});
  });

  it("sends the values of the report's filters, times with their offset", () => {
    const values = { SUBAID: '4187', SHOW_REVERSED: '', MODIFIED_SINCE: '2026-11-20', COUNTRY: 'DE' };
    assert.deepEqual(parametersOf(aDraft({ values, period: { kind: 'none' } }), now).filters, {
      SUBAID: '4187',
      MODIFIED_SINCE: '2026-11-20T00:00:00-05:00',
    });
  });

  it('keeps the period’s filters separate from the others', () => {
    assert.deepEqual(
      otherFiltersOf(metaData).map(({ queryName }) => queryName),
      ['SUBAID', 'MODIFIED_SINCE', 'SHOW_REVERSED'],
    );
    assert.equal(otherFiltersOf(decodeMetaData({ Filters: [{ Name: 'Start Date', DataType: DATE }] })).length, 1);
  });
});

describe('A filter value', () => {
  for (const [type, good, bad] of [
    ['integer', ['0', '-7', '4187'], ['1.5', 'abc', '1e3', ' 1', '1'.repeat(30)]],
    ['decimal', ['0', '-7.25', '3'], ['1,5', '.5', 'abc', '1.']],
    ['boolean', ['true', 'false', '1', '0'], ['yes', 'TRUE', '2']],
    [
      'date',
      ['2026-11-24', '2026-11-24T00:00:00-05:00', '2026-11-24T23:59:59Z'],
      ['2026-02-30', '24.11.2026', '2026-11-24T', '2026-11-24T25:00:00Z'],
    ],
    ['text', ['anything', '  '], []],
  ] as const) {
    it(`of type ${type} is checked`, () => {
      assert.deepEqual(
        ['', ...good].filter((value) => problemOf({ type }, value) !== undefined),
        [],
      );
      assert.deepEqual(
        bad.filter((value) => problemOf({ type }, value) === undefined),
        [],
      );
    });
  }
});

describe('An export error', () => {
  const blamed = (serverMessage: string, ...fields: { field: string; message: string }[]) =>
    blamedFilters(new ApiError('rejected', '', { serverMessage, fields }), metaData.filters);

  it('marks the filters that it names as fields, in any spelling', () => {
    const expected = [{ field: 'START_DATE', message: 'After END_DATE' }];
    for (const field of ['START_DATE', 'Start Date', 'startDate', 'start_date']) {
      assert.deepEqual(blamed('Validation Failed', { field, message: 'After END_DATE' }), expected);
    }
    assert.deepEqual(blamed('Validation Failed', { field: 'SUBAID', message: '' }), [
      { field: 'SUBAID', message: 'Validation Failed' },
    ]);
  });

  it('marks the filters that its message names if it names no fields', () => {
    assert.deepEqual(blamed('Missing required parameter END_DATE'), [
      { field: 'END_DATE', message: 'Missing required parameter END_DATE' },
    ]);
    assert.deepEqual(blamed('Missing required parameter END_DATES'), []);
  });

  it("marks none if it names none of the report's filters", () => {
    assert.deepEqual(
      blamed('Not permitted to run report r', { field: 'AccountId', message: 'Not a numeric value' }),
      [],
    );
  });
});

describe('The web address of a report', () => {
  it('leads only to impact.com', () => {
    assert.equal(
      webUrl({ runUri: '/secure/agency/report/viewReport.report?id=8012' }).href,
      'https://app.impact.com/secure/agency/report/viewReport.report?id=8012',
    );
    assert.equal(webUrl({ runUri: 'https://app.impact.com/x' }).href, 'https://app.impact.com/x');
    for (const runUri of [
      '',
      'https://example.test/',
      '//example.test/x',
      'http://app.impact.com/x',
      'javascript:alert(1)',
      'https://impact.com.example.test/',
      'https://notimpact.com/',
      'https://user@app.impact.com/',
      'https://app.impact.com:99999/',
    ]) {
      assert.equal(webUrl({ runUri }).href, 'https://app.impact.com/', runUri);
    }
  });
});
