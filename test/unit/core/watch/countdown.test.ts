import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countdownStep } from '../../../../src/core/watch/countdown';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What a countdown shows from `leftMs` on, step by step. */
function shown(leftMs: number): number[] {
  const steps: number[] = [];
  for (let step = countdownStep(leftMs); step !== undefined; step = countdownStep(leftMs)) {
    steps.push(step.shownMs);
    leftMs -= step.holdsForMs;
  }
  return steps;
}

describe('A countdown', () => {
  it('counts in minutes, and in seconds during the last minute', () => {
    assert.deepEqual(shown(3 * MINUTE + 1), [
      4 * MINUTE,
      3 * MINUTE,
      2 * MINUTE,
      ...Array.from({ length: 60 }, (_, index) => (60 - index) * SECOND),
    ]);
    assert.deepEqual(shown(2 * SECOND), [2 * SECOND, SECOND]);
    assert.deepEqual(shown(1), [SECOND]);
  });

  it('is over at its end and after it', () => {
    assert.equal(countdownStep(0), undefined);
    assert.equal(countdownStep(-5 * MINUTE), undefined);
  });

  it('never shows an end that is too early, and uses as few steps as possible', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 * 60 * MINUTE }), (leftMs) => {
        const step = countdownStep(leftMs);
        assert.ok(step);
        assert.ok(step.shownMs >= leftMs && step.shownMs - leftMs < MINUTE);
        assert.ok(step.holdsForMs > 0 && step.holdsForMs <= leftMs);
        assert.notEqual(countdownStep(leftMs - step.holdsForMs)?.shownMs, step.shownMs);
        assert.ok(shown(leftMs).length <= Math.ceil(leftMs / MINUTE) + 60);
      }),
    );
  });
});
