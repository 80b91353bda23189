import assert from 'node:assert/strict';
import type { ExportRequest } from '../../../../src/core/reports/exportRequest';
import { isComparableExport } from '../../../../src/core/savedExports/comparableExport';

const OCTOBER: ExportRequest = {
  reportId: 'r',
  format: 'CSV',
  filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31', SUBAID: '1' },
};
const over = (filters: ExportRequest['filters']): ExportRequest => ({
  ...OCTOBER,
  filters: { ...OCTOBER.filters, ...filters },
});

describe('Two exports are comparable', () => {
  const cases: readonly (readonly [what: string, one: ExportRequest, other: ExportRequest, expected: boolean])[] = [
    ['if they are the same', OCTOBER, OCTOBER, true],
    ['over two months', OCTOBER, over({ START_DATE: '2026-02-01', END_DATE: '2026-02-28' }), true],
    ['but not over a month and a day', OCTOBER, over({ START_DATE: '2026-10-31' }), false],
    ['but not over a month and all time', OCTOBER, { ...OCTOBER, filters: { SUBAID: '1' } }, false],
    ['without days', { ...OCTOBER, filters: {} }, { ...OCTOBER, filters: {} }, true],
    ['but not for two programs', OCTOBER, over({ SUBAID: '2' }), false],
    ['but not of two reports', OCTOBER, { ...OCTOBER, reportId: 's' }, false],
    ['but not in two formats', OCTOBER, { ...OCTOBER, format: 'XML' }, false],
  ];
  for (const [what, one, other, expected] of cases) {
    it(what, () => {
      assert.equal(isComparableExport(one, other), expected);
      assert.equal(isComparableExport(other, one), expected);
    });
  }
});
