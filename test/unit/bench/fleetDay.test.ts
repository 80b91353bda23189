import assert from 'node:assert/strict';
import { delaysOf, type Ending, worstHour } from '../../../bench/watch/dayMetrics';
import { type FleetDayOptions, makeFleetDay } from '../../../bench/watch/fleetDay';
import { playFleetOracle } from '../../../bench/watch/fleetOracle';
import { playOracle } from '../../../bench/watch/oracle';
import { compareWithOracle, oracleRatio } from '../../../bench/watch/oracleRatio';
import { ourWindows, REQUESTS_PER_HOUR } from '../../../bench/watch/ourWindows';
import { type PlayedDay, playDay } from '../../../bench/watch/playDay';
import { HOUR_MS } from '../../../bench/watch/workingDay';

const MINUTE_MS = 60_000;
const OPTIONS: FleetDayOptions = {
  seed: 1,
  startMs: Date.UTC(2026, 10, 23, 8),
  brands: 60,
  busy: 8,
  isOpenAllDay: true,
};

describe('A day of an agency with many brands', () => {
  it('is the same for the same seed, whenever the view is open, and has as many busy brands at any time', () => {
    const [open, closed] = [true, false].map((isOpenAllDay) => makeFleetDay({ ...OPTIONS, isOpenAllDay }));
    assert.ok(open && closed);
    assert.deepEqual(open.jobs, closed.jobs);
    const own = open.jobs.filter(({ isFromElsewhere }) => isFromElsewhere !== true);
    for (let atMs = open.startMs + 30 * MINUTE_MS; atMs < open.endMs - 3 * HOUR_MS; atMs += 30 * MINUTE_MS) {
      const running = own.filter(({ createdAtMs, endMs }) => createdAtMs <= atMs && atMs < endMs);
      assert.ok(running.length >= 7 && running.length <= 8, `${running.length}`);
      assert.equal(new Set(running.map(({ accountIndex }) => accountIndex)).size, running.length);
    }
  });
});

describe('An hour and a half of a small agency, watched under the hourly limit', function () {
  let played: PlayedDay;
  const day = makeFleetDay({ ...OPTIONS, brands: 9, busy: 1, lengthMs: 1.5 * HOUR_MS });

  before(async () => {
    played = await playDay(day, ourWindows);
  });

  it('never exceeds the limit and notices the ends in time', () => {
    const { inTime } = delaysOf(played.endings);
    assert.ok(played.endings.length > 2);
    assert.ok(worstHour(played.exchanges) <= REQUESTS_PER_HOUR);
    assert.ok(inTime >= 0.95, `${inTime}`);
  });

  it('shows jobs that were started elsewhere within 15 minutes', () => {
    assert.ok(played.discoveries.length >= 2);
    assert.ok(played.discoveries.every(({ delayMs }) => delayMs <= 15 * MINUTE_MS));
  });
});

describe('Somebody who knows all ends of a fleet and how busy its brands are', () => {
  const SEEN = { seenWithinMs: 15 * MINUTE_MS };
  const seenInTime = ({ discoveries }: PlayedDay): number =>
    discoveries.filter(({ delayMs }) => delayMs <= SEEN.seenWithinMs).length / discoveries.length;

  it('sees all ends at once, and as many jobs from elsewhere as the limit allows', () => {
    const day = makeFleetDay(OPTIONS);
    const shares = [60, 240, 480].map((requestsPerHour) => {
      const played = playFleetOracle(day, { requestsPerHour, ...SEEN });
      assert.ok(worstHour(played.exchanges) <= requestsPerHour * 0.8);
      assert.ok(played.endings.every(({ waitMs }) => requestsPerHour === 60 || waitMs === 0));
      return seenInTime(played);
    });
    const [few = 0, usual = 0, many = 0] = shares;
    assert.ok(few < usual && usual < many, shares.join());
    assert.equal(many, 1);
  });
});

describe('The delay beside that of somebody who knows all ends', () => {
  const ending = (jobId: string, waitMs: number): Ending => ({ jobId, durationMs: 60_000, delayMs: waitMs, waitMs });

  it('is compared only where that one is late, too', () => {
    const ours = [ending('a', 9_000), ending('b', 12_000), ending('c', 3_000)];
    assert.deepEqual(oracleRatio(ours, [ending('c', 0), ending('b', 10_000), ending('a', 0)]), { ends: 1, ratio: 1.2 });
    assert.deepEqual(
      oracleRatio(
        ours,
        ours.map(({ jobId }) => ending(jobId, 0)),
      ),
      { ends: 0, ratio: undefined },
    );
  });

  it('is compared for all ends from the start of their jobs, in the mean and the median', () => {
    const waits = (...waitsMs: readonly number[]): Ending[] => waitsMs.map((waitMs, id) => ending(`${id}`, waitMs));
    const { ends, ours, oracle, ratio } = compareWithOracle(waits(0, 6_000, 60_000), waits(0, 0, 40_000));
    assert.deepEqual([ends, ours, oracle], [3, { median: 6_000, mean: 22_000 }, { median: 0, mean: 40_000 / 3 }]);
    assert.deepEqual([ratio.median, ratio.mean], [1.1, (1 + 1.1 + 1.2) / 3]);
    assert.equal(compareWithOracle(waits(Infinity), waits(0)).ratio.mean, Infinity);
  });

  it('obeys the hourly limit of polling, and takes one request for all ends that an answer shows', () => {
    const day = makeFleetDay({ ...OPTIONS, brands: 4, busy: 2 });
    const played = playOracle(day, 5);
    assert.ok(worstHour(played.exchanges) <= 4);
    assert.ok(played.exchanges.length < day.jobs.length);
    assert.ok(played.endings.every(({ waitMs }) => waitMs >= 0));
  });
});
