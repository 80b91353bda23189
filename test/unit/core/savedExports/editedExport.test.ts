import assert from 'node:assert/strict';
import { parametersOf } from '../../../../src/core/reports/exportDraft';
import type { ReportFilter } from '../../../../src/core/reports/report';
import { draftOfSaved, type KnownReport, withChanges } from '../../../../src/core/savedExports/editedExport';
import type { SavedExport } from '../../../../src/core/savedExports/savedExport';

const SAVED: SavedExport = {
  name: 'Clicks',
  reportId: 'agency_clicks',
  reportName: undefined,
  format: 'JSON',
  period: undefined,
  timeZone: undefined,
  filters: { SUBAID: '4187' },
  folder: 'lists',
  fileName: undefined,
  account: undefined,
  existingJob: 'replay',
};
const filter = (queryName: string, type: ReportFilter['type']): ReportFilter => ({
  name: queryName,
  queryName,
  type,
  dateForm: 'day',
});
const KNOWN: KnownReport = {
  report: { id: 'agency_clicks', name: 'All Clicks', category: '', description: '', isApiAccessible: true, runUri: '' },
  metaData: {
    filters: [filter('START_DATE', 'date'), filter('END_DATE', 'date'), filter('SUBAID', 'integer')],
    attributes: [],
  },
};
const now = Date.UTC(2026, 10, 24, 12);

describe('A saved export edited in steps', () => {
  const asked = (saved: SavedExport, known?: KnownReport) => {
    const draft = draftOfSaved(saved, known);
    return draft && parametersOf({ ...draft, accountId: 'a', timeZone: 'UTC' }, now).filters;
  };

  it('starts with its filters and days filled in', () => {
    assert.deepEqual(asked(SAVED, KNOWN), { SUBAID: '4187' });
    assert.deepEqual(asked({ ...SAVED, period: 'yesterday' }, KNOWN), {
      START_DATE: '2026-11-23',
      END_DATE: '2026-11-23',
      SUBAID: '4187',
    });
    const days = { START_DATE: '2026-10-01', END_DATE: '2026-10-31' };
    assert.deepEqual(asked({ ...SAVED, filters: days }, KNOWN), days);
    assert.deepEqual(draftOfSaved({ ...SAVED, filters: days }, KNOWN)?.period, {
      kind: 'days',
      range: { start: '2026-10-01', end: '2026-10-31' },
    });
  });

  it('shows a period of fixed days as days, and keeps its form', () => {
    const fixed = { ...SAVED, period: { from: '2026-10-01', to: '2026-10-31' } };
    assert.deepEqual(draftOfSaved(fixed, KNOWN)?.period, {
      kind: 'days',
      range: { start: '2026-10-01', end: '2026-10-31' },
    });
    const days = { START_DATE: '2026-09-01', END_DATE: '2026-09-30', SUBAID: '4187' };
    const changed = withChanges(fixed, { ...SAVED, period: undefined, filters: days });
    assert.deepEqual([changed.period, changed.filters], [{ from: '2026-09-01', to: '2026-09-30' }, SAVED.filters]);
    const usual = withChanges(SAVED, { ...SAVED, period: undefined, filters: days });
    assert.deepEqual([usual.period, usual.filters], [undefined, days]);
  });

  it('keeps filters unknown to its report, and everything of an unknown report', () => {
    assert.deepEqual(asked({ ...SAVED, filters: { SUBAID: '4187', OLD: 'x' } }, KNOWN), { SUBAID: '4187', OLD: 'x' });
    assert.deepEqual(asked({ ...SAVED, period: 'yesterday' }), {
      START_DATE: '2026-11-23',
      END_DATE: '2026-11-23',
      SUBAID: '4187',
    });
    assert.deepEqual(asked({ ...SAVED, filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-02', OLD: 'x' } }), {
      START_DATE: '2026-10-01',
      END_DATE: '2026-10-02',
      OLD: 'x',
    });
    assert.equal(draftOfSaved(SAVED, undefined)?.report.name, 'agency_clicks');
  });

  it('is edited in the file if it has only one day of a period', () => {
    assert.equal(draftOfSaved({ ...SAVED, filters: { START_DATE: '2026-10-01' } }, KNOWN), undefined);
  });

  it("keeps what the steps don't ask for, and the report's name while the report stays", () => {
    const changed = { ...SAVED, reportName: 'All Clicks', format: 'XML' } as const;
    assert.deepEqual(withChanges(SAVED, changed), { ...SAVED, format: 'XML' });
    assert.deepEqual(withChanges(SAVED, { ...changed, reportId: 'other' }).reportName, 'All Clicks');
  });
});
