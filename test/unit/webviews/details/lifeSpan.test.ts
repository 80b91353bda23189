import assert from 'node:assert/strict';
import type { JobLife } from '../../../../src/core/jobs/jobLife';
import { lifeSpan } from '../../../../src/webviews/details/lifeSpan';

const MINUTE_MS = 60_000;
const RUNNING: JobLife = {
  phases: [
    { kind: 'queue', fromMs: 100, toMs: 200 },
    { kind: 'run', fromMs: 200, toMs: undefined },
  ],
  curve: [{ atMs: 200, percent: 0, isSeen: false }],
  nextMs: undefined,
};

describe('The time span of a job', () => {
  it('ends with the job', () => {
    assert.deepEqual(lifeSpan({ ...RUNNING, phases: [{ kind: 'run', fromMs: 200, toMs: 400 }] }, 9000), {
      fromMs: 200,
      toMs: 400,
      reachedMs: 400,
      isOpen: false,
    });
  });

  it('extends to the expected end while the job runs', () => {
    assert.deepEqual(lifeSpan({ ...RUNNING, nextMs: 9 * MINUTE_MS }, 5 * MINUTE_MS), {
      fromMs: 100,
      toMs: 9 * MINUTE_MS,
      reachedMs: 5 * MINUTE_MS,
      isOpen: true,
    });
  });

  it('leaves some room if the end is unknown or overdue', () => {
    const { toMs } = lifeSpan(RUNNING, 10 * MINUTE_MS);
    assert.ok(toMs > 10 * MINUTE_MS && toMs < 11 * MINUTE_MS, `${toMs}`);
    assert.equal(lifeSpan({ ...RUNNING, nextMs: 9 * MINUTE_MS }, 10 * MINUTE_MS).toMs, 10 * MINUTE_MS);
  });

  it('has some length when it has just started', () => {
    assert.equal(
      lifeSpan({ phases: [{ kind: 'queue', fromMs: 100, toMs: undefined }], curve: [], nextMs: undefined }, 100).toMs,
      100 + MINUTE_MS,
    );
  });

  it("extends to impact.com's latest date, even if its clock is ahead", () => {
    assert.equal(lifeSpan({ ...RUNNING, curve: [{ atMs: 700, percent: 40, isSeen: true }] }, 600).reachedMs, 700);
  });
});
