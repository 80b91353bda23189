import assert from 'node:assert/strict';
import { exportOfLink } from '../../../../src/core/links/linkedExport';
import { parametersOf } from '../../../../src/core/reports/exportDraft';
import type { Filters } from '../../../../src/core/reports/filterValues';
import type { ReportFilter } from '../../../../src/core/reports/report';

const filter = (queryName: string, type: ReportFilter['type']): ReportFilter => ({
  name: queryName,
  queryName,
  type,
  dateForm: 'day',
});
const REPORT = { id: 'a_report', name: 'A Report', category: '', description: '', isApiAccessible: true, runUri: '' };
const OCTOBER = { kind: 'days', range: { start: '2026-10-01', end: '2026-10-31' } } as const;
const YESTERDAY = { kind: 'period', period: 'yesterday' } as const;
const CURRENT = { period: YESTERDAY, format: 'CSV' } as const;
const now = Date.UTC(2026, 10, 24, 12);

describe('The export that a link describes', () => {
  const read = (filters: Filters, days: readonly string[] = ['START_DATE', 'END_DATE']) => {
    const metaData = {
      filters: [...days.map((name) => filter(name, 'date')), filter('SUBAID', 'integer')],
      attributes: [],
    };
    const linked = exportOfLink(
      { format: undefined, filters, ignored: ['Page'] },
      { report: REPORT, metaData },
      CURRENT,
    );
    const sent = parametersOf({ ...linked.draft, accountId: 'a', timeZone: 'UTC' }, now).filters;
    return { ...linked, sent };
  };
  const DAYS = { START_DATE: '2026-10-01', END_DATE: '2026-10-31' };

  it('has its days and filters, also those that the report is not known to have', () => {
    const filters = { ...DAYS, SUBAID: '4187', SHOW_GA: '1', X_MS: ['A', 'B'] };
    const { draft, sent, leftOut, hadTimes } = read(filters);
    assert.deepEqual([draft.period, draft.format, sent, leftOut, hadTimes], [OCTOBER, 'CSV', filters, ['Page'], false]);
  });

  it('sends its days under the names that the report has', () => {
    const { draft, sent } = read(DAYS, ['StartDate', 'EndDate']);
    assert.deepEqual([draft.period, sent], [OCTOBER, { StartDate: '2026-10-01', EndDate: '2026-10-31' }]);
    assert.deepEqual(read(DAYS, []).sent, DAYS);
  });

  it('keeps the days that were selected before if it has none', () => {
    const { draft, sent } = read({ SUBAID: '1' });
    assert.deepEqual(draft.period, YESTERDAY);
    assert.deepEqual(sent, { START_DATE: '2026-11-23', END_DATE: '2026-11-23', SUBAID: '1' });
  });

  it('names days that it cannot use', () => {
    for (const filters of [
      { START_DATE: '2026-10-01' },
      { ...DAYS, END_DATE: 'today' },
      { ...DAYS, END_DATE: '10/31/2026' },
      { START_DATE: '2026-10-31', END_DATE: '2026-10-01' },
      { ...DAYS, START_DATE: ['2026-10-01', '2026-10-15'] },
    ]) {
      const { draft, leftOut } = read(filters);
      assert.deepEqual([draft.period, leftOut], [YESTERDAY, [...Object.keys(filters), 'Page']]);
    }
  });

  it('has the days that the web app names, if it has no others', () => {
    const { draft, sent } = read({ timeRange: 'YTD', SUBAID: '1' });
    assert.deepEqual(draft.period, { kind: 'period', period: 'yearToDate' });
    assert.deepEqual(sent, { START_DATE: '2026-01-01', END_DATE: '2026-11-24', SUBAID: '1' });
    assert.deepEqual(read({ timeRange: 'THIRTY' }).draft.period, { kind: 'period', period: 'last30Days' });
    const custom = { ...DAYS, timeRange: 'CUSTOM' };
    assert.deepEqual(read(custom).sent, custom);
    for (const timeRange of ['constructor', ['YTD', 'THIRTY']]) {
      assert.deepEqual(read({ timeRange }).draft.period, YESTERDAY);
    }
  });

  it('says if times of day become whole days', () => {
    const times = (start: string, end: string) =>
      read({ START_DATE: `2026-10-01${start}`, END_DATE: `2026-10-31${end}` });
    assert.deepEqual(times('T06:00:00Z', 'T23:59:59Z').draft.period, OCTOBER);
    assert.equal(times('T06:00:00Z', 'T23:59:59Z').hadTimes, true);
    assert.equal(times('T00:00:00-05:00', 'T12:00:00-05:00').hadTimes, true);
    assert.equal(times('T00:00:00-05:00', 'T23:59:59-05:00').hadTimes, false);
    assert.equal(times(' 00:00:00', ' 23:59:59').hadTimes, false);
  });
});
