import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays } from '../../../../src/core/reports/calendar';
import { PIECES, pieceName, piecesOf } from '../../../../src/core/reports/pieces';

describe('The pieces of a period', () => {
  const cut = (start: string, end: string, length: 'day' | 'week' | 'month'): readonly string[] =>
    piecesOf({ start, end }, length).map(pieceName);

  it('are calendar months, weeks from Monday, or days, without the days outside of the period', () => {
    assert.deepEqual(cut('2026-01-15', '2026-04-30', 'month'), [
      '2026-01-15/2026-01-31',
      '2026-02',
      '2026-03',
      '2026-04',
    ]);
    assert.deepEqual(cut('2026-11-01', '2026-11-24', 'week'), [
      '2026-11-01',
      '2026-11-02/2026-11-08',
      '2026-11-09/2026-11-15',
      '2026-11-16/2026-11-22',
      '2026-11-23/2026-11-24',
    ]);
    assert.deepEqual(cut('2028-02-28', '2028-03-01', 'day'), ['2028-02-28', '2028-02-29', '2028-03-01']);
  });

  it('cover each day of the period once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 800 }),
        fc.constantFrom(...PIECES),
        (offset, length, piece) => {
          const start = addDays('2024-01-01', offset);
          const end = addDays(start, length);
          const pieces = piecesOf({ start, end }, piece);
          assert.deepEqual([pieces[0]?.start, pieces.at(-1)?.end], [start, end]);
          pieces.slice(1).forEach((next, index) => assert.equal(next.start, addDays(pieces[index]?.end ?? '', 1)));
        },
      ),
    );
  });
});
