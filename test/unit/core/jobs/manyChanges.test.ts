import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrangeJobs } from '../../../../src/core/arrange/arrangeJobs';
import { ArrangedJobs } from '../../../../src/core/arrange/arrangedJobs';
import { type Arrangement, DEFAULT_ARRANGEMENT } from '../../../../src/core/arrange/arrangement';
import { type Grouping, GROUPINGS } from '../../../../src/core/arrange/grouping';
import { NO_FILTER } from '../../../../src/core/arrange/jobFilter';
import { type Sorting, SORTINGS } from '../../../../src/core/arrange/sortJobs';
import { ActionCounts } from '../../../../src/core/jobs/actionCounts';
import type { Job } from '../../../../src/core/jobs/job';
import { actionsOf, JOB_ACTIONS } from '../../../../src/core/jobs/jobActions';
import { BY_STATUS, type JobGroup } from '../../../../src/core/jobs/jobGroups';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { groupAll } from '../../../../src/core/jobs/regroup';
import { entriesOf, type StoreChange } from '../../../../src/core/jobs/snapshot';
import type { JobStatus } from '../../../../src/core/jobs/statuses';
import { aJob } from '../../../support/aJob';
import { aMemory } from '../../../support/aMemory';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { jobWords } from '../../../support/jobWords';

const DAY_MS = 86_400_000;
const STATUSES: readonly JobStatus[] = ['RUNNING', 'QUEUED', 'COMPLETED', 'FAILED', 'ERROR', 'UNKNOWN'];

const shape = (groups: readonly JobGroup[]): unknown => groups.map((group) => [group.id, ...group.entries]);

/** A store with two accounts, and what follows its changes one by one. */
class Followed {
  readonly clock = new FakeClock();
  readonly memory = aMemory();
  readonly store = new JobStore(this.clock, this.memory);
  readonly arranged: ArrangedJobs;
  readonly counts = new ActionCounts();
  readonly keys = new Map<string, number>();

  constructor(readonly arrangement: Arrangement) {
    this.arranged = new ArrangedJobs({ store: this.store, clock: this.clock, words: jobWords, arrangement });
    this.store.onDidChange((change) => this.follow(change));
    this.store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b', isReadOnly: true })]);
  }

  private follow({ current, entries }: StoreChange): void {
    this.counts.update(current.accounts, entries, this.clock.now());
    for (const { before, after } of entries) {
      this.count(before?.key, -1);
      this.count(after?.key, 1);
    }
  }

  private count(key: string | undefined, by: number): void {
    if (key !== undefined) {
      this.keys.set(key, (this.keys.get(key) ?? 0) + by);
      assert.ok([0, 1].includes(this.keys.get(key) ?? 0), 'a job is in one place');
    }
  }

  /** Compares everything with what all jobs together give. */
  check(): void {
    const { accounts } = this.store.snapshot;
    const nowMs = this.clock.now();
    for (const account of accounts) {
      const all = entriesOf(account);
      assert.deepEqual(shape(account.groups), shape(groupAll(account.entries.values(), BY_STATUS)));
      assert.deepEqual(
        shape(this.arranged.account(account.account.id)?.groups ?? []),
        shape(arrangeJobs(all, { arrangement: this.arrangement, words: jobWords, nowMs })),
      );
      assert.equal(account.hiddenCount, [...account.entries.values()].filter(({ isHidden }) => isHidden).length);
    }
    assert.deepEqual(
      this.arranged.merged && shape(this.arranged.merged),
      this.arrangement.isByAccount
        ? undefined
        : shape(arrangeJobs(accounts.flatMap(entriesOf), { arrangement: this.arrangement, words: jobWords, nowMs })),
    );
    this.counts.update(accounts, [], nowMs);
    const all = accounts.flatMap((account) => entriesOf(account).map((entry) => ({ entry, ...account })));
    const each = all.flatMap(({ entry, account }) => actionsOf(entry, account, nowMs));
    for (const action of JOB_ACTIONS) {
      assert.equal(this.counts.has(action), each.includes(action), action);
    }
    assert.deepEqual(
      [...this.keys].flatMap(([key, count]) => (count === 1 ? [key] : [])).sort(),
      all.map(({ entry }) => entry.key).sort(),
    );
  }
}

type Step = (followed: Followed) => void;

const jobId = fc.integer({ min: 0, max: 9 }).map((number) => `job-${number}`);
const accountId = fc.constantFrom('a', 'b');
/** A job's dates and status. The dates count from the present, so that jobs are older than a list in some steps. */
const job = fc.record({
  id: jobId,
  status: fc.constantFrom(...STATUSES),
  statusText: fc.constantFrom('NEW', 'OTHER'),
  ageDays: fc.constantFrom(0, 0.02, 0.5, 2, 8),
  percent: fc.integer({ min: 0, max: 3 }),
  programId: fc.constantFrom('', '1'),
  recordsProcessed: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});
const jobAt = (nowMs: number, { ageDays, ...fields }: Partial<Job> & { readonly ageDays: number }): Job =>
  aJob({ ...fields, createdAt: nowMs - ageDays * DAY_MS });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(accountId, fc.uniqueArray(job, { selector: (one) => one.id })).map(
    ([to, jobs]): Step =>
      ({ store, clock }) =>
        store.applyList(
          to,
          jobs.map((one) => jobAt(clock.now(), one)),
        ),
  ),
  fc.tuple(accountId, job).map(
    ([to, one]): Step =>
      ({ store, clock }) =>
        store.applyJob(to, jobAt(clock.now(), one)),
  ),
  fc.tuple(accountId, jobId).map(
    ([of, gone]): Step =>
      ({ store }) =>
        store.dropJob(of, gone),
  ),
  fc.tuple(accountId, job).map(
    ([to, one]): Step =>
      ({ store, clock }) =>
        store.applyHistory(to, [{ job: jobAt(clock.now(), one), lastSeenAtMs: clock.now() }]),
  ),
  fc.tuple(accountId, jobId, fc.boolean()).map(
    ([of, which, isHidden]): Step =>
      ({ memory }) =>
        void memory.hidden.set([[`${of}/${which}`, isHidden || undefined]]),
  ),
  fc.tuple(accountId, jobId, fc.constantFrom('Actions', 'Clicks', undefined)).map(
    ([of, which, name]): Step =>
      ({ memory }) =>
        void memory.names.set([[`${of}/${which}`, name]]),
  ),
  fc.constantFrom('https://one.test', 'https://two.test').map(
    (baseUrl): Step =>
      ({ store }) =>
        store.setAccounts([anAccount({ id: 'a', baseUrl }), anAccount({ id: 'b', isReadOnly: true })]),
  ),
);

describe('After any changes', () => {
  const arrangement = fc.record<Arrangement>({
    filter: fc.constantFrom(
      NO_FILTER,
      { ...NO_FILTER, text: 'ac' },
      { ...NO_FILTER, statuses: ['COMPLETED', 'ERROR'] },
    ),
    groupBy: fc.constantFrom<Grouping>(...GROUPINGS),
    sortBy: fc.constantFrom<Sorting>(...SORTINGS),
    isByAccount: fc.boolean(),
  });

  it('groups and actions are those of all jobs taken together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant(DEFAULT_ARRANGEMENT), arrangement),
        fc.array(fc.tuple(step, fc.constantFrom(0, 60_000, DAY_MS)), { maxLength: 25 }),
        async (wanted, steps) => {
          const followed = new Followed(wanted);
          for (const [act, passMs] of steps) {
            act(followed);
            followed.check();
            await followed.clock.advance(passMs);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
