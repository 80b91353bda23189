import assert from 'node:assert/strict';
import { exportAllowance } from '../../../../src/core/reports/exportAllowance';
import { exportName } from '../../../../src/core/reports/exportName';
import { isSameExport } from '../../../../src/core/reports/exportRequest';
import { dateValue, periodIn, periodNamesIn } from '../../../../src/core/reports/periodFilters';

describe('The name of an export', () => {
  const named = (filters: Record<string, string>): string =>
    exportName({ reportName: 'Action Listing', filters }, 'en');

  it('contains the report and the period', () => {
    assert.equal(named({ START_DATE: '2026-10-01', END_DATE: '2026-10-31', SUBAID: '7' }), 'Action Listing · Oct 2026');
    assert.equal(
      named({ START_DATE: '2026-10-01T00:00:00-05:00', END_DATE: '2026-10-01T23:59:59-05:00' }),
      'Action Listing · Oct 1, 2026',
    );
  });

  it('is the report’s name if there is no period', () => {
    assert.deepEqual([{}, { START_DATE: '2026-10-01' }, { START_DATE: 'soon', END_DATE: 'later' }].map(named), [
      'Action Listing',
      'Action Listing',
      'Action Listing',
    ]);
  });
});

describe('The period filters', () => {
  it('are a pair that differs only in START and END', () => {
    assert.deepEqual(periodNamesIn(['SUBAID', 'START_DATE', 'END_DATE']), { start: 'START_DATE', end: 'END_DATE' });
    assert.deepEqual(periodNamesIn(['EVENT_START', 'EVENT_END']), { start: 'EVENT_START', end: 'EVENT_END' });
    assert.equal(periodNamesIn(['START_DATE', 'RESTARTED', 'REENDED']), undefined);
    assert.deepEqual(periodIn({ EVENT_START: '2026-10-01', EVENT_END: '2026-10-02' }), {
      start: '2026-10-01',
      end: '2026-10-02',
    });
  });

  it('accept days, or the first and last moment of them', () => {
    const value = (queryName: string, dateForm: 'day' | 'moment'): string =>
      dateValue({ queryName, dateForm }, '2026-11-24', 'America/New_York');
    assert.deepEqual(
      [
        value('START_DATE', 'day'),
        value('START_DATE', 'moment'),
        value('END_DATE', 'moment'),
        value('MODIFIED_SINCE', 'moment'),
      ],
      ['2026-11-24', '2026-11-24T00:00:00-05:00', '2026-11-24T23:59:59-05:00', '2026-11-24T00:00:00-05:00'],
    );
  });
});

describe('Two exports', () => {
  const request = { reportId: 'r', format: 'CSV', filters: { A: '1', B: '2' } } as const;

  it('are the same in any order of filters, and ignoring empty values', () => {
    assert.ok(isSameExport(request, { ...request, filters: { B: '2', C: '', A: '1' } }));
  });

  it('differ if the report, format, a filter, or a value differs', () => {
    for (const other of [
      { ...request, reportId: 's' },
      { ...request, format: 'XML' as const },
      { ...request, filters: { A: '1' } },
      { ...request, filters: { A: '1', B: '3' } },
      { ...request, filters: { A: '1', C: '2' } },
    ]) {
      assert.ok(!isSameExport(request, other), JSON.stringify(other));
    }
  });
});

describe("The day's exports", () => {
  const hourMs = 3_600_000;
  const now = 100 * hourMs;

  it('are those counted in the last 24 hours', () => {
    assert.deepEqual(
      exportAllowance('exports', [now - 25 * hourMs, now - 23 * hourMs, now - hourMs, now + hourMs], undefined, now),
      { used: 2, limit: 100 },
    );
  });

  it('are as many as the server says, if others use them too', () => {
    assert.deepEqual(
      exportAllowance(
        'exports',
        [now - hourMs],
        { exports: { limit: 100, remaining: 60, resetAtMs: now + hourMs } },
        now,
      ),
      {
        used: 40,
        limit: 100,
      },
    );
    assert.deepEqual(
      exportAllowance(
        'exports',
        [now - hourMs],
        { exports: { limit: 250, remaining: 250, resetAtMs: undefined } },
        now,
      ),
      {
        used: 1,
        limit: 250,
      },
    );
  });

  it('start over when the server’s day ends', () => {
    assert.deepEqual(
      exportAllowance('exports', [], { exports: { limit: 100, remaining: 0, resetAtMs: now - 1 } }, now),
      {
        used: 0,
        limit: 100,
      },
    );
  });
});
