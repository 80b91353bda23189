import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import type { WatchState } from '../../../../src/core/watch/pollSchedule';
import { type WatchPlan, watchPlan } from '../../../../src/core/watch/watchPlan';
import { anEntry } from '../../../support/aJob';
import { aWatchState, NOW } from './support/watchState';

const MINUTE = 60_000;
const EASES_AT = NOW + 20 * MINUTE;

function plan(change: Partial<WatchState>, easesAtMs = EASES_AT): WatchPlan {
  const jobs = [anEntry({ status: 'RUNNING', startedAt: NOW - 2 * MINUTE })];
  return watchPlan(aWatchState({ jobs, ...change }), () => easesAtMs);
}

describe("An account's plan", () => {
  it('says when the next poll is', () => {
    assert.deepEqual(plan({}), { nextAtMs: NOW + 12_000, slow: undefined });
    assert.deepEqual(plan({ jobs: [], isFocused: false }), { nextAtMs: undefined, slow: undefined });
  });

  it("says before the machine's limit is reached that polls are rarer, and until when", () => {
    assert.equal(plan({ budget: { spent: 140, allowance: 192 } }).slow, undefined);
    const { nextAtMs = 0, slow } = plan({ budget: { spent: 185, allowance: 192 } });
    assert.ok(slow);
    assert.ok(slow.everyMs > 2 * MINUTE && slow.everyMs < 10 * MINUTE, String(slow.everyMs));
    assert.ok(Math.abs(nextAtMs - NOW - slow.everyMs) < 2);
    assert.equal(slow.untilMs, EASES_AT);
  });

  it("names the server's reset if the account's limit runs short", () => {
    const rateLimit = { limit: 1000, remaining: 40, resetAtMs: NOW + 40 * MINUTE };
    assert.deepEqual(plan({ rateLimit }).slow, { everyMs: 4 * MINUTE, untilMs: NOW + 40 * MINUTE });
  });

  it('names when this machine’s limit eases if the account’s has plenty left', () => {
    const rateLimit = { limit: 1000, remaining: 900, resetAtMs: NOW + 50 * MINUTE };
    assert.equal(plan({ rateLimit, budget: { spent: 185, allowance: 192 } }).slow?.untilMs, EASES_AT);
  });

  it('says nothing of a slower pace while polls fail, because that is said, or before the first one', () => {
    const short = { budget: { spent: 185, allowance: 192 } };
    assert.equal(plan({ ...short, lastError: new ApiError('server', ''), failures: 10 }).slow, undefined);
    assert.deepEqual(plan({ ...short, lastPollMs: undefined }), { nextAtMs: NOW, slow: undefined });
  });

  it('says nothing if it has eased by then', () => {
    const rateLimit = { limit: 1000, remaining: 40, resetAtMs: undefined };
    assert.equal(plan({ rateLimit }).slow?.untilMs, EASES_AT);
    assert.equal(plan({ budget: { spent: 185, allowance: 192 } }, NOW).slow, undefined);
  });

  it('says nothing about the usual pace of a view without running jobs', () => {
    assert.equal(plan({ jobs: [], budget: { spent: 70, allowance: 192 } }).slow, undefined);
  });
});
