import assert from 'node:assert/strict';
import type { DownloadProgress } from '../../../../src/core/download/downloadProgress';
import { ProgressMeter } from '../../../../src/core/download/progressMeter';
import { FakeClock } from '../../../support/fakeClock';

describe('The progress of a download', () => {
  let clock: FakeClock;
  let meter: ProgressMeter;
  let reports: DownloadProgress[];
  /** The rate and the time left of the last report. */
  const last = (): readonly (number | undefined)[] => {
    const report = reports.at(-1);
    return report?.phase === 'receiving' ? [report.bytesPerSecond, report.msLeft] : [];
  };
  function receiveAfter(ms: number, bytes: number, totalBytes: number | undefined = 10_000): void {
    clock.jump(ms);
    meter.received(bytes, totalBytes);
  }

  beforeEach(() => {
    clock = new FakeClock();
    reports = [];
    meter = new ProgressMeter(clock, (progress) => reports.push(progress));
  });

  it('is reported at most every 100 ms, unless the clock was set back', () => {
    for (const ms of [0, 99, 1, 50, 50]) {
      receiveAfter(ms, 0);
    }
    assert.equal(reports.length, 3);
    receiveAfter(-60_000, 0);
    receiveAfter(99, 0);
    assert.equal(reports.length, 4);
  });

  it('has a rate after half a second, and then the time left', () => {
    receiveAfter(0, 1_000);
    receiveAfter(499, 1_499);
    assert.deepEqual(last(), [undefined, undefined]);
    receiveAfter(101, 1_600);
    assert.deepEqual(last(), [1_000, 8_400]);
    receiveAfter(400, 12_000);
    assert.equal(last()[1], 0, 'more than stated');
  });

  it('has no time left without a length, or while nothing arrives', () => {
    receiveAfter(0, 1_000);
    receiveAfter(1_000, 1_000);
    assert.deepEqual(last(), [0, undefined]);
    clock.jump(1_000);
    meter.received(3_000, undefined);
    assert.deepEqual(last(), [1_000, undefined]);
  });

  it('has the rate of the last five seconds, since the last other phase, by the clock as it is', () => {
    receiveAfter(0, 0);
    receiveAfter(1_000, 5_000);
    receiveAfter(5_000, 6_000);
    assert.deepEqual(last(), [200, 20_000], 'the first second has passed');
    meter.enter({ phase: 'asking' });
    assert.deepEqual(reports.at(-1), { phase: 'asking' });
    receiveAfter(1, 6_000);
    assert.deepEqual(last(), [undefined, undefined]);
    receiveAfter(-60_000, 6_000);
    receiveAfter(1_000, 7_000);
    assert.deepEqual(last(), [1_000, 3_000]);
  });
});
