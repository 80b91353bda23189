import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { ApiError } from '../../../../src/core/apiError';
import type { Job } from '../../../../src/core/jobs/job';
import { Emitter } from '../../../../src/core/event';
import { SharedSnapshot } from '../../../../src/core/share/sharedSnapshot';
import type { PollOutcome } from '../../../../src/core/share/pollOutcome';
import { aJob } from '../../../support/aJob';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const SECOND = 1000;

describe('An account snapshot shared between windows', () => {
  const files = temporaryFolder();
  let folder: string;
  let clock: FakeClock;

  beforeEach(() => {
    folder = files.path();
    clock = new FakeClock();
  });

  const open = (): SharedSnapshot => new SharedSnapshot({ folder, name: 'account', clock, onProblem: assert.ifError });

  function looked(change: Partial<PollOutcome> = {}): PollOutcome {
    const nowMs = clock.now();
    return {
      lookedAtMs: nowMs,
      listedAtMs: nowMs,
      lastGoodAtMs: nowMs,
      error: undefined,
      failures: 0,
      nextTryAtMs: undefined,
      rateLimit: undefined,
      clockAheadMs: 11 * 60_000,
      shortfall: { total: 130 },
      ...change,
    };
  }

  const many = (count: number, stated: Partial<Job> = {}): Job[] =>
    Array.from({ length: count }, (_, index) => aJob({ id: `job-${index}`, createdAt: clock.now(), ...stated }));
  const idsAndStatus = ({ latest }: SharedSnapshot): string[] =>
    (latest?.jobs ?? []).map(({ id, status }) => `${id} ${status}`);

  it('is empty before a window has looked', () => assert.equal(open().latest, undefined));

  it('contains every field of every job, and the outcome of the poll', async () => {
    const [one, other] = [open(), open()];
    const jobs = [
      aJob({
        id: 'a',
        status: 'UNKNOWN',
        statusText: 'PAUSED',
        statusMessage: 'Wait\n„so“',
        percent: 41.5,
        recordsProcessed: 0,
        replayable: false,
        unread: { Deep: [{ x: null }], Id: 7 },
      }),
      aJob({
        id: 'row 2',
        status: 'COMPLETED',
        createdAt: 1,
        startedAt: 2,
        completedAt: 3,
        abandonedAt: 4,
        cancelledAt: 5,
        failedAt: 6,
        progressAt: 7,
        resultUri: '/x',
      }),
    ];
    const error = new ApiError('server', 'HTTP 503', {
      status: 503,
      serverMessage: 'Down',
      retryAtMs: clock.now() + 7,
    });
    const outcome = looked({
      error,
      failures: 3,
      nextTryAtMs: clock.now() + 9,
      rateLimit: { limit: 1000, remaining: 7, resetAtMs: undefined },
    });
    one.publish(jobs, outcome);
    other.refresh();
    assert.deepEqual(other.latest?.jobs, jobs);
    assert.deepEqual({ ...other.latest?.outcome, error: undefined }, { ...outcome, error: undefined });
    const read = other.latest?.outcome?.error;
    assert.deepEqual(
      [read?.kind, read?.status, read?.serverMessage, read?.retryAtMs, read?.name],
      ['server', 503, 'Down', error.retryAtMs, 'ApiError'],
    );
    await clock.advance(SECOND);
    assert.deepEqual(open().latest?.jobs, jobs);
  });

  it('is announced to the other windows once per change, and not to the writer', () => {
    const [one, other] = [open(), open()];
    const heard: number[] = [];
    one.onDidChange(() => heard.push(1));
    other.onDidChange(() => heard.push(2));
    one.publish(many(3), looked());
    one.refresh();
    other.refresh();
    other.refresh();
    assert.deepEqual(heard, [2]);
  });

  it('keeps the same list object if only the poll is new', async () => {
    const [one, other] = [open(), open()];
    one.publish(many(200), looked());
    other.refresh();
    const before = other.latest?.jobs;
    await clock.advance(SECOND);
    one.publish(many(200, { createdAt: before?.[0]?.createdAt }), looked());
    other.refresh();
    assert.equal(other.latest?.jobs, before);
    assert.equal(other.latest?.outcome?.lookedAtMs, clock.now());
  });

  it('is whole after any change of a long list, in the order of the poll', async () => {
    const [one, other] = [open(), open()];
    const jobs = many(5000);
    one.publish(jobs, looked());
    other.refresh();
    for (const changed of [
      [aJob({ id: 'new' }), ...jobs.slice(1, 4999), aJob({ id: 'job-4999', percent: 7 })],
      jobs.slice(1),
      [...jobs].reverse(),
      [],
      jobs,
    ]) {
      await clock.advance(SECOND);
      one.publish(changed, looked());
      other.refresh();
      assert.deepEqual(other.latest?.jobs, changed);
    }
  });

  it('ignores a poll that began before the shared one, but not forever if a clock was set back', async () => {
    const [one, other] = [open(), open()];
    const early = looked();
    await clock.advance(SECOND);
    one.publish([aJob({ id: 'late' })], looked());
    other.publish([aJob({ id: 'early' })], early);
    assert.deepEqual(idsAndStatus(open()), ['late QUEUED']);
    clock.set(-3600 * SECOND);
    other.publish([aJob({ id: 'after' })], looked());
    assert.deepEqual(idsAndStatus(open()), ['after QUEUED']);
  });

  it('keeps a job that one window learned about, even if another one wrote at the same moment', async () => {
    const [one, other] = [open(), open()];
    one.publish(many(1), looked());
    other.refresh();
    const blind = open();
    await clock.advance(SECOND);
    const state = readFileSync(path.join(folder, 'account.state.json'));
    other.publishJob(aJob({ id: 'replayed' }));
    writeFileSync(path.join(folder, 'account.state.json'), state); // the other's write that came a moment later
    other.refresh();
    one.refresh();
    blind.refresh();
    for (const window of [one, blind]) {
      assert.deepEqual(idsAndStatus(window), ['job-0 QUEUED', 'replayed QUEUED']);
    }
  });

  it('lets a later list decide about such a job', async () => {
    const [one, other] = [open(), open()];
    other.publishJob(aJob({ id: 'replayed' }));
    await clock.advance(SECOND);
    one.publish([], looked());
    other.refresh();
    assert.deepEqual([idsAndStatus(one), idsAndStatus(other), idsAndStatus(open())], [[], [], []]);
  });

  it('contains a job that a window learned about before the first poll, once that is shared', async () => {
    const [one, other] = [open(), open()];
    const polled = looked();
    await clock.advance(SECOND);
    other.publishJob(aJob({ id: 'replayed' }));
    assert.equal(open().latest, undefined);
    one.publish(many(1), polled);
    other.refresh();
    assert.deepEqual(idsAndStatus(open()), ['job-0 QUEUED', 'replayed QUEUED']);
  });

  it('settles if two windows contradict each other', async () => {
    const [one, other] = [open(), open()];
    one.publish([], looked());
    await clock.advance(SECOND);
    one.publishJob(aJob({ id: 'a', percent: 1 }));
    other.publishJob(aJob({ id: 'a', percent: 2 }));
    let writes = 0;
    let version = '';
    for (let round = 0; round < 50; round++) {
      [one, other].forEach((window) => window.refresh());
      const text = readFileSync(path.join(folder, 'account.state.json'), 'utf8');
      writes += text === version ? 0 : 1;
      version = text;
    }
    assert.ok(writes < 10, `${writes}`);
    assert.deepEqual(one.latest?.jobs, other.latest?.jobs);
  });

  it('is ignored if damaged, foreign, or missing, and repaired by the next poll', async () => {
    const one = open();
    one.publish(many(100), looked());
    const state = path.join(folder, 'account.state.json');
    const whole = readFileSync(state, 'utf8');
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"version":99}',
      whole.slice(0, -9),
      whole.replace('"version":2', '"version":1'),
      whole.replace(/"listId":"[^"]*"/, '"listId":7'),
      whole.replace('"id":"job-7"', '"id":7'),
      whole.replace('"status":"QUEUED"', '"status":"?"'),
      whole.replace('\n[', '\n'),
      whole.split('\n', 1).join(),
    ]) {
      writeFileSync(state, text);
      assert.equal(open().latest, undefined, text.slice(0, 40));
      one.refresh();
      assert.equal(one.latest?.jobs.length, 100);
    }
    await clock.advance(SECOND);
    one.publish(many(101), looked());
    assert.equal(open().latest?.jobs.length, 101);
  });

  it('leaves nothing when it’s forgotten, and is readable only by the user', () => {
    const one = open();
    one.publish(many(100), looked());
    const names = readdirSync(folder);
    assert.deepEqual(
      names.map((name) => statSync(path.join(folder, name)).mode & 0o777),
      [0o600],
    );
    one.forget();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is read again when its folder says that it might have changed, until the window closes', () => {
    const told = new Emitter<string | undefined>();
    const follower = new SharedSnapshot({ folder, name: 'account', clock, watch: told, onProblem: assert.ifError });
    const heard: number[] = [];
    follower.onDidChange(({ jobs }) => heard.push(jobs.length));
    const tell = (fileName: string | undefined, count: number): void => {
      const writer = open();
      clock.jump(SECOND);
      writer.publish(many(count), looked());
      told.fire(fileName);
    };
    tell('other.state.json', 1);
    tell('account.lock', 2);
    assert.deepEqual(heard, []);
    tell('account.state.json', 3);
    tell(undefined, 4);
    assert.deepEqual(heard, [3, 4]);
    follower.dispose();
    tell(undefined, 5);
    assert.deepEqual([heard, follower.latest?.jobs.length], [[3, 4], 4]);
  });

  it('has a single job until a list that was requested after it, not at the same moment', async () => {
    const one = open();
    one.publish([], looked());
    await clock.advance(SECOND);
    one.publishJob(aJob({ id: 'a' }));
    assert.deepEqual(idsAndStatus(one), ['a QUEUED']);
    await clock.advance(SECOND);
    const atMs = clock.now();
    one.publishJob(aJob({ id: 'b' }));
    one.publish([], looked({ listedAtMs: undefined }));
    assert.deepEqual(idsAndStatus(one), [], 'as that poll saw it');
    one.refresh();
    open().publish([aJob({ id: 'c' })], looked({ lookedAtMs: atMs + 1, listedAtMs: atMs - 1 }));
    one.refresh();
    assert.deepEqual(idsAndStatus(open()), ['c QUEUED', 'b QUEUED'], 'the list of before did not know it yet');
    open().publish([aJob({ id: 'c' })], looked({ lookedAtMs: atMs + 2, listedAtMs: atMs }));
    one.refresh();
    assert.deepEqual(idsAndStatus(open()), ['c QUEUED']);
  });

  it("reports why it couldn't be written, and this window continues", () => {
    folder = files.write('a-file', '');
    const problems: unknown[] = [];
    const alone = new SharedSnapshot({ folder, name: 'account', clock, onProblem: (error) => problems.push(error) });
    alone.publish(many(2), looked());
    assert.deepEqual([alone.latest?.jobs.length, problems.length > 0], [2, true]);
  });

  it('is finally the same in all windows, for any lists and jobs, small and large', async () => {
    const aTelling = fc.record({
      window: fc.nat(2),
      kind: fc.constantFrom('list' as const, 'job' as const, 'fail' as const),
      count: fc.oneof(fc.nat(5), fc.integer({ min: 55, max: 130 })),
      percent: fc.nat(3),
      isHeard: fc.boolean(),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aTelling, { maxLength: 20 }), async (tellings) => {
        folder = path.join(files.path(), `${run++}`);
        const windows = [open(), open(), open()];
        for (const { window, kind, count, percent, isHeard } of tellings) {
          const one = windows[window];
          await clock.advance(SECOND);
          if (kind === 'list') {
            one?.publish(many(count, { percent, createdAt: 1 }), looked());
          } else if (kind === 'job') {
            one?.publishJob(aJob({ id: `job-${count}`, percent }));
          } else {
            one?.publish(
              one.latest?.jobs ?? [],
              looked({ error: new ApiError('offline', 'x'), listedAtMs: one.latest?.outcome?.listedAtMs }),
            );
          }
          if (isHeard) {
            windows.forEach((other) => other.refresh());
          }
        }
        for (let round = 0; round < 12; round++) {
          windows.forEach((other) => other.refresh());
        }
        const [first, ...others] = [...windows, open()].map(({ latest }) =>
          [...(latest?.jobs ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
        others.forEach((other) => assert.deepEqual(other, first));
      }),
      { numRuns: 150 },
    );
  });
});
