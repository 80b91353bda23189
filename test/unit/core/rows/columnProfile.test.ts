import assert from 'node:assert/strict';
import { compareKeys, orderOf } from '../../../../src/core/rows/cellOrder';
import { columnProfile } from '../../../../src/core/rows/columnProfile';

const profileOf = (...cells: readonly string[]) =>
  columnProfile(
    cells.map((cell) => [cell]),
    0,
  );

describe('The type of a column', () => {
  for (const [type, ...cells] of [
    ['integer', '1', '-20', '0', ''],
    ['integer', '12345678901234567890', '2'],
    ['decimal', '1', '2.50', '.5', '1e3'],
    ['decimal', '1,234.50', '7'],
    ['decimal', '1.234,50', '-7,1'],
    ['money', '$1,234.50', '-$7', '($3.00)'],
    ['money', '12,50 €', '1.000 €'],
    ['money', 'USD 12.00', 'USD 3'],
    ['date', '2026-11-23', '2026-11-24T10:00:00+01:00', '2026-11-24 10:00'],
    ['date', '12/31/2026', '1/2/2026 3:04 PM'],
    ['date', '31/12/2026', '01/02/2026'],
    ['date', '31.12.2026', '1.2.2026 14:05'],
    ['boolean', 'true', 'FALSE', ''],
    ['boolean', 'Yes', 'no'],
    ['text', '1', 'x'],
    ['text', '007', '008'],
    ['text', '2026-02-30'],
    ['text', '13/13/2026'],
    ['text', '12 pieces'],
    ['text', '1', 'true'],
    ['text', '-'],
    ['empty', '', '  '],
    ['empty'],
  ] as const) {
    it(`is ${type} for ${JSON.stringify(cells)}`, () => assert.equal(profileOf(...cells).type, type));
  }
});

describe('The profile of a column', () => {
  it('counts empty and distinct values', () => {
    const { emptyCount, distinctCount, isDistinctCut } = profileOf('a', 'b', 'a', '', ' ');
    assert.deepEqual([emptyCount, distinctCount, isDistinctCut], [2, 2, false]);
  });

  it('counts a missing cell as empty', () => assert.equal(columnProfile([['a', 'b'], ['c']], 1).emptyCount, 1));

  it('stops counting distinct values above the limit', () => {
    const { distinctCount, isDistinctCut } = profileOf(...Array.from({ length: 10_001 }, (_, index) => `v${index}`));
    assert.deepEqual([distinctCount, isDistinctCut], [10_000, true]);
  });

  for (const [name, cells, least, greatest] of [
    ['numbers by value', ['10', '9', '-3', ''], '-3', '10'],
    ['long ids by value', ['12345678901234567891', '12345678901234567890', '5'], '5', '12345678901234567891'],
    ['money by amount', ['$20', '-$1', '$3.50'], '-$1', '$20'],
    ['decimal commas by value', ['1.000,5', '2,25'], '2,25', '1.000,5'],
    [
      'times across time zones',
      ['2026-11-23T23:30:00-05:00', '2026-11-24T01:00:00+01:00'],
      '2026-11-24T01:00:00+01:00',
      '2026-11-23T23:30:00-05:00',
    ],
    ['dates with the day first', ['31.01.2026', '01.02.2026'], '31.01.2026', '01.02.2026'],
  ] as const) {
    it(`orders ${name}`, () => {
      const profile = profileOf(...cells);
      assert.deepEqual([profile.least, profile.greatest], [least, greatest]);
    });
  }

  it('has no minimum and maximum for text', () => assert.equal(profileOf('a', 'b').least, undefined));
});

describe('The averages of a column', () => {
  for (const [name, cells, mean, median] of [
    ['an odd count of numbers', ['1', '', '2', '9'], 4, 2],
    ['an even count of numbers', ['10', '9', '-3', '0'], 4, 4.5],
    ['money', ['$1.50', '($0.50)'], 0.5, 0.5],
    ['percentages', ['10%', '20%', '60%'], 30, 20],
    ['text', ['a', '1'], undefined, undefined],
    ['dates', ['2026-10-01'], undefined, undefined],
    ['numbers too long to calculate with', ['12345678901234567891', '5'], undefined, undefined],
  ] as const) {
    it(`are mean and median for ${name}`, () => {
      const profile = profileOf(...cells);
      assert.deepEqual([profile.mean, profile.median], [mean, median]);
    });
  }
});

describe('Sorting by a column', () => {
  const sorted = (direction: 1 | -1, ...cells: string[]): string[] => {
    const { keyOf } = orderOf(cells);
    return [...cells].sort((a, b) => compareKeys(keyOf(a), keyOf(b), direction));
  };

  it('sorts by value, with empty cells last in both directions', () => {
    assert.deepEqual(sorted(1, '10', '', '9'), ['9', '10', '']);
    assert.deepEqual(sorted(-1, '10', '', '9'), ['10', '9', '']);
  });

  it('sorts by the numbers within text', () =>
    assert.deepEqual(sorted(1, 'job 10', 'Job 9', ''), ['Job 9', 'job 10', '']));
});
