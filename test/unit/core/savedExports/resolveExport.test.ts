import assert from 'node:assert/strict';
import { decodeMetaData } from '../../../../src/core/reports/decodeReports';
import { parametersOf, periodFiltersOf } from '../../../../src/core/reports/exportDraft';
import type { Filters } from '../../../../src/core/reports/filterValues';
import { type PeriodId, PERIODS } from '../../../../src/core/reports/period';
import type { PeriodFilters } from '../../../../src/core/reports/periodFilters';
import { decodeSavedExports } from '../../../../src/core/savedExports/decodeSavedExports';
import {
  matchingPeriods,
  resolveExport,
  type ResolveOptions,
  withoutDays,
} from '../../../../src/core/savedExports/resolveExport';
import type { SavedExport } from '../../../../src/core/savedExports/savedExport';

const NOW_MS = Date.UTC(2026, 10, 23, 23, 30);
const at = (timeZone: string, periodFilters?: PeriodFilters): ResolveOptions => ({
  nowMs: NOW_MS,
  timeZone,
  periodFilters,
});

/** The filters of a report, as its metadata tells them, and what the steps of an export send for a period of it. */
function aReport(...names: readonly string[]): {
  readonly periodFilters: PeriodFilters | undefined;
  readonly stepsSend: (period: PeriodId, timeZone: string) => Filters;
} {
  const metaData = decodeMetaData({
    Filters: names.map((Name) => ({
      Name: Name.replace('!', ''),
      DataType: "Date (yyyy-MM-dd'T'HH:mm:ssZZ)",
      Format: Name.endsWith('!') ? "yyyy-MM-dd'T'HH:mm:ssZZ" : 'yyyy-MM-dd',
    })),
  });
  const report = {
    id: 'agency_action_listing',
    name: 'Actions',
    category: '',
    description: '',
    isApiAccessible: true,
    runUri: '',
  };
  return {
    periodFilters: periodFiltersOf(metaData),
    stepsSend: (period, timeZone) =>
      parametersOf(
        { accountId: 'a', report, metaData, period: { kind: 'period', period }, timeZone, values: {}, format: 'CSV' },
        NOW_MS,
      ).filters,
  };
}

function saved(change: Record<string, unknown> = {}): SavedExport {
  const [found] = decodeSavedExports(
    JSON.stringify({ exports: [{ name: 'Actions', reportId: 'agency_action_listing', ...change }] }),
  ).exports;
  assert.ok(found);
  return found;
}

describe('A saved export that runs', () => {
  it('resolves its period for the day, preferably in its own time zone', () => {
    const { parameters, period } = resolveExport(
      saved({ period: 'yesterday', filters: { SUBAID: 7 }, timeZone: 'Europe/Berlin' }),
      at('UTC'),
    );
    assert.deepEqual(parameters, {
      reportId: 'agency_action_listing',
      reportName: 'agency_action_listing',
      format: 'CSV',
      filters: { START_DATE: '2026-11-23', END_DATE: '2026-11-23', SUBAID: '7' },
    });
    assert.deepEqual(period, { start: '2026-11-23', end: '2026-11-23', name: 'yesterday', timeZone: 'Europe/Berlin' });
    assert.equal(
      resolveExport(saved({ period: 'yesterday' }), at('UTC')).parameters.filters['START_DATE'],
      '2026-11-22',
    );
  });

  for (const [what, names] of [
    ['days', ['Start Date', 'End Date']],
    ['moments', ['Start Date!', 'End Date!']],
    ['days of another name', ['Action Start Date', 'Action End Date']],
    ['the first of two pairs', ['Action Start Date', 'Action End Date', 'Start Date', 'End Date']],
  ] as const) {
    it(`sends what the steps would send: ${what}`, () => {
      const { periodFilters, stepsSend } = aReport(...names);
      for (const zone of ['America/New_York', 'UTC', '+05:30']) {
        for (const period of PERIODS) {
          const sent = stepsSend(period, zone);
          assert.deepEqual(
            resolveExport(saved({ period, timeZone: zone }), at('UTC', periodFilters)).parameters.filters,
            sent,
          );
          assert.ok(matchingPeriods(sent, at(zone, periodFilters)).includes(period));
          assert.deepEqual(withoutDays({ ...sent, SUBAID: '1' }, periodFilters), { SUBAID: '1' });
        }
      }
    });
  }

  it('treats only whole days as a period if a report takes times', () => {
    const { periodFilters } = aReport('Start Date!', 'End Date!');
    assert.deepEqual(
      resolveExport(saved({ period: 'lastMonth' }), at('America/New_York', periodFilters)).parameters.filters,
      { START_DATE: '2026-10-01T00:00:00-04:00', END_DATE: '2026-10-31T23:59:59-04:00' },
    );
    assert.deepEqual(
      matchingPeriods(
        { START_DATE: '2026-10-01T06:00:00-04:00', END_DATE: '2026-10-31T23:59:59-04:00' },
        at('America/New_York', periodFilters),
      ),
      [],
    );
  });

  it('keeps fixed days', () => {
    const filters = { START_DATE: '2026-01-01', END_DATE: '2026-01-31' };
    assert.deepEqual(resolveExport(saved({ filters, reportName: 'Actions' }), at('UTC')), {
      parameters: { reportId: 'agency_action_listing', reportName: 'Actions', format: 'CSV', filters },
      period: undefined,
    });
  });

  it('made from a job offers the periods that match its days', () => {
    assert.deepEqual(matchingPeriods({ START_DATE: '2026-10-01', END_DATE: '2026-10-31' }, at('UTC')), ['lastMonth']);
    assert.deepEqual(matchingPeriods({ START_DATE: '2026-10-02', END_DATE: '2026-10-31' }, at('UTC')), []);
    assert.deepEqual(matchingPeriods({ SUBAID: '1' }, at('UTC')), []);
    assert.deepEqual(withoutDays({ START_DATE: '2026-10-01', END_DATE: '2026-10-31', SUBAID: '1' }), { SUBAID: '1' });
  });
});
