import * as assert from 'node:assert/strict';
import type { JobStatus } from '../../src/core/jobs/statuses';
import { clearResults, run, signIn, type SignedIn } from './support/extension';

const COUNT = 8;
const JOBS = Array.from({ length: COUNT }, (_, index) => ({
  id: `${index}1111111-1111-4111-8111-111111111111`,
  createdAgoMs: 60_000,
  runMs: 10 * 60_000,
}));

describe('Several jobs revealed while the list changes', function () {
  let signedIn: SignedIn;

  before(async () => {
    signedIn = await signIn(JOBS);
  });

  after(() => clearResults(signedIn));

  it('are all revealed without an error', async () => {
    const { store } = signedIn.parts;
    const [account] = store.snapshot.accounts;
    assert.ok(account);
    const jobs = [...account.entries.values()].map(({ job }) => job);
    await run('revealJob', { jobId: jobs[0]?.id, accountId: account.account.id });
    for (let round = 0; round < 6; round++) {
      const reveals: Promise<void>[] = jobs.map((job, index) => {
        const revealed = run<void>('revealJob', { jobId: job.id, accountId: account.account.id });
        // The job moves to another group, and back, while VS Code looks for its row.
        const status: JobStatus = (round + index) % 2 === 0 ? 'COMPLETED' : 'RUNNING';
        store.applyList(
          account.account.id,
          jobs.map((known) => ({ ...known, status })),
        );
        return revealed;
      });
      const outcomes = await Promise.allSettled(reveals);
      assert.deepEqual(
        outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : [])),
        [],
      );
    }
  });
});
