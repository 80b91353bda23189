import assert from 'node:assert/strict';
import { decodeJob } from '../../../../src/core/jobs/decodeJob';
import { diffJobs } from '../../../../src/core/jobs/diffJobs';
import { isSameJob, type Job } from '../../../../src/core/jobs/job';
import type { PollOutcome } from '../../../../src/core/share/pollOutcome';
import { SharedSnapshot } from '../../../../src/core/share/sharedSnapshot';
import { aJob, anEntry } from '../../../support/aJob';
import { temporaryFolder } from '../../../support/temporaryFolder';

const DATE = '2026-11-23T14:00:00Z';
const AT = Date.parse(DATE);
const ID = aJob().id;

/**
 * Every field of a job with a value that differs from `aJob()`'s, and its form in an answer. The type makes it
 * complete.
 */
const FLIPPED: {
  readonly [Field in keyof Job]: { readonly value: Job[Field]; readonly sent: Readonly<Record<string, unknown>> };
} = {
  id: { value: 'another', sent: { Id: 'another' } },
  type: { value: 'UploadAds', sent: { Type: 'UploadAds' } },
  status: { value: 'RUNNING', sent: { Status: 'RUNNING' } },
  statusText: { value: 'PAUSED', sent: { Status: 'PAUSED' } },
  statusMessage: { value: 'Working', sent: { StatusMessage: 'Working' } },
  programId: { value: '3629', sent: { ProgramId: '3629' } },
  createdBy: { value: 'IRtest', sent: { CreatedBy: 'IRtest' } },
  createdAt: { value: AT, sent: { CreatedDate: DATE } },
  startedAt: { value: AT, sent: { StartedDate: DATE } },
  completedAt: { value: AT, sent: { CompletedDate: DATE } },
  abandonedAt: { value: AT, sent: { AbandonedDate: DATE } },
  cancelledAt: { value: AT, sent: { CancelledDate: DATE } },
  failedAt: { value: AT, sent: { FailedDate: DATE } },
  progressAt: { value: AT, sent: { LastProgressUpdateDate: DATE } },
  recordsProcessed: { value: 1, sent: { RecordsProcessed: 1 } },
  percent: { value: 1, sent: { PercentageComplete: '1' } },
  replayable: { value: false, sent: { Replayable: 'false' } },
  resultUri: { value: '/x', sent: { ResultUri: '/x' } },
  unread: { value: { Priority: 3 }, sent: { Priority: 3 } },
};
const FIELDS = Object.keys(FLIPPED) as readonly (keyof Job)[];
const SENT = { Id: ID, Type: 'ApiReport', Status: 'QUEUED' };

const OUTCOME: PollOutcome = {
  lookedAtMs: AT,
  listedAtMs: AT,
  lastGoodAtMs: AT,
  error: undefined,
  failures: 0,
  nextTryAtMs: undefined,
  rateLimit: undefined,
};

describe('Every field of a job', () => {
  const files = temporaryFolder();

  it('is in the builder that tests use', () => assert.deepEqual(Object.keys(aJob()).sort(), [...FIELDS].sort()));

  for (const field of FIELDS) {
    const { value, sent } = FLIPPED[field];
    const changed = { ...aJob(), [field]: value };

    it(`is read from an answer: ${field}`, () => {
      assert.deepEqual(decodeJob(SENT), aJob());
      assert.deepEqual(decodeJob({ ...SENT, ...sent })[field], value);
    });

    it(`makes another job of it, in either direction: ${field}`, () => {
      assert.deepEqual(
        [isSameJob(aJob(), changed), isSameJob(changed, aJob()), isSameJob(changed, { ...changed })],
        [false, false, true],
      );
    });

    it(`is news in a list: ${field}`, () => {
      const before = new Map([[ID, anEntry()]]);
      const entryOf = (job: Job) => anEntry(job);
      assert.deepEqual(diffJobs(before, [aJob()], { entryOf, keeps: () => true }).changes, []);
      const { changes } = diffJobs(before, [changed], { entryOf, keeps: () => true });
      assert.deepEqual(changes.at(-1)?.after?.job, changed);
    });

    it(`reaches the other windows: ${field}`, () => {
      const open = (): SharedSnapshot =>
        new SharedSnapshot({
          folder: files.path(),
          name: 'account',
          clock: { now: () => AT },
          onProblem: assert.ifError,
        });
      const [one, other] = [open(), open()];
      one.publish([aJob()], OUTCOME);
      other.refresh();
      one.publish([changed], OUTCOME);
      other.refresh();
      assert.deepEqual(other.latest?.jobs, [changed]);
    });
  }
});
