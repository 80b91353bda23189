import * as assert from 'node:assert/strict';
import { delayOf, HOUR_MS, makeWorkingDay, type Span, type WorkingDay } from '../../../bench/watch/workingDay';

const OPTIONS = { seed: 1, startMs: Date.UTC(2026, 10, 23, 9), lengthMs: 8 * HOUR_MS, exports: 60, windows: 5 };
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

function focusAt({ focus }: WorkingDay, timeMs: number): number | undefined {
  return focus.filter(({ atMs }) => atMs <= timeMs).at(-1)?.windowIndex;
}

function isWithin({ startMs, endMs }: Span, timeMs: number): boolean {
  return startMs <= timeMs && timeMs < endMs;
}

describe('The working day', () => {
  it('is the same for the same seed and different for another', () => {
    assert.deepEqual(makeWorkingDay(OPTIONS), makeWorkingDay(OPTIONS));
    assert.notDeepEqual(makeWorkingDay(OPTIONS).jobs, makeWorkingDay({ ...OPTIONS, seed: 2 }).jobs);
  });

  it('has exports of 10 s to 2 h, all of which end within the day', () => {
    for (const day of SEEDS.map((seed) => makeWorkingDay({ ...OPTIONS, seed }))) {
      const durations = day.jobs.map(({ createdAtMs, endMs }) => endMs - createdAtMs);
      assert.equal(day.jobs.length, 60);
      assert.ok(Math.min(...durations) >= 9_990 && Math.max(...durations) <= 2 * HOUR_MS + 10);
      assert.ok(day.jobs.every(({ endMs }) => endMs < day.endMs));
      assert.equal(new Set(day.jobs.map(({ id }) => id)).size, 60);
    }
  });

  it('has no focused window while the laptop sleeps, and starts with one', () => {
    for (const day of SEEDS.map((seed) => makeWorkingDay({ ...OPTIONS, seed }))) {
      assert.notEqual(focusAt(day, day.startMs), undefined);
      assert.equal(focusAt(day, day.sleep.startMs), undefined);
      assert.equal(focusAt(day, day.sleep.endMs - 1), undefined);
    }
  });

  it('has no export that the server would refuse or that runs during a sleep', () => {
    for (const day of SEEDS.map((seed) => makeWorkingDay({ ...OPTIONS, seed }))) {
      for (const { createdAtMs, accountIndex } of day.jobs) {
        const hindrances = [
          day.sleep,
          day.outage,
          ...day.blocks.filter((block) => block.accountIndex === accountIndex),
        ];
        assert.ok(!hindrances.some((span) => isWithin(span, createdAtMs)));
      }
    }
  });

  it("doesn't count delays that nobody could notice, asleep or without a response", () => {
    const day = makeWorkingDay(OPTIONS);
    const [job] = day.jobs;
    assert.ok(job);
    const asleep = { ...job, endMs: day.sleep.startMs - 1_000 };
    assert.equal(delayOf(day, asleep, day.sleep.startMs - 400), 600);
    assert.equal(delayOf(day, asleep, day.sleep.endMs + 500), 1_500);
    const [block] = day.blocks;
    assert.equal(delayOf(day, { ...job, accountIndex: 0, endMs: (block?.endMs ?? 0) - 1_000 }, block?.endMs ?? 0), 0);
    assert.equal(
      delayOf(day, { ...job, accountIndex: 1, endMs: (block?.endMs ?? 0) - 1_000 }, block?.endMs ?? 0),
      1_000,
    );
    assert.equal(delayOf(day, job, Infinity), Infinity);
  });

  it('differs between one window and five only in which window does what', () => {
    const five = makeWorkingDay(OPTIONS);
    const one = makeWorkingDay({ ...OPTIONS, windows: 1 });
    assert.deepEqual(
      one.jobs,
      five.jobs.map((job) => ({ ...job, windowIndex: 0 })),
    );
    assert.deepEqual(
      one.focus.map(({ atMs, windowIndex }) => [atMs, windowIndex === undefined]),
      five.focus.map(({ atMs, windowIndex }) => [atMs, windowIndex === undefined]),
    );
  });
});
