import * as assert from 'node:assert/strict';
import { jobStateAt, MAX_TRIES, RETRY_AFTER_MS } from '../../../src/simulator/jobState';
import type { JobScript } from '../../../src/simulator/jobScript';
import { percentAt, PROGRESS_CURVES, shareAt } from '../../../src/simulator/progressCurve';

function aRun(script: Partial<JobScript> = {}) {
  const whole: JobScript = {
    type: 'ApiReport',
    programId: '1',
    createdAtMs: 0,
    queueMs: 1_000,
    runMs: 10_000,
    progressEveryMs: 1_000,
    replayable: true,
    curve: PROGRESS_CURVES.steady,
    outcome: { status: 'COMPLETED' },
    ...script,
  };
  return { script: whole, queuedAtMs: 0, records: 500 };
}

describe('The state of a simulated job', () => {
  it('is queued, then running, then completed, as time passes', () => {
    const run = aRun();
    assert.deepEqual(
      [0, 999, 1_000, 10_999, 11_000, 1e9].map((ms) => jobStateAt(run, ms).status),
      ['QUEUED', 'QUEUED', 'RUNNING', 'RUNNING', 'COMPLETED', 'COMPLETED'],
    );
  });

  it('has progress in steps, each with its own date', () => {
    const run = aRun();
    const at = (ms: number) =>
      (({ percentage, records, progressAtMs }) => [percentage, records, progressAtMs])(jobStateAt(run, ms));
    assert.deepEqual(at(1_500), [0, 0, 1_000]);
    assert.deepEqual(at(2_000), [10, 50, 2_000]);
    assert.deepEqual(at(2_999), [10, 50, 2_000]);
    assert.deepEqual(at(11_000), [100, 500, 11_000]);
  });

  it('dates the last progress before a stall, not within it', () => {
    const run = aRun({
      runMs: 1_000_000,
      curve: [
        [0, 0],
        [0.1, 40],
        [0.9, 40],
        [1, 100],
      ],
    });
    for (const ms of [102_000, 500_000, 900_000]) {
      const state = jobStateAt(run, 1_000 + ms);
      assert.equal(state.percentage, 40);
      assert.equal(state.progressAtMs, 1_000 + 100_000);
    }
  });

  for (const [name, curve] of Object.entries(PROGRESS_CURVES)) {
    it(`changes the progress date exactly when the percentage changes (${name})`, () => {
      const run = aRun({ runMs: 123_457, progressEveryMs: 700, curve });
      let previous = jobStateAt(run, 1_000);
      for (let ms = 1_000; ms <= 130_000; ms += 111) {
        const state = jobStateAt(run, ms);
        assert.ok(state.percentage >= previous.percentage && state.percentage <= 100);
        assert.ok((state.progressAtMs ?? Infinity) <= ms);
        assert.equal(
          state.progressAtMs !== previous.progressAtMs,
          state.percentage !== previous.percentage,
          `at ${ms} ms`,
        );
        previous = state;
      }
    });

    it(`calculates the time of a percentage (${name})`, () => {
      for (let percent = 1; percent <= 100; percent++) {
        assert.ok(Math.abs(percentAt(curve, shareAt(curve, percent)) - percent) < 1e-6);
      }
    });
  }

  it('stops where the script lets it fail, with the message and one date', () => {
    const state = jobStateAt(aRun({ outcome: { status: 'FAILED', message: 'Too many rows.', atPercent: 37 } }), 60_000);
    assert.deepEqual(
      [state.status, state.percentage, state.message, state.failedAtMs, state.completedAtMs],
      ['FAILED', 37, 'Too many rows.', 11_000, undefined],
    );
  });

  it('marks a failed job as abandoned', () => {
    assert.equal(
      jobStateAt(aRun({ outcome: { status: 'FAILED', message: 'Timed out.', abandoned: true } }), 60_000).abandonedAtMs,
      11_000,
    );
  });

  it('ends as canceled if an administrator stopped it', () => {
    const state = jobStateAt(aRun({ outcome: { status: 'CANCELLED', atPercent: 63 } }), 60_000);
    assert.deepEqual([state.status, state.percentage, state.cancelledAtMs], ['CANCELLED', 63, 11_000]);
  });

  it("never ends if it's stuck", () => {
    const state = jobStateAt(aRun({ outcome: { status: 'RUNNING', atPercent: 55 } }), 1e9);
    assert.deepEqual([state.status, state.percentage], ['RUNNING', 55]);
  });

  it('retries a job in ERROR after a quarter of an hour, and it can then complete', () => {
    const run = aRun({ outcome: { status: 'ERROR', message: 'Lost the connection.', failedTries: 1, atPercent: 46 } });
    const error = jobStateAt(run, 11_000);
    assert.deepEqual([error.status, error.percentage, error.failedAtMs], ['ERROR', 46, 11_000]);
    assert.match(error.message, /^Lost the connection\..*1 of 5/);
    const again = jobStateAt(run, 11_000 + RETRY_AFTER_MS + 2_000);
    assert.deepEqual(
      [again.status, again.percentage, again.failedAtMs, again.startedAtMs],
      ['RUNNING', 20, 11_000, 11_000 + RETRY_AFTER_MS],
    );
    assert.equal(jobStateAt(run, 11_000 + RETRY_AFTER_MS + 10_000).status, 'COMPLETED');
  });

  it('gives up after the fifth try', () => {
    const run = aRun({ outcome: { status: 'ERROR', message: 'Lost the connection.', failedTries: MAX_TRIES } });
    const lastEndMs = 1_000 + 4 * (10_000 + RETRY_AFTER_MS) + 10_000;
    assert.equal(jobStateAt(run, lastEndMs - 1).status, 'RUNNING');
    assert.equal(jobStateAt(run, lastEndMs - 10_001).status, 'ERROR');
    assert.equal(jobStateAt(run, lastEndMs).status, 'FAILED');
    assert.equal(jobStateAt(run, lastEndMs + 1e9).status, 'FAILED');
  });

  it('can complete in no time', () => {
    assert.equal(jobStateAt(aRun({ queueMs: 0, runMs: 0 }), 0).status, 'COMPLETED');
  });
});
