import assert from 'node:assert/strict';
import { delaysOf, requestsInsideBlocks, worstHour } from '../../../bench/watch/dayMetrics';
import { predictFixedInterval } from '../../../bench/watch/fixedInterval';
import { ourWindows, REQUESTS_PER_HOUR } from '../../../bench/watch/ourWindows';
import { type PlayedDay, playDay } from '../../../bench/watch/playDay';
import { HOUR_MS, makeWorkingDay } from '../../../bench/watch/workingDay';

const OPTIONS = { seed: 1, startMs: Date.UTC(2026, 10, 23, 9), lengthMs: HOUR_MS, exports: 12 };
const DAY = makeWorkingDay({ ...OPTIONS, windows: 3 });
const ALONE = makeWorkingDay({ ...OPTIONS, windows: 1 });

describe('A short working day, watched by the windows of one machine', function () {
  let together: PlayedDay;
  let alone: PlayedDay;

  before(async () => {
    together = await playDay(DAY, ourWindows);
    alone = await playDay(ALONE, ourWindows);
  });

  it('costs a fraction of looking every 30 s, and never exceeds the ceiling', () => {
    assert.ok(together.exchanges.length > 30, 'they do look');
    assert.ok(together.exchanges.length <= 0.25 * predictFixedInterval(DAY, 30_000, () => 0).exchanges.length);
    assert.ok(worstHour(together.exchanges) <= REQUESTS_PER_HOUR);
  });

  it('reports every end to the window that waits for it, 95% of them in time', () => {
    const { worst, inTime } = delaysOf(together.endings);
    assert.equal(together.endings.length, 12);
    assert.ok(Number.isFinite(worst));
    assert.ok(inTime >= 0.95, `${inTime}`);
  });

  it('sends nothing while a 429 asks to wait, even on Refresh', () => {
    assert.equal(together.exchanges.filter(({ status }) => status === 429).length, DAY.blocks.length);
    assert.equal(requestsInsideBlocks(together.exchanges), 0);
  });

  it('costs the same in several windows as in one', () => {
    assert.ok(
      together.exchanges.length <= 1.1 * alone.exchanges.length,
      `${together.exchanges.length} beside ${alone.exchanges.length}`,
    );
  });
});
