import * as assert from 'node:assert/strict';
import { delaysOf, percentile, requestsInsideBlocks, worstHour } from '../../../bench/watch/dayMetrics';

const MINUTE_MS = 60_000;

describe('Metrics of a watched day', () => {
  it('count the maximum number of requests within any hour', () => {
    const at = (...minutes: number[]): { atMs: number }[] => minutes.map((minute) => ({ atMs: minute * MINUTE_MS }));
    assert.equal(worstHour([]), 0);
    assert.equal(worstHour(at(0, 59, 60, 61, 200)), 3);
    assert.equal(worstHour(at(0, 60)), 1, 'what is exactly an hour apart lies in two');
  });

  it('find requests sent to an account although its 429 asked to wait', () => {
    const sent = (atMs: number, accountSid: string, blockedUntilMs?: number) => ({
      atMs,
      accountSid,
      blockedUntilMs,
      status: blockedUntilMs === undefined ? 200 : 429,
      bytes: 0,
    });
    assert.equal(requestsInsideBlocks([sent(0, 'a', 10), sent(5, 'b'), sent(10, 'a')]), 0);
    assert.equal(
      requestsInsideBlocks([sent(0, 'a', 10), sent(5, 'a', 8), sent(9, 'a')]),
      2,
      'a later 429 does not shorten an earlier one',
    );
  });

  it('express delays as shares of the duration, in time within the larger of 5 s and a tenth', () => {
    const delays = delaysOf([
      { durationMs: 10_000, delayMs: 5_000 },
      { durationMs: 100_000, delayMs: 10_000 },
      { durationMs: 100_000, delayMs: 10_001 },
      { durationMs: 20_000, delayMs: Infinity },
    ]);
    assert.deepEqual(delays, { median: 0.10001, p95: Infinity, worst: Infinity, inTime: 0.5 });
  });

  it('use a measured value as a percentile', () => {
    assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
    assert.equal(percentile([1, 2, 3, 4], 0.95), 4);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });
});
