import assert from 'node:assert/strict';
import type { ExportRequest } from '../../../../src/core/reports/exportRequest';
import { isComparableExport } from '../../../../src/core/savedExports/comparableExport';

const october: ExportRequest = {
  reportId: 'r',
  format: 'CSV',
  filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31', SUBAID: '1' },
};
const over = (filters: ExportRequest['filters']): ExportRequest => ({
  ...october,
  filters: { ...october.filters, ...filters },
});

describe('Two exports are comparable', () => {
  const cases: readonly (readonly [what: string, one: ExportRequest, other: ExportRequest, expected: boolean])[] = [
    ['if they are the same', october, october, true],
    ['over two months', october, over({ START_DATE: '2026-02-01', END_DATE: '2026-02-28' }), true],
    ['but not over a month and a day', october, over({ START_DATE: '2026-10-31' }), false],
    ['but not over a month and all time', october, { ...october, filters: { SUBAID: '1' } }, false],
    ['without days', { ...october, filters: {} }, { ...october, filters: {} }, true],
    ['but not for two programs', october, over({ SUBAID: '2' }), false],
    ['but not of two reports', october, { ...october, reportId: 's' }, false],
    ['but not in two formats', october, { ...october, format: 'XML' }, false],
  ];
  for (const [what, one, other, expected] of cases) {
    it(what, () => {
      assert.equal(isComparableExport(one, other), expected);
      assert.equal(isComparableExport(other, one), expected);
    });
  }
});
