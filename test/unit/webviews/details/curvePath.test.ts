import assert from 'node:assert/strict';
import { curvePaths } from '../../../../src/webviews/details/curvePath';

const x = (atMs: number): number => atMs * 10;
const y = (percent: number): number => 100 - percent;
const point = (atMs: number, percent: number, isSeen = true) => ({ atMs, percent, isSeen });

describe('The progress curve', () => {
  it('distinguishes seen from unseen parts, each as one line', () => {
    assert.deepEqual(curvePaths([point(0, 0, false), point(2, 20), point(3, 30.04), point(4, 40)], x, y, 100), {
      unseen: 'M0 100L20 80',
      seen: 'M20 80L30 70L40 60',
      area: 'M0 100L0 100L20 80L30 70L40 60L40 100Z',
    });
  });

  it('starts again after a gap', () => {
    const { seen, unseen } = curvePaths(
      [point(0, 0), point(1, 10), point(2, 50, false), point(3, 60), point(4, 70)],
      x,
      y,
      100,
    );
    assert.equal(seen, 'M0 100L10 90M30 40L40 30');
    assert.equal(unseen, 'M10 90L20 50L30 40');
  });

  it('is empty without points, and has no line with one point', () => {
    assert.deepEqual(curvePaths([], x, y, 100), { seen: '', unseen: '', area: '' });
    assert.deepEqual(curvePaths([point(1, 10)], x, y, 100), { seen: '', unseen: '', area: 'M10 100L10 90L10 100Z' });
  });
});
