import assert from 'node:assert/strict';
import { decodeSavedExports } from '../../../../src/core/savedExports/decodeSavedExports';
import { matchingPeriods, resolveExport, withoutDays } from '../../../../src/core/savedExports/resolveExport';
import type { SavedExport } from '../../../../src/core/savedExports/savedExport';

const NOW_MS = Date.UTC(2026, 10, 23, 23, 30);

function saved(change: Record<string, unknown> = {}): SavedExport {
  const [found] = decodeSavedExports(JSON.stringify({ exports: [{ name: 'Actions', reportId: 'agency_action_listing', ...change }] })).exports;
  assert.ok(found);
  return found;
}

describe('A saved export that is run', () => {
  it('resolves its period on that day, in its own time zone before any other', () => {
    const { parameters, period } = resolveExport(saved({ period: 'yesterday', filters: { SUBAID: 7 }, timeZone: 'Europe/Berlin' }), NOW_MS, 'UTC');
    assert.deepEqual(parameters, { reportId: 'agency_action_listing', reportName: 'agency_action_listing', format: 'CSV', filters: { START_DATE: '2026-11-23', END_DATE: '2026-11-23', SUBAID: '7' } });
    assert.deepEqual(period, { start: '2026-11-23', end: '2026-11-23', name: 'yesterday', timeZone: 'Europe/Berlin' });
    assert.equal(resolveExport(saved({ period: 'yesterday' }), NOW_MS, 'UTC').parameters.filters['START_DATE'], '2026-11-22');
  });

  it('keeps fixed days as they are', () => {
    const filters = { START_DATE: '2026-01-01', END_DATE: '2026-01-31' };
    assert.deepEqual(resolveExport(saved({ filters, reportName: 'Actions' }), NOW_MS, 'UTC'), { parameters: { reportId: 'agency_action_listing', reportName: 'Actions', format: 'CSV', filters }, period: undefined });
  });

  it('that is made from a job offers the periods that its days were', () => {
    assert.deepEqual(matchingPeriods({ START_DATE: '2026-10-01', END_DATE: '2026-10-31' }, NOW_MS, 'UTC'), ['lastMonth']);
    assert.deepEqual(matchingPeriods({ START_DATE: '2026-10-02', END_DATE: '2026-10-31' }, NOW_MS, 'UTC'), []);
    assert.deepEqual(matchingPeriods({ SUBAID: '1' }, NOW_MS, 'UTC'), []);
    assert.deepEqual(withoutDays({ START_DATE: '2026-10-01', END_DATE: '2026-10-31', SUBAID: '1' }), { SUBAID: '1' });
  });
});
