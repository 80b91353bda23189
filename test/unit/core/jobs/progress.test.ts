import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProgressSample } from '../../../../src/core/jobs/jobEntry';
import { addSample, timeLeft } from '../../../../src/core/jobs/progress';
import { roundTimeLeft } from '../../../../src/core/jobs/roundTimeLeft';
import { aJob } from '../../../support/aJob';

const START = Date.UTC(2026, 10, 23, 14);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The percentage, and when it moved to that, after so many ms of a run. */
type Work = (elapsedMs: number) => { readonly percent: number; readonly movedMs: number };

/** Moves evenly; published in steps of so many percent, to the second, as impact.com's dates are. */
function steadyWork(runMs: number, stepPercent = 1): Work {
  return (elapsedMs) => {
    const percent = Math.min(100, Math.floor((elapsedMs / runMs) * (100 / stepPercent) + 1e-9) * stepPercent);
    return { percent, movedMs: Math.floor((percent * runMs) / 100 / SECOND) * SECOND };
  };
}

interface Watched {
  readonly samples: readonly ProgressSample[];
  /** As a row would show it, every 5 s from the first look on. */
  readonly shown: readonly { readonly elapsedMs: number; readonly leftMs: number | undefined }[];
}

/** Polls at the given times with a clock that is `skewMs` ahead of the server's, and reads the time left every 5 s. */
function watch(work: Work, looksMs: readonly number[], { skewMs = 0, hasDates = true } = {}): Watched {
  let samples: readonly ProgressSample[] = [];
  const shown: { elapsedMs: number; leftMs: number | undefined }[] = [];
  for (const [index, lookMs] of looksMs.entries()) {
    const { percent, movedMs } = work(lookMs);
    const job = aJob({
      status: 'RUNNING',
      startedAt: START,
      percent,
      progressAt: hasDates ? START + movedMs : undefined,
    });
    samples = addSample(samples, job, START + skewMs + lookMs);
    for (let elapsedMs = lookMs; elapsedMs < (looksMs[index + 1] ?? lookMs + 1); elapsedMs += 5 * SECOND) {
      shown.push({ elapsedMs, leftMs: timeLeft({ job, samples }, START + skewMs + elapsedMs) });
    }
  }
  return { samples, shown };
}

function every(intervalMs: number, untilMs: number): number[] {
  return Array.from({ length: Math.ceil(untilMs / intervalMs) }, (_, index) => index * intervalMs);
}

const aRun = fc.integer({ min: 2, max: 240 }).map((minutes) => minutes * MINUTE);
const anInterval = fc.integer({ min: 5, max: 60 }).map((seconds) => seconds * SECOND);

describe('The time left', () => {
  it('is accurate for steady work, for any clocks and poll intervals', () => {
    fc.assert(
      fc.property(
        aRun,
        anInterval,
        fc.integer({ min: -600, max: 600 }),
        fc.constantFrom(1, 2, 5),
        (runMs, intervalMs, skewSeconds, stepPercent) => {
          const { shown } = watch(steadyWork(runMs, stepPercent), every(intervalMs, runMs), {
            skewMs: skewSeconds * SECOND,
          });
          for (const { elapsedMs, leftMs } of shown) {
            const truthMs = runMs - elapsedMs;
            assert.ok(
              leftMs === undefined ||
                Math.abs(leftMs - truthMs) <= truthMs / 4 + (runMs * stepPercent) / 100 + 15 * SECOND,
              `${leftMs} left of ${truthMs} after ${elapsedMs}`,
            );
          }
        },
      ),
    );
  });

  it('is known after five percent of steady work, and until its end', () => {
    fc.assert(
      fc.property(aRun, anInterval, (runMs, intervalMs) => {
        const { shown } = watch(steadyWork(runMs), every(intervalMs, runMs));
        const known = shown.filter(({ elapsedMs }) => elapsedMs > (runMs * 5) / 100 + 2 * intervalMs);
        assert.deepEqual(
          known.filter(({ leftMs }) => leftMs === undefined),
          [],
        );
      }),
    );
  });

  it('never increases while the work is steady', () => {
    for (const runMs of [3 * MINUTE, 20 * MINUTE, 90 * MINUTE]) {
      const { shown } = watch(steadyWork(runMs), every(20 * SECOND, runMs));
      const read = shown.flatMap(({ leftMs }) => (leftMs === undefined ? [] : [roundTimeLeft(leftMs)]));
      assert.ok(read.length > 20);
      assert.deepEqual(
        read.filter((left, index) => left > (read[index - 1] ?? Infinity)),
        [],
      );
    }
  });

  it('is zero, a positive number, or nothing, whatever impact.com sends', () => {
    const aLook = fc.record({
      percent: fc.double({ min: 0, max: 100, noNaN: true }),
      movedMs: fc.integer({ min: -1e7, max: 1e7 }),
      afterMs: fc.integer({ min: -1e6, max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.array(aLook, { maxLength: 150 }), fc.integer({ min: -1e7, max: 1e7 }), (looks, laterMs) => {
        let samples: readonly ProgressSample[] = [];
        let nowMs = START;
        for (const { percent, movedMs, afterMs } of looks) {
          nowMs += afterMs;
          samples = addSample(samples, aJob({ status: 'RUNNING', percent, progressAt: START + movedMs }), nowMs);
          for (const at of [nowMs, nowMs + laterMs]) {
            const left = timeLeft({ job: aJob({ status: 'RUNNING' }), samples }, at);
            assert.ok(left === undefined || (Number.isFinite(left) && left >= 0), String(left));
          }
        }
      }),
    );
  });

  it('is unknown while the percentage is stalled', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.array(anInterval, { maxLength: 30 }), (percent, pauses) => {
        let elapsedMs = 0;
        const { shown } = watch(
          () => ({ percent, movedMs: 0 }),
          pauses.map((pauseMs) => (elapsedMs += pauseMs)),
        );
        assert.deepEqual(
          shown.filter(({ leftMs }) => leftMs !== undefined),
          [],
        );
      }),
    );
  });

  it('is unknown right after the percentage dropped', () => {
    const falling: Work = (elapsedMs) => ({
      percent: elapsedMs < 5 * MINUTE ? elapsedMs / (10 * SECOND) : 10,
      movedMs: elapsedMs,
    });
    const { shown } = watch(falling, every(10 * SECOND, 6 * MINUTE));
    assert.notEqual(shown.find(({ elapsedMs }) => elapsedMs === 4 * MINUTE)?.leftMs, undefined);
    assert.deepEqual(
      shown.filter(({ elapsedMs, leftMs }) => elapsedMs >= 5 * MINUTE && leftMs !== undefined),
      [],
    );
  });

  it("isn't estimated from one or two percent", () => {
    assert.deepEqual(
      watch(steadyWork(100 * MINUTE), every(30 * SECOND, 2.5 * MINUTE)).shown.filter(
        ({ leftMs }) => leftMs !== undefined,
      ),
      [],
    );
  });

  it("ignores noise: it's updated when it's off by an eighth, not at every sample", () => {
    const runMs = 40 * MINUTE;
    const noisy: Work = (elapsedMs) => {
      const percent = Math.min(99, Math.max(0, (elapsedMs / runMs) * 100 + 1.5 * Math.sin(elapsedMs / 17_000)));
      return { percent: Math.floor(percent * 10) / 10, movedMs: elapsedMs };
    };
    let highest = 0;
    const rising: Work = (elapsedMs) => ({
      percent: (highest = Math.max(highest, noisy(elapsedMs).percent)),
      movedMs: elapsedMs,
    });
    const { shown, samples } = watch(rising, every(20 * SECOND, runMs));
    const ends = samples.flatMap(({ endAtMs }) => (endAtMs === undefined ? [] : [endAtMs]));
    assert.ok(ends.length > 40);
    assert.ok(new Set(ends).size <= 8, `${new Set(ends).size} expectations from ${ends.length} samples`);
    for (const { elapsedMs, leftMs } of shown.filter(({ elapsedMs }) => elapsedMs > runMs / 4)) {
      assert.ok(
        leftMs === undefined || Math.abs(leftMs - (runMs - elapsedMs)) < 5 * MINUTE,
        `${leftMs} after ${elapsedMs}`,
      );
    }
  });

  it('stays steady through steps of ten percent', () => {
    const runMs = 30 * MINUTE;
    const { shown } = watch(steadyWork(runMs, 10), every(15 * SECOND, runMs));
    const late = shown.filter(({ elapsedMs }) => elapsedMs >= 10 * MINUTE);
    assert.ok(
      late.every(
        ({ elapsedMs, leftMs }) => leftMs !== undefined && Math.abs(leftMs - (runMs - elapsedMs)) <= 3 * MINUTE,
      ),
    );
  });

  it('adapts to a changed pace', () => {
    const slowing: Work = (elapsedMs) => {
      const percent =
        elapsedMs < 10 * MINUTE
          ? (elapsedMs / (10 * MINUTE)) * 50
          : 50 + ((elapsedMs - 10 * MINUTE) / (40 * MINUTE)) * 50;
      return { percent: Math.floor(percent), movedMs: elapsedMs };
    };
    const { shown } = watch(slowing, every(30 * SECOND, 50 * MINUTE));
    const left = shown.find(({ elapsedMs }) => elapsedMs === 30 * MINUTE)?.leftMs;
    assert.ok(left !== undefined && Math.abs(left - 20 * MINUTE) < 4 * MINUTE, String(left));
  });

  it('stops counting down if the next percent is late, and is dropped later', () => {
    const { samples } = watch(steadyWork(60 * MINUTE), every(36 * SECOND, 6 * MINUTE));
    const last = samples.at(-1);
    assert.ok(last);
    const after = (ms: number): number | undefined =>
      timeLeft({ job: aJob({ status: 'RUNNING' }), samples }, last.seenAtMs + ms);
    assert.equal((after(0) ?? 0) - (after(MINUTE) ?? 0), MINUTE);
    assert.equal(after(3 * MINUTE), after(2 * MINUTE));
    assert.equal(after(6 * MINUTE), undefined);
  });

  it('is dropped a minute after the expected end', () => {
    const { samples } = watch(steadyWork(2 * MINUTE), every(5 * SECOND, 118 * SECOND));
    const left = (ms: number): number | undefined =>
      timeLeft({ job: aJob({ status: 'RUNNING' }), samples }, START + ms);
    assert.equal(left(2 * MINUTE + 30 * SECOND), 0);
    assert.equal(left(3 * MINUTE + 15 * SECOND), undefined);
  });

  it('covers only the current run', () => {
    const { samples } = watch(steadyWork(10 * MINUTE), every(30 * SECOND, 5 * MINUTE));
    assert.deepEqual(addSample(samples, aJob({ status: 'QUEUED' }), START + 6 * MINUTE), []);
    const next = aJob({
      status: 'RUNNING',
      percent: 80,
      startedAt: START + 6 * MINUTE,
      progressAt: START + 7 * MINUTE,
    });
    assert.equal(addSample(samples, next, START + 7 * MINUTE).length, 1);
    assert.equal(timeLeft({ job: aJob({ status: 'COMPLETED' }), samples }, START + 5 * MINUTE), undefined);
  });

  it('counts from when the percentage changed, not from when it was seen', () => {
    const looks = [2 * MINUTE, 4 * MINUTE + 50 * SECOND];
    for (const skewMs of [0, 7 * MINUTE, -7 * MINUTE]) {
      assert.equal(
        watch(steadyWork(20 * MINUTE, 10), looks, { skewMs }).shown.at(-1)?.leftMs,
        15 * MINUTE + 10 * SECOND,
      );
    }
  });

  it("doesn't need dates from the server", () => {
    const runMs = 20 * MINUTE;
    const { shown } = watch(steadyWork(runMs), every(10 * SECOND, runMs), { hasDates: false });
    const left = shown.find(({ elapsedMs }) => elapsedMs === 10 * MINUTE)?.leftMs;
    assert.ok(left !== undefined && Math.abs(left - 10 * MINUTE) < 90 * SECOND, String(left));
  });
});

describe('Rounded time left', () => {
  it('uses steps of ten seconds, minutes, five minutes, and quarters of an hour', () => {
    const steps = [0, 3, 41, 60, 61, 5 * 60 + 1, 11 * 60, 13 * 60, 58 * 60, 80 * 60].map(
      (seconds) => roundTimeLeft(seconds * SECOND) / SECOND,
    );
    assert.deepEqual(steps, [10, 10, 50, 60, 120, 360, 10 * 60, 15 * 60, 60 * 60, 75 * 60]);
  });

  it('never increases while the time left decreases', () => {
    fc.assert(
      fc.property(fc.nat(1e8), fc.nat(1e8), (a, b) => roundTimeLeft(Math.min(a, b)) <= roundTimeLeft(Math.max(a, b))),
    );
  });
});

describe('The samples of a job', () => {
  const running = (percent: number, change: object = {}) =>
    aJob({ status: 'RUNNING', startedAt: START, percent, progressAt: START + percent * SECOND, ...change });
  const percents = (samples: readonly ProgressSample[]): number[] => samples.map(({ percent }) => percent);
  const two = [10, 20].reduce<readonly ProgressSample[]>(
    (samples, percent) => addSample(samples, running(percent), START + percent * SECOND),
    [],
  );

  it('stay the same object while the percentage does, and after the end', () => {
    assert.deepEqual(percents(two), [10, 20]);
    assert.equal(addSample(two, running(20), START + MINUTE), two);
    assert.equal(addSample(two, running(20, { percent: undefined }), START + MINUTE), two);
    assert.equal(addSample(two, aJob({ status: 'COMPLETED', percent: 100 }), START + MINUTE), two);
  });

  it('begin again when the job is queued, when the percentage falls, and with a later run', () => {
    assert.deepEqual(addSample(two, aJob({ status: 'QUEUED' }), START + MINUTE), []);
    const none: readonly ProgressSample[] = [];
    assert.equal(addSample(none, aJob({ status: 'QUEUED' }), START + MINUTE), none);
    assert.deepEqual(percents(addSample(two, running(15), START + MINUTE)), [15]);
    const started = { startedAt: START + 21 * SECOND, progressAt: START + 30 * SECOND };
    assert.deepEqual(percents(addSample(two, running(30, started), START + MINUTE)), [30]);
    const atOnce = { startedAt: START + 20 * SECOND, progressAt: START + 30 * SECOND };
    assert.deepEqual(percents(addSample(two, running(30, atOnce), START + MINUTE)), [10, 20, 30]);
    assert.deepEqual(percents(addSample(two, running(30, { startedAt: undefined }), START + MINUTE)), [10, 20, 30]);
  });

  it('are limited: every other one goes, and the latest stays', () => {
    let samples: readonly ProgressSample[] = [];
    for (let step = 1; step <= 120; step++) {
      samples = addSample(samples, running(step / 2), START + step * SECOND);
    }
    assert.equal(samples.length, 120);
    samples = addSample(samples, running(61), START + 5 * MINUTE);
    assert.deepEqual(
      [percents(samples).slice(0, 3), percents(samples).slice(-2), samples.length],
      [[1, 2, 3], [60, 61], 61],
    );
  });
});
