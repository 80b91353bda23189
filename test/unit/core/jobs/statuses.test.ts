import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { canBeRetried, canReplay, endedAt, hasResult, isActive } from '../../../../src/core/jobs/jobState';
import { BY_STATUS } from '../../../../src/core/jobs/jobGroups';
import { groupAll } from '../../../../src/core/jobs/regroup';
import { JOB_STATUSES, type JobStatus, STATUSES } from '../../../../src/core/jobs/statuses';
import { aJob, anEntry } from '../../../support/aJob';

const ALL = Object.keys(STATUSES) as readonly JobStatus[];
const where = (test: (status: JobStatus) => boolean): readonly string[] => ALL.filter(test);

describe('The table of statuses', () => {
  it('lists the known statuses in the order of the groups, and UNKNOWN last', () => {
    assert.deepEqual(ALL, [...JOB_STATUSES, 'UNKNOWN']);
    const mixed = [...ALL]
      .reverse()
      .map((status, index) => anEntry({ id: String(index), status, statusText: 'PAUSED' }));
    assert.deepEqual(
      groupAll(mixed, BY_STATUS).map(({ entries: [first] }) => first?.job.status),
      ALL,
    );
  });

  it('names an outcome and an end for exactly the statuses that are ends', () => {
    for (const status of ALL) {
      const { stage, outcome, endDates } = STATUSES[status];
      assert.deepEqual([outcome !== undefined, endDates.length > 0], Array(2).fill(stage === 'ended'), status);
    }
  });

  it('is the only file that decides by the name of a status', () => {
    const elsewhere = filesBelow('src')
      .filter((file) => !/^src\/(simulator\/|core\/jobs\/statuses\.ts$)/.test(file))
      .filter((file) =>
        JOB_STATUSES.some((status) =>
          new RegExp(`(===|!==|case) '${status}'`).test(readFileSync(file, 'utf8').replaceAll('.toUpperCase()', '()')),
        ),
      );
    // It reads an answer that is not a job yet.
    assert.deepEqual(elsewhere, ['src/core/api/decodeErrorMessage.ts']);
  });
});

describe('What a status means', () => {
  it('is that the job has not ended, may be tried again, or can be replayed', () => {
    const job = (status: JobStatus, replayable?: boolean) => aJob({ status, failedAt: 1, replayable });
    assert.deepEqual(
      where((status) => isActive({ status })),
      ['RUNNING', 'QUEUED', 'UNKNOWN'],
    );
    assert.deepEqual(
      where((status) => canBeRetried(job(status), 2)),
      ['ERROR'],
    );
    assert.deepEqual(
      where((status) => canReplay(job(status))),
      ['ERROR', 'FAILED', 'CANCELLED', 'COMPLETED'],
    );
    assert.deepEqual(
      where((status) => canReplay(job(status, true))),
      ['ERROR', 'FAILED', 'CANCELLED', 'COMPLETED', 'UNKNOWN'],
    );
    assert.deepEqual(
      where((status) => canReplay(job(status, false))),
      [],
    );
  });

  it('is which of the dates ends the run, whatever other dates are set', () => {
    const dates = { completedAt: 1, failedAt: 2, cancelledAt: 3, abandonedAt: 4 };
    const ends = (set: Partial<typeof dates>) => ALL.map((status) => endedAt(aJob({ status, ...set })));
    assert.deepEqual(ends(dates), [undefined, undefined, 2, 2, 3, 1, undefined]);
    assert.deepEqual(ends({ abandonedAt: 4 }), [undefined, undefined, 4, 4, 4, undefined, undefined]);
  });
});

describe('A result', () => {
  const completed = (type: string, resultUri = '') => hasResult(aJob({ status: 'COMPLETED', type, resultUri }));

  it('is there once a job has completed and impact.com names it', () => {
    assert.deepEqual(
      where((status) => hasResult(aJob({ status, resultUri: '/Jobs/1/Download' }))),
      ['COMPLETED'],
    );
    assert.equal(completed('UploadAds', '/Jobs/1/Download'), true);
    assert.equal(completed('AudienceSync', '/Jobs/1/Download'), true);
  });

  it('is there for exports whose answer leaves it out, and not for work that makes no file', () => {
    for (const type of ['ApiReport', 'DownloadReport', 'ClickExport']) {
      assert.equal(completed(type), true, type);
    }
    for (const type of ['TermModification', 'UploadAds', 'AudienceSync']) {
      assert.equal(completed(type), false, type);
    }
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll(path.sep, '/'))
    .sort();
}
