import assert from 'node:assert/strict';
import {
  filterValueOf,
  isSameValue,
  knownValuesOf,
  readFilterValue,
  takesMany,
  valuesOf,
} from '../../../../src/core/reports/filterValues';
import { decodeParameters, filledFilters, isSameExport } from '../../../../src/core/reports/exportRequest';
import { periodIn, periodNamesIn, periodValues } from '../../../../src/core/reports/periodFilters';

describe('The values of a filter', () => {
  it('have one form for each number of them', () => {
    assert.deepEqual(
      [[], [''], ['a'], ['a', '', 'a'], ['a', 'b']].map((values) => filterValueOf(values)),
      ['', '', 'a', 'a', ['a', 'b']],
    );
    assert.deepEqual([undefined, '', 'a', ['a', '', 'b']].map(valuesOf), [[], [], ['a'], ['a', 'b']]);
  });

  it('can be texts, numbers, and switches, and lists of these', () => {
    assert.deepEqual([1, true, 'x', [], [1, 'x', false]].map(readFilterValue), [
      '1',
      'true',
      'x',
      '',
      ['1', 'x', 'false'],
    ]);
    assert.deepEqual([null, {}, [[]], [null], undefined].map(readFilterValue), Array(5).fill(undefined));
  });

  it('are the same in any order', () => {
    assert.ok(isSameValue(['a', 'b'], ['b', 'a']));
    assert.ok(isSameValue(undefined, ''));
    assert.ok(!isSameValue('a', ['a', 'b']));
    assert.ok(!isSameValue(['a,b'], ['a', 'b']));
  });

  it('can be several if the filter, its name, or the value says so', () => {
    assert.deepEqual(
      ['SUPERSTATUS_MS', 'MP_GROUP_ID', 'AdId', 'MediaId', 'SUBAID', 'MS_X'].map((queryName) =>
        takesMany({ queryName }),
      ),
      [true, true, true, true, false, false],
    );
    assert.ok(takesMany({ queryName: 'SUBAID' }, ['1', '2']));
    assert.ok(takesMany({ queryName: 'ProgramId', isRepeatable: true }));
    assert.deepEqual([knownValuesOf('SUPERSTATUS_MS').length, knownValuesOf('constructor')], [4, []]);
  });

  it('decide whether two exports are the same', () => {
    const request = (filters: Record<string, string | string[]>) =>
      ({ reportId: 'r', format: 'CSV', filters }) as const;
    assert.ok(isSameExport(request({ A_MS: ['x', 'y'], B: '' }), request({ A_MS: ['y', 'x'] })));
    assert.ok(!isSameExport(request({ A_MS: ['x', 'y'] }), request({ A_MS: 'x' })));
    assert.deepEqual(filledFilters(request({ B: ['1', '2'], A: 'x', C: [] })), [
      ['A', ['x']],
      ['B', ['1', '2']],
    ]);
  });

  it('are remembered, and what is no value is left out', () => {
    const filters = { A: ['x', 'y'], B: 'z', C: { d: 1 }, D: null };
    assert.deepEqual(decodeParameters({ reportId: 'r', format: 'CSV', filters })?.filters, { A: ['x', 'y'], B: 'z' });
  });
});

describe('The filters of a period', () => {
  it('are a pair in any spelling', () => {
    for (const [start, end] of [
      ['START_DATE', 'END_DATE'],
      ['StartDate', 'EndDate'],
      ['startDate', 'endDate'],
      ['ActionStartDate', 'ActionEndDate'],
      ['ACTION_START', 'ACTION_END'],
    ] as const) {
      assert.deepEqual(periodNamesIn(['SUBAID', end, start]), { start, end });
    }
    assert.equal(periodNamesIn(['RESTARTED', 'RESENDED', 'Startup', 'Endup']), undefined);
  });

  it('named StartDate and EndDate take the first and the last moment', () => {
    const filters = (['StartDate', 'EndDate'] as const).map(
      (queryName) => ({ queryName, dateForm: 'moment' }) as const,
    );
    const names = { start: 'StartDate', end: 'EndDate' };
    const sent = periodValues({ ...names, filters }, { start: '2026-11-01', end: '2026-11-30' }, '-05:00');
    assert.deepEqual(sent, { StartDate: '2026-11-01T00:00:00-05:00', EndDate: '2026-11-30T23:59:59-05:00' });
    assert.deepEqual(periodIn(sent), { start: '2026-11-01', end: '2026-11-30' });
  });
});
