import assert from 'node:assert/strict';
import { earlierEndOf, jobLife } from '../../../../src/core/jobs/jobLife';
import type { ProgressSample } from '../../../../src/core/jobs/jobEntry';
import { aJob, anEntry } from '../../../support/aJob';

const MINUTE_MS = 60_000;
const at = (minutes: number): number => 1_000_000_000 + minutes * MINUTE_MS;
const NOW = at(10);

function aSample(minutes: number, percent: number, endAtMs?: number): ProgressSample {
  return { percent, records: undefined, atMs: at(minutes), seenAtMs: at(minutes), endAtMs };
}

describe("A job's life", () => {
  it('is a queue that lasts, before the job starts', () => {
    assert.deepEqual(jobLife(anEntry({ status: 'QUEUED', createdAt: at(0) }), NOW), {
      phases: [{ kind: 'queue', fromMs: at(0), toMs: undefined }],
      curve: [],
      nextMs: undefined,
    });
  });

  it('is a queue and a run that lasts, with the curve as far as it is known', () => {
    const entry = anEntry(
      { status: 'RUNNING', createdAt: at(0), startedAt: at(2), percent: 40, progressAt: at(9) },
      { samples: [aSample(8, 30), aSample(9, 40)] },
    );
    const life = jobLife(entry, NOW);
    assert.deepEqual(life?.phases, [
      { kind: 'queue', fromMs: at(0), toMs: at(2) },
      { kind: 'run', fromMs: at(2), toMs: undefined },
    ]);
    assert.deepEqual(life.curve, [
      { atMs: at(2), percent: 0, isSeen: false },
      { atMs: at(8), percent: 30, isSeen: true },
      { atMs: at(9), percent: 40, isSeen: true },
    ]);
  });

  it('ends at 100 percent when the job has completed, whatever was seen last', () => {
    const life = jobLife(
      anEntry(
        { status: 'COMPLETED', createdAt: at(0), startedAt: at(1), completedAt: at(5), percent: 97 },
        { samples: [aSample(4, 90)] },
      ),
      NOW,
    );
    assert.deepEqual(life?.curve.at(-1), { atMs: at(5), percent: 100, isSeen: true });
    assert.equal(life?.phases.at(-1)?.toMs, at(5));
  });

  it('ends where it stood when the job has failed, and says that nobody looked', () => {
    const life = jobLife(anEntry({ status: 'FAILED', startedAt: at(1), failedAt: at(5), percent: 71 }), NOW);
    assert.deepEqual(life?.curve, [
      { atMs: at(1), percent: 0, isSeen: false },
      { atMs: at(5), percent: 71, isSeen: false },
    ]);
  });

  it('waits for the next try after an error, and knows when that comes', () => {
    const life = jobLife(
      anEntry(
        { status: 'ERROR', createdAt: at(0), startedAt: at(1), failedAt: at(5) },
        { failedTries: { least: 1, most: 1, atMs: at(5) } },
      ),
      NOW,
    );
    assert.deepEqual(
      life?.phases.map(({ kind }) => kind),
      ['queue', 'run', 'retryWait'],
    );
    assert.equal(life?.nextMs, at(20));
  });

  it('takes the time before a later try for no queue', () => {
    const life = jobLife(
      anEntry(
        { status: 'ERROR', createdAt: at(-40), startedAt: at(1), failedAt: at(5) },
        { failedTries: { least: 2, most: 3, atMs: at(5) } },
      ),
      NOW,
    );
    assert.deepEqual(
      life?.phases.map(({ kind }) => kind),
      ['run', 'retryWait'],
    );
  });

  it('begins with the present run when the job was replayed under the same id', () => {
    const job = {
      status: 'RUNNING',
      createdAt: at(-500),
      completedAt: at(-400),
      startedAt: at(3),
      percent: 5,
    } as const;
    assert.deepEqual(jobLife(anEntry(job), NOW)?.phases, [{ kind: 'run', fromMs: at(3), toMs: undefined }]);
    assert.equal(earlierEndOf(aJob(job)), at(-400));
  });

  it('is not known of a job that is queued again, or that bears no dates', () => {
    assert.equal(
      jobLife(anEntry({ status: 'QUEUED', createdAt: at(0), startedAt: at(1), completedAt: at(2) }), NOW),
      undefined,
    );
    assert.equal(jobLife(anEntry({ status: 'COMPLETED' }), NOW), undefined);
  });

  it('was all queue when the job was cancelled before it started', () => {
    assert.deepEqual(jobLife(anEntry({ status: 'CANCELLED', createdAt: at(0), cancelledAt: at(4) }), NOW)?.phases, [
      { kind: 'queue', fromMs: at(0), toMs: at(4) },
    ]);
  });

  it('is expected to end while that can be known', () => {
    const entry = anEntry(
      { status: 'RUNNING', createdAt: at(0), startedAt: at(1), percent: 50, progressAt: at(10) },
      { samples: [aSample(9, 40), aSample(10, 50, at(15))] },
    );
    assert.equal(jobLife(entry, NOW)?.nextMs, at(15));
  });
});
