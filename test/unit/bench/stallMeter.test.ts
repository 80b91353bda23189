import * as assert from 'node:assert/strict';
import { ownStallMs, StallMeter } from '../../../bench/support/stallMeter';

describe('A stall of a thread', () => {
  it('is the work that it does', () => {
    assert.equal(ownStallMs({ activeMs: 60, runMs: 60, readyMs: 0 }), 60);
  });

  it('is a call that blocks it, such as a wait for the disk or for the end of another thread', () => {
    assert.equal(ownStallMs({ activeMs: 60, runMs: 1, readyMs: 0 }), 60);
  });

  it('is not the wait for a processor that other programs have', () => {
    assert.equal(ownStallMs({ activeMs: 44, runMs: 1, readyMs: 43 }), 1);
  });

  it('is its work, however long it also waited before it could begin', () => {
    assert.equal(ownStallMs({ activeMs: 60, runMs: 58, readyMs: 75 }), 58);
  });

  it('is never longer than the time in which it did not wait for events', () => {
    assert.equal(ownStallMs({ activeMs: 5, runMs: 9, readyMs: 0 }), 5);
  });

  it('is found by its own measure', () => {
    const meter = new StallMeter();
    const before = process.cpuUsage();
    for (let user = 0, system = 0; user + system < 80_000; { user, system } = process.cpuUsage(before)) {
      Math.sqrt(user);
    }
    const { longestMs, longestOnMachineMs } = meter.end();
    assert.ok(longestMs >= 40, `${longestMs} ms`);
    assert.ok(longestOnMachineMs >= longestMs);
  });
});
