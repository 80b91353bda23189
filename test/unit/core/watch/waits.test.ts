import assert from 'node:assert/strict';
import { API_ERROR_KINDS, ApiError, type ApiErrorKind } from '../../../../src/core/apiError';
import { JobPauses } from '../../../../src/core/watch/jobPauses';
import { PollTimer } from '../../../../src/core/watch/pollTimer';
import { isRetryDue, retryInterval } from '../../../../src/core/watch/retryInterval';
import { aJob } from '../../../support/aJob';
import { FakeClock } from '../../../support/fakeClock';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('The pause of a job that cannot be requested', () => {
  let clock: FakeClock;
  let pauses: JobPauses;

  beforeEach(() => {
    clock = new FakeClock();
    pauses = new JobPauses(clock);
  });

  /** How long a pause that begins now lasts, to the second. */
  async function pauseAfter(kind: ApiErrorKind, retryAtMs?: number): Promise<number> {
    pauses.begin('job', new ApiError(kind, '', { retryAtMs }));
    let seconds = 0;
    for (; pauses.isPaused('job'); seconds++) {
      await clock.advance(SECOND);
    }
    return seconds;
  }

  it('doubles with each failure up to five minutes, and begins anew after a success', async () => {
    assert.equal(pauses.isPaused('job'), false);
    const waits: number[] = [];
    for (let failure = 1; failure <= 8; failure++) {
      waits.push(await pauseAfter('server'));
    }
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
    pauses.end('job');
    assert.equal(await pauseAfter('server'), 5);
  });

  it('is half an hour after an answer that will not change soon', () => {
    const lasting = API_ERROR_KINDS.filter((kind) => {
      const clockOfKind = new FakeClock();
      const ofKind = new JobPauses(clockOfKind);
      ofKind.begin('job', new ApiError(kind, ''));
      clockOfKind.jump(30 * MINUTE - 1);
      const isPaused = ofKind.isPaused('job');
      clockOfKind.jump(1);
      assert.equal(ofKind.isPaused('job'), false);
      return isPaused;
    });
    assert.deepEqual(lasting, ['unauthorized', 'forbidden', 'rejected', 'tooLarge', 'unsafe']);
  });

  it('is as long as the server asks, up to two hours, and never shorter than usual', async () => {
    assert.equal(await pauseAfter('rateLimited', clock.now() + 7 * MINUTE), 420);
    assert.equal(await pauseAfter('rateLimited', clock.now() - MINUTE), 10);
    assert.equal(await pauseAfter('rateLimited', clock.now() + 48 * 60 * MINUTE), 7_200);
  });

  it('ends if the clock is set back, and is that of one job only', () => {
    pauses.begin('job', new ApiError('server', ''));
    assert.deepEqual([pauses.isPaused('job'), pauses.isPaused('other')], [true, false]);
    clock.jump(-1);
    assert.equal(pauses.isPaused('job'), false);
  });

  it('becomes the end once impact.com says twice in a row that it does not know the job', () => {
    const isGoneAfter = (...kinds: readonly ApiErrorKind[]): boolean => {
      const all = new JobPauses(clock);
      kinds.forEach((kind) => all.begin('job', new ApiError(kind, '')));
      return all.isGone('job');
    };
    assert.equal(isGoneAfter(), false);
    assert.equal(isGoneAfter('notFound'), false);
    assert.equal(isGoneAfter('notFound', 'notFound'), true);
    assert.equal(isGoneAfter('notFound', 'server', 'notFound'), false);
    assert.equal(isGoneAfter('server', 'server'), false);
  });
});

describe('The timer of a poller', () => {
  it('polls when a poll is due, looks at the clock every minute, and stops', async () => {
    const clock = new FakeClock();
    let dueAtMs: number | undefined = clock.now() + 150 * SECOND;
    const polls: number[] = [];
    const startedAtMs = clock.now();
    const timer = new PollTimer({
      clock,
      waitMs: () => dueAtMs && dueAtMs - clock.now(),
      mayPoll: () => true,
      poll: () => void polls.push(clock.now() - startedAtMs),
    });
    timer.plan();
    assert.equal(clock.nextInMs, MINUTE);
    timer.plan();
    assert.equal(clock.timerCount, 1, 'there is only one');
    await clock.advance(10 * MINUTE);
    assert.deepEqual(polls, [150 * SECOND]);
    dueAtMs = clock.now() + SECOND;
    timer.plan();
    timer.stop();
    await clock.advance(MINUTE);
    dueAtMs = undefined;
    timer.plan();
    assert.deepEqual([polls.length, clock.timerCount], [1, 0]);
  });

  it('checks every five seconds whether it is its turn', async () => {
    const clock = new FakeClock();
    let turns = 0;
    let polls = 0;
    const timer = new PollTimer({ clock, waitMs: () => 0, mayPoll: () => ++turns > 2, poll: () => void polls++ });
    timer.plan();
    await clock.advance(9 * SECOND);
    assert.deepEqual([turns, polls], [2, 0]);
    await clock.advance(SECOND);
    assert.deepEqual([turns, polls, clock.timerCount], [3, 1, 0]);
  });
});

describe('The next look at a job that impact.com retries', () => {
  const FAILED = Date.UTC(2026, 10, 23, 14);
  const DUE = FAILED + 15 * MINUTE + 30 * SECOND;
  const failed = aJob({ status: 'ERROR', createdAt: FAILED - MINUTE, failedAt: FAILED });
  const intervalAfter = (lookMs: number, job = failed): number | undefined => retryInterval(job, lookMs, lookMs);

  it('is half a minute after the retry, which it awaits', () => {
    assert.equal(intervalAfter(FAILED + MINUTE), DUE - FAILED - MINUTE);
    assert.equal(intervalAfter(DUE - 1), 1);
  });

  it('is later and later while the retry is late, at most five minutes', () => {
    assert.equal(intervalAfter(DUE), 30 * SECOND);
    assert.equal(intervalAfter(DUE + MINUTE), 90 * SECOND);
    assert.equal(intervalAfter(DUE + 10 * MINUTE), 5 * MINUTE);
  });

  it('is in five minutes if the time of the retry is unknown, or too far away to be right', () => {
    assert.equal(intervalAfter(FAILED, { ...failed, failedAt: undefined }), 5 * MINUTE);
    const ahead = (ms: number): number | undefined => intervalAfter(FAILED - ms);
    assert.equal(ahead(5 * MINUTE), DUE - FAILED + 5 * MINUTE, 'its clock is ahead');
    assert.equal(ahead(5 * MINUTE + 1), 5 * MINUTE);
  });

  it('is none for a job that is not retried', () => {
    assert.equal(intervalAfter(FAILED, aJob({ status: 'RUNNING' })), undefined);
    assert.equal(isRetryDue(aJob({ status: 'RUNNING' }), FAILED, DUE), false);
  });

  it('is due once, when its time has come', () => {
    assert.equal(isRetryDue(failed, FAILED, DUE - 1), false);
    assert.equal(isRetryDue(failed, FAILED, DUE), true);
    assert.equal(isRetryDue(failed, DUE - 1, DUE + MINUTE), true);
    assert.equal(isRetryDue(failed, DUE, DUE + MINUTE), false);
  });
});
