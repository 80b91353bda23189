import * as assert from 'node:assert/strict';
import { fixedInterval, predictFixedInterval, sizesOf } from '../../../bench/watch/fixedInterval';
import { type PlayedDay, playDay } from '../../../bench/watch/playDay';
import { HOUR_MS, makeWorkingDay } from '../../../bench/watch/workingDay';

const DAY = makeWorkingDay({
  seed: 3,
  startMs: Date.UTC(2026, 10, 23, 9),
  lengthMs: HOUR_MS / 2,
  exports: 12,
  windows: 2,
});

function answers({ exchanges }: PlayedDay): readonly string[] {
  return exchanges.map(({ atMs, status, blockedUntilMs }) => `${atMs} ${status} ${blockedUntilMs}`).sort();
}

describe('Watching at a fixed interval', () => {
  it('is computed as it would be played, with the outage, the blocks, and the sleep', async () => {
    const played = await playDay(DAY, fixedInterval(30_000));
    const computed = predictFixedInterval(DAY, 30_000, sizesOf(played));
    assert.deepEqual(answers(computed), answers(played));
    assert.deepEqual(computed.endings, played.endings);
    const bytes = (day: PlayedDay): number => day.exchanges.reduce((sum, exchange) => sum + exchange.bytes, 0);
    assert.ok(Math.abs(bytes(computed) / bytes(played) - 1) < 0.01);
    assert.deepEqual([...new Set(played.exchanges.map(({ status }) => status))].sort(), [0, 200, 429]);
  });
});
