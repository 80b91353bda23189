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
  it('is an ongoing queue phase before the job starts', () => {
    assert.deepEqual(jobLife(anEntry({ status: 'QUEUED', createdAt: at(0) }), NOW), {
      phases: [{ kind: 'queue', fromMs: at(0), toMs: undefined }],
      curve: [],
      nextMs: undefined,
    });
  });

  it('is a queue phase and an ongoing run, with the known part of the curve', () => {
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

  it('ends at 100 percent if the job completed, whatever was last seen', () => {
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

  it('ends at the last progress if the job failed, and says that nobody watched', () => {
    const life = jobLife(anEntry({ status: 'FAILED', startedAt: at(1), failedAt: at(5), percent: 71 }), NOW);
    assert.deepEqual(life?.curve, [
      { atMs: at(1), percent: 0, isSeen: false },
      { atMs: at(5), percent: 71, isSeen: false },
    ]);
  });

  it('waits for the next retry after an error, and knows its time', () => {
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

  it("doesn't count the time before a retry as queue time", () => {
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

  it('starts with the current run if the job was replayed under the same ID', () => {
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

  it('is unknown for a job that is queued again, or without dates', () => {
    assert.equal(
      jobLife(anEntry({ status: 'QUEUED', createdAt: at(0), startedAt: at(1), completedAt: at(2) }), NOW),
      undefined,
    );
    assert.equal(jobLife(anEntry({ status: 'COMPLETED' }), NOW), undefined);
  });

  it('is only a queue phase if the job was canceled before it started', () => {
    assert.deepEqual(jobLife(anEntry({ status: 'CANCELLED', createdAt: at(0), cancelledAt: at(4) }), NOW)?.phases, [
      { kind: 'queue', fromMs: at(0), toMs: at(4) },
    ]);
  });

  it('has an expected end while it can be estimated', () => {
    const entry = anEntry(
      { status: 'RUNNING', createdAt: at(0), startedAt: at(1), percent: 50, progressAt: at(10) },
      { samples: [aSample(9, 40), aSample(10, 50, at(15))] },
    );
    assert.equal(jobLife(entry, NOW)?.nextMs, at(15));
  });

  it('has no expected end or next try that is already over, and tells it by impact.com’s clock', () => {
    const entry = (endMinutes: number, clockAheadMs = 0) =>
      anEntry(
        { status: 'RUNNING', createdAt: at(0), startedAt: at(1), percent: 50, progressAt: at(10) },
        { samples: [aSample(9, 40), aSample(10, 50, at(endMinutes))], clockAheadMs },
      );
    assert.equal(jobLife(entry(15, 7_000), NOW)?.nextMs, at(15) + 7_000);
    assert.equal(jobLife(anEntry({ status: 'RUNNING', startedAt: at(1) }), NOW)?.nextMs, undefined);
    assert.equal(jobLife(entry(15), at(20))?.nextMs, undefined);
  });

  it('is a queue phase until the end if the job’s start belongs to no run, and nothing if the dates contradict', () => {
    const cancelled = { status: 'CANCELLED', createdAt: at(0), cancelledAt: at(4) } as const;
    const queue = [{ kind: 'queue', fromMs: at(0), toMs: at(4) }];
    assert.deepEqual(jobLife(anEntry({ ...cancelled, startedAt: at(5) }), NOW)?.phases, queue);
    assert.deepEqual(
      jobLife(anEntry({ ...cancelled, startedAt: at(4) }), NOW)?.phases.map(({ kind }) => kind),
      ['queue', 'run'],
    );
    for (const change of [{ createdAt: at(4) }, { createdAt: at(5) }, { createdAt: undefined }]) {
      assert.equal(jobLife(anEntry({ ...cancelled, ...change }), NOW), undefined);
    }
    assert.equal(jobLife(anEntry({ status: 'RUNNING', createdAt: at(0) }), NOW), undefined);
    assert.equal(jobLife(anEntry({ status: 'CANCELLED', createdAt: at(0), startedAt: at(1) }), NOW), undefined);
  });

  it('has no queue phase if the creation isn’t known or comes after the start', () => {
    const running = { status: 'RUNNING', startedAt: at(2) } as const;
    const run = [{ kind: 'run', fromMs: at(2), toMs: undefined }];
    assert.deepEqual(jobLife(anEntry(running), NOW)?.phases, run);
    assert.deepEqual(jobLife(anEntry({ ...running, createdAt: at(3) }), NOW)?.phases, run);
    assert.deepEqual(jobLife(anEntry({ ...running, createdAt: at(2) }), NOW)?.phases, [
      { kind: 'queue', fromMs: at(2), toMs: at(2) },
      ...run,
    ]);
  });

  it('is unknown while a job waits that has started before, or whose creation isn’t known', () => {
    for (const change of [{ createdAt: at(0), startedAt: at(1) }, { createdAt: undefined }]) {
      assert.equal(jobLife(anEntry({ status: 'QUEUED', ...change }), NOW), undefined);
    }
    assert.equal(
      jobLife(
        anEntry({ status: 'QUEUED', createdAt: at(0) }, { failedTries: { least: 2, most: 2, atMs: at(1) } }),
        NOW,
      ),
      undefined,
    );
  });

  it('has no curve before the run, and none of what was seen outside of it', () => {
    assert.deepEqual(jobLife(anEntry({ status: 'CANCELLED', createdAt: at(0), cancelledAt: at(4) }), NOW)?.curve, []);
    for (const last of [8, 6]) {
      const life = jobLife(
        anEntry(
          { status: 'FAILED', startedAt: at(2), failedAt: at(6), percent: 60 },
          { samples: [aSample(1, 90), aSample(4, 30), aSample(last, 50)] },
        ),
        NOW,
      );
      assert.deepEqual(
        life?.curve.map(({ atMs, percent }) => [atMs, percent]),
        [
          [at(2), 0],
          [at(4), 30],
          [at(6), 60],
        ],
      );
    }
  });

  it('has a curve that ends at the last known point if the latest percentage or its time isn’t known', () => {
    const points = (change: object): number | undefined =>
      jobLife(anEntry({ status: 'RUNNING', startedAt: at(2), ...change }), NOW)?.curve.length;
    assert.deepEqual(
      [points({}), points({ percent: 5 }), points({ progressAt: at(3) }), points({ percent: 5, progressAt: at(3) })],
      [1, 1, 1, 2],
    );
  });
});

describe('The end of an earlier run', () => {
  const dates = { completedAt: at(1), failedAt: at(3), abandonedAt: at(2) };

  it('is the latest one before the start of this run', () => {
    assert.equal(earlierEndOf(aJob({ status: 'RUNNING', startedAt: at(4), ...dates })), at(3));
    assert.equal(earlierEndOf(aJob({ status: 'RUNNING', startedAt: at(3), ...dates })), at(2));
    assert.equal(earlierEndOf(aJob({ status: 'RUNNING', startedAt: at(1), ...dates })), undefined);
  });

  it('is any that isn’t the end of this run, if the start says nothing about this run', () => {
    assert.equal(earlierEndOf(aJob({ status: 'QUEUED', startedAt: at(0), ...dates })), at(3));
    assert.equal(earlierEndOf(aJob({ status: 'FAILED', ...dates })), at(2));
    assert.equal(earlierEndOf(aJob({ status: 'COMPLETED', completedAt: at(1) })), undefined);
    assert.equal(earlierEndOf(aJob({ status: 'RUNNING' })), undefined);
  });
});
