import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fleetShare, type FleetState, type TurnTaker, Turns, type Urgency } from '../../../../src/core/watch/turns';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 23, 14);
/** 192 requests an hour. */
const RATE = 192 / HOUR;

const never = (): undefined => undefined;
const aTaker = (change: Partial<TurnTaker> = {}): TurnTaker => ({
  lastPollMs: NOW - 10 * MINUTE,
  urgency: 'quiet',
  promisedMs: never,
  isFailed: false,
  ...change,
});
const shareOf = (own: TurnTaker, takers: readonly TurnTaker[], change: Partial<FleetState> = {}) =>
  fleetShare({ own, takers, lastingRate: RATE, isVisible: true, nowMs: NOW, ...change });
const turnsOf = (takers: readonly TurnTaker[], change?: Partial<FleetState>): number[] =>
  takers.map((own) => shareOf(own, takers, change).turnAtMs - NOW);

/** When each account is polled if each poll happens at its turn. */
function play(urgencies: readonly Urgency[], forMs: number, change: Partial<FleetState> = {}): readonly number[][] {
  const takers = urgencies.map((urgency) => aTaker({ urgency, lastPollMs: NOW }));
  const polls: number[][] = takers.map(() => []);
  for (let nowMs = NOW; ;) {
    const turns = takers.map((own) => shareOf(own, takers, { nowMs, ...change }).turnAtMs);
    nowMs = Math.max(nowMs, Math.min(...turns));
    if (nowMs >= NOW + forMs) {
      return polls;
    }
    const next = turns.indexOf(Math.min(...turns));
    takers[next] = aTaker({ ...takers[next], lastPollMs: nowMs });
    polls[next]?.push(nowMs - NOW);
  }
}

const longestPause = (polls: readonly number[], untilMs: number): number =>
  Math.max(...[...polls, untilMs].map((atMs, index) => atMs - (polls[index - 1] ?? 0)));

describe('The turns of many accounts under one hourly limit', () => {
  it('come one after the other, the account that has waited longest first', () => {
    const takers = [1, 4, 3, 2].map((minutes) => aTaker({ lastPollMs: NOW - minutes * MINUTE }));
    const [first = 0, ...others] = turnsOf(takers).sort((a, b) => a - b);
    const order = turnsOf(takers)
      .map((atMs, index) => [atMs, index] as const)
      .sort(([a], [b]) => a - b);
    assert.deepEqual(
      order.map(([, index]) => index),
      [1, 2, 3, 0],
    );
    const gap = (others[0] ?? 0) - first;
    assert.ok(gap >= HOUR / 192);
    others.forEach((atMs, index) => assert.ok(Math.abs(atMs - first - (index + 1) * gap) < 1));
  });

  it('come sooner for accounts in sight, then for those with jobs in the last day, and none is forgotten', () => {
    const urgencies: Urgency[] = [
      ...Array<Urgency>(2).fill('inSight'),
      ...Array<Urgency>(18).fill('recentlyBusy'),
      ...Array<Urgency>(40).fill('quiet'),
    ];
    const polls = play(urgencies, 3 * HOUR);
    const longest = (from: number, to: number): number =>
      Math.max(...polls.slice(from, to).map((times) => longestPause(times, 3 * HOUR)));
    assert.ok(longest(0, 2) <= 8 * MINUTE, `in sight: ${longest(0, 2) / MINUTE} min`);
    assert.ok(longest(2, 20) <= 16 * MINUTE, `recently busy: ${longest(2, 20) / MINUTE} min`);
    assert.ok(longest(20, 60) <= 50 * MINUTE, `quiet: ${longest(20, 60) / MINUTE} min`);
  });

  it('come at least every 15 minutes for 35 accounts, and never more than there are requests', () => {
    const some = play(Array<Urgency>(35).fill('quiet'), 2 * HOUR);
    assert.ok(some.every((times) => longestPause(times, 2 * HOUR) <= 15 * MINUTE));
    const hundred = play(Array<Urgency>(100).fill('recentlyBusy'), 2 * HOUR);
    assert.ok(hundred.flat().length <= 2 * 192 + 1);
  });

  it('are half as many while the view is closed', () => {
    const open = play(Array<Urgency>(20).fill('quiet'), HOUR).flat().length;
    const closed = play(Array<Urgency>(20).fill('quiet'), HOUR, { isVisible: false }).flat().length;
    assert.ok(Math.abs(closed - open / 2) <= 1, `${closed} beside ${open}`);
  });

  it('leave the ends of jobs first, but always get a fifth', () => {
    const needing = (promisedMs: number): readonly TurnTaker[] => [
      ...Array.from({ length: 8 }, () => aTaker({ promisedMs: () => promisedMs })),
      ...Array.from({ length: 52 }, () => aTaker()),
    ];
    const gapOf = (takers: readonly TurnTaker[]): number => {
      const [first = 0, second = 0] = turnsOf(takers.slice(8)).sort((a, b) => a - b);
      const all = turnsOf(takers).sort((a, b) => a - b);
      return second - first === 0 ? (all[1] ?? 0) - (all[0] ?? 0) : (all[9] ?? 0) - (all[8] ?? 0);
    };
    const [none, some, all] = [10 * HOUR, 6 * MINUTE, MINUTE].map((ms) => gapOf(needing(ms)));
    assert.ok((none ?? 0) < (some ?? 0) && (some ?? 0) < (all ?? 0), `${none} ${some} ${all}`);
    assert.ok(Math.abs((all ?? 0) - HOUR / (192 * 0.2)) < SECOND);
  });

  it('keep no more from the ends of jobs than a look at each account every 15 minutes needs', () => {
    const takers = Array.from({ length: 6 }, () => aTaker({ promisedMs: () => MINUTE }));
    const { shortage } = shareOf(takers[0] ?? assert.fail(), takers);
    assert.ok(Math.abs((6 * 60) / shortage - (192 - 6 * 4)) < 1, `${shortage}`);
  });

  it('count for accounts with active jobs, too, so that those in sight take no more than there is', () => {
    const COMFORT = MINUTE;
    const takers = Array.from({ length: 20 }, (_, index) =>
      index < 10
        ? aTaker({ urgency: 'inSight', lastPollMs: NOW, promisedMs: () => 8 * MINUTE })
        : aTaker({ lastPollMs: NOW }),
    );
    const polls = takers.map(() => 0);
    for (let nowMs = NOW; ;) {
      const next = takers.map((own) => {
        const { turnAtMs, stretch, shortage } = shareOf(own, takers, { nowMs });
        const lastMs = own.lastPollMs ?? 0;
        const promisedMs = (own.promisedMs(stretch) ?? Infinity) * shortage;
        return Math.min(Math.max(turnAtMs, lastMs + COMFORT), lastMs + promisedMs);
      });
      const first = next.indexOf(Math.min(...next));
      nowMs = Math.max(nowMs, next[first] ?? NOW);
      if (nowMs >= NOW + HOUR) {
        break;
      }
      takers[first] = aTaker({ ...takers[first], lastPollMs: nowMs });
      polls[first] = (polls[first] ?? 0) + 1;
    }
    const sum = polls.reduce((total, count) => total + count, 0);
    assert.ok(sum <= 192, `${sum} polls: ${polls.join()}`);
    assert.ok(Math.min(...polls) >= 1, `each has a turn: ${polls.join()}`);
    assert.ok(Math.min(...polls.slice(0, 10)) > Math.max(...polls.slice(10)), `those in sight first: ${polls.join()}`);
  });

  it('are not needed by an account that is polled as often for the ends of its jobs', () => {
    const busy = aTaker({ promisedMs: () => 30 * SECOND });
    const takers = [busy, ...Array.from({ length: 9 }, () => aTaker())];
    assert.equal(shareOf(busy, takers).turnAtMs, Infinity);
    const slow = aTaker({ promisedMs: () => HOUR });
    assert.ok(Number.isFinite(shareOf(slow, [slow, ...takers.slice(1)]).turnAtMs));
  });

  it('poll all jobs less often by the same factor if their ends need more requests than there are', () => {
    const takers = [
      ...Array.from({ length: 10 }, () => aTaker({ promisedMs: () => 20 * SECOND })),
      ...Array.from({ length: 10 }, () => aTaker({ promisedMs: () => 60 * SECOND })),
    ];
    const { shortage } = shareOf(takers[0] ?? assert.fail(), takers);
    const sent = 10 * (HOUR / (20 * SECOND * shortage)) + 10 * (HOUR / (60 * SECOND * shortage));
    assert.ok(Math.abs(sent - 192 * 0.8) < 1, `${sent}`);
    const rich = shareOf(takers[0] ?? assert.fail(), takers, { lastingRate: 100 * RATE });
    assert.deepEqual([rich.shortage, rich.stretch], [1, 1]);
  });

  it('first spare the jobs that are far from their end', () => {
    const takers = Array.from({ length: 20 }, () => aTaker({ promisedMs: (stretch) => 3 * MINUTE * stretch }));
    const { stretch, shortage } = shareOf(takers[0] ?? assert.fail(), takers);
    assert.ok(stretch > 1 && stretch <= 16);
    assert.ok(Math.abs(shortage - 1) < 1e-9);
  });

  it('wait for nobody whose poll failed, was missed, or came before the clock was set back', () => {
    const stuck = aTaker({ lastPollMs: NOW - 10 * HOUR });
    const fresh = Array.from({ length: 9 }, () => aTaker({ lastPollMs: NOW }));
    const passed = (takers: readonly TurnTaker[], afterMs: number): boolean =>
      turnsOf(takers, { nowMs: NOW + afterMs })
        .slice(1)
        .some((atMs) => atMs <= afterMs);
    assert.ok(passed([{ ...stuck, isFailed: true }, ...fresh], 5 * MINUTE));
    assert.ok(passed([stuck, ...fresh], 5 * MINUTE));
    assert.ok(turnsOf([aTaker({ lastPollMs: NOW + HOUR }), ...fresh]).every((ms) => Number.isFinite(ms)));
  });

  it('begin with a first look at all accounts within a minute, in sight first, not all at once', () => {
    const takers = Array.from({ length: 61 }, (_, index) =>
      aTaker({ lastPollMs: index === 0 ? NOW : undefined, urgency: index === 60 ? 'inSight' : 'quiet' }),
    );
    const first = turnsOf(takers).slice(1);
    assert.equal(new Set(first).size, 60);
    assert.ok(Math.max(...first) <= MINUTE);
    assert.equal(Math.min(...first), first[59]);
  });

  it('are finite, whatever the accounts are', () => {
    const aRandomTaker = fc.record({
      lastPollMs: fc.option(fc.integer({ min: NOW - 10 * HOUR, max: NOW + HOUR }), { nil: undefined }),
      urgency: fc.constantFrom<Urgency>('inSight', 'recentlyBusy', 'quiet'),
      promisedMs: fc
        .option(fc.integer({ min: 5000, max: 10 * MINUTE }), { nil: undefined })
        .map((promisedMs) => (): number | undefined => promisedMs),
      isFailed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(aRandomTaker, { minLength: 4, maxLength: 80 }),
        fc.constantFrom(0, RATE / 100, RATE),
        (takers, lastingRate) => {
          const anyPolled = takers.some(({ lastPollMs }) => lastPollMs !== undefined);
          for (const own of takers) {
            const { turnAtMs, stretch, shortage } = shareOf(own, takers, { lastingRate });
            assert.ok(stretch >= 1 && stretch <= 16 && shortage >= 1);
            assert.ok(!Number.isNaN(turnAtMs) && !Number.isNaN(shortage));
            assert.ok(!anyPolled || turnAtMs > -Infinity);
          }
        },
      ),
    );
  });

  it('are for more than three accounts of one server, and end when an account leaves', () => {
    const turns = new Turns();
    const state = () => ({ lastingRate: RATE, isVisible: true, nowMs: NOW });
    const reads = Array.from({ length: 5 }, () => () => aTaker());
    const [read = () => aTaker()] = reads;
    const leave = reads.map((own) => turns.join('https://one', own));
    turns.join('https://other', () => aTaker());
    assert.notEqual(turns.shareOf('https://one', read, state), undefined);
    assert.equal(turns.shareOf('https://other', read, state), undefined);
    leave[4]?.();
    assert.notEqual(turns.shareOf('https://one', read, state), undefined);
    leave[3]?.();
    assert.equal(turns.shareOf('https://one', read, state), undefined);
  });
});
