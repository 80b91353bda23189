import assert from 'node:assert/strict';
import { Standstill } from '../../../../src/core/share/standstill';
import { FakeClock } from '../../../support/fakeClock';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('What another window should change', () => {
  let clock: FakeClock;
  let standstill: Standstill<string | undefined>;

  beforeEach(() => {
    clock = new FakeClock();
    standstill = new Standstill(clock, 20 * SECOND);
  });

  /** Checks every five seconds. */
  function checkFor(ms: number, value: string | undefined = 'a'): number {
    let lengthMs = standstill.lengthMs(value);
    for (let passedMs = 0; passedMs < ms; passedMs += 5 * SECOND) {
      clock.jump(5 * SECOND);
      lengthMs = standstill.lengthMs(value);
    }
    return lengthMs;
  }

  it('stands still from the first check on, whatever the value', () => {
    clock.jump(MINUTE);
    assert.equal(standstill.lengthMs(undefined), 0);
    assert.equal(checkFor(2 * MINUTE, undefined), 2 * MINUTE);
  });

  it('stands still anew after a change', () => {
    assert.equal(checkFor(2 * MINUTE), 2 * MINUTE);
    assert.equal(checkFor(MINUTE, 'b'), MINUTE);
    assert.equal(checkFor(MINUTE), MINUTE);
  });

  it('is given time again after sleep, in which the other window slept too, and after the clock was set back', () => {
    checkFor(MINUTE);
    clock.jump(20 * SECOND);
    assert.equal(checkFor(40 * SECOND), 2 * MINUTE, 'a busy machine is not asleep');
    clock.jump(20 * SECOND + 1);
    assert.equal(checkFor(MINUTE), MINUTE);
    clock.jump(-1);
    assert.equal(checkFor(MINUTE), MINUTE);
  });
});
