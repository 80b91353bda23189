import * as assert from 'node:assert/strict';
import { ApiError } from '../../src/core/apiError';
import type { WatchPlan } from '../../src/core/watch/watchPlan';
import { type PaceWords, ViewPace } from '../../src/vscode/jobs/viewPace';
import { aJob } from '../support/aJob';
import { anAccount } from '../support/anAccount';
import { aTree, type TreeParts } from './support/aTree';

const MINUTE_MS = 60_000;
const NONE = { freshness: undefined, slowdown: undefined };

describe('How fresh the jobs are', () => {
  let parts: TreeParts;
  /** The plan of every account without one of its own in `plans`. */
  let plan: WatchPlan | undefined;
  let plans: Map<string, WatchPlan>;
  let shown: PaceWords[];
  let fired: number;
  let pace: ViewPace;

  beforeEach(() => {
    parts = aTree();
    shown = [];
    plans = new Map();
    fired = 0;
    pace = new ViewPace({ ...parts, planOf: (id) => plans.get(id) ?? plan, showPace: (words) => shown.push(words) });
  });

  afterEach(() => {
    pace.dispose();
    parts.dispose();
  });

  /** A poll that brings nothing new, and what the view says after it. */
  async function poll(next: WatchPlan | undefined): Promise<PaceWords> {
    plan = next;
    parts.store.applyList('a', [aJob({ id: 'x', status: 'COMPLETED' })]);
    parts.tree.onDidChangeTreeData(() => fired++);
    await parts.clock.advance(1000);
    return shown.at(-1) ?? NONE;
  }

  it('is told beside the title, with the time of the next update, unless updates come all the time', async () => {
    const nowMs = parts.clock.now();
    assert.deepEqual(await poll({ nextAtMs: nowMs + 20_000, slow: undefined }), NONE);
    const { freshness } = await poll({ nextAtMs: nowMs + 5 * MINUTE_MS, slow: undefined });
    assert.match(freshness ?? '', /^as of \d{1,2}:00.*, next \d{1,2}:05/);
    assert.match((await poll(undefined)).freshness ?? '', /^as of \d{1,2}:00[^,]*$/);
  });

  it('is told before the hour is used up if the pace falls', async () => {
    const nowMs = parts.clock.now();
    const slow = { everyMs: 3 * MINUTE_MS, untilMs: nowMs + 10 * MINUTE_MS };
    const { slowdown } = await poll({ nextAtMs: nowMs + 3 * MINUTE_MS, slow });
    assert.match(
      slowdown ?? '',
      /^Few requests are left in this hour: jobs are updated every 3 min until \d{1,2}:10.*\.$/,
    );
    assert.deepEqual(await poll({ nextAtMs: nowMs + 20_000, slow: undefined }), NONE);
  });

  it('is left to the message about a failure', async () => {
    await poll({ nextAtMs: parts.clock.now() + 5 * MINUTE_MS, slow: undefined });
    parts.store.applyFailure('a', new ApiError('server', 'x', { status: 503 }), undefined);
    await parts.clock.advance(1000);
    assert.deepEqual(shown.at(-1), NONE);
  });

  it('is that of the oldest list among several accounts, without a plan for many', async () => {
    parts.store.setAccounts(['a', 'b', 'c', 'd'].map((id) => anAccount({ id, name: id })));
    for (const id of ['b', 'c', 'd']) {
      parts.store.applyList(id, []);
    }
    const { freshness } = await poll({ nextAtMs: parts.clock.now() + 5 * MINUTE_MS, slow: undefined });
    assert.match(freshness ?? '', /^as of \d{1,2}:00[^,]*$/);
  });

  it('is told of the slowest of many accounts, roughly, so that the words seldom change', async () => {
    parts.store.setAccounts(['a', 'b', 'c', 'd'].map((id) => anAccount({ id, name: id })));
    for (const id of ['b', 'c', 'd']) {
      parts.store.applyList(id, []);
    }
    const nowMs = parts.clock.now();
    for (const everyMs of [6.2 * MINUTE_MS, 8.9 * MINUTE_MS]) {
      plans.set('c', { nextAtMs: nowMs + everyMs, slow: { everyMs, untilMs: nowMs + everyMs + 8 * MINUTE_MS } });
      plans.set('d', { nextAtMs: nowMs, slow: { everyMs: 2 * MINUTE_MS, untilMs: nowMs + 3 * MINUTE_MS } });
      const { slowdown } = await poll({ nextAtMs: nowMs + 20_000, slow: undefined });
      assert.match(
        slowdown ?? '',
        /^Few requests are left in this hour: some jobs are updated only every 10 min until \d{1,2}:(15|20).*\.$/,
      );
    }
  });

  it('draws no row again, and sets no timer by itself', async () => {
    await poll({ nextAtMs: parts.clock.now() + 5 * MINUTE_MS, slow: undefined });
    fired = 0;
    const timers = parts.clock.timerCount;
    await parts.clock.advance(4 * MINUTE_MS);
    assert.deepEqual([fired, timers], [0, 0]);
  });
});
