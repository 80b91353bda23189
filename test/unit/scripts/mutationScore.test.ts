import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { scoreOf, tableOf } from '../../../scripts/mutation/score.mjs';

const COUNTS = { part: 'jobs', killed: 0, timedOut: 0, survived: 0, uncovered: 0, untested: 0, fixed: 0 };

describe('A mutation score', () => {
  it('is the share of mutants that a failing or endless test notices', () => {
    const score = scoreOf({ ...COUNTS, killed: 80, timedOut: 10, survived: 10 });
    assert.deepEqual(score, { all: 90, covered: 90, margin: 0 });
  });

  it('counts mutants that no test reaches as survivors, and those that run while loading not at all', () => {
    const { all, covered } = scoreOf({ ...COUNTS, killed: 90, survived: 10, uncovered: 100, fixed: 50 });
    assert.deepEqual([all, covered], [45, 90]);
  });

  it('of a sample has a margin, which shrinks to nothing as the rest is tested', () => {
    const margins = [900, 300, 0].map((untested) => scoreOf({ ...COUNTS, killed: 90, survived: 10, untested }).margin);
    assert.deepEqual(
      margins.map((margin) => margin.toFixed(2)),
      ['5.58', '5.10', '0.00'],
    );
  });

  it('is unknown if none was tested', () => {
    const { all, margin } = scoreOf({ ...COUNTS, untested: 100 });
    assert.deepEqual([all, margin], [0, 100]);
  });

  it('has a row for each part and one for all', () => {
    const jobs = { ...COUNTS, killed: 9, survived: 1 };
    const share = { ...COUNTS, part: 'share', killed: 3, timedOut: 2, survived: 5, fixed: 4 };
    assert.deepEqual(tableOf([jobs, share], 85).split('\n').slice(2), [
      '| jobs | 9 | 0 | 1 | 0 | 0 | 0 | 90.0 % | 90.0 % | yes |',
      '| share | 3 | 2 | 5 | 0 | 0 | 4 | 50.0 % | 50.0 % | NO |',
      '| all | 12 | 2 | 6 | 0 | 0 | 4 | 70.0 % | 70.0 % | NO |',
    ]);
  });
});
