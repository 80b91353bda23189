import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { RequestLedger, watchAllowance } from '../../../../src/core/share/requestLedger';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { startChild } from './support/startChild';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The machine’s allowance', () => {
  const files = temporaryFolder();
  let runs = 0;
  let folder: string;
  let clock: FakeClock;
  const open = (): RequestLedger => new RequestLedger({ folder, name: 'requests', clock, onProblem: assert.ifError });

  /** How many of `count` requests are allowed. */
  const spend = (ledger: RequestLedger, purpose: 'user' | 'watch', count: number, limit = 10): number =>
    Array.from({ length: count }, () => ledger.trySpend(purpose, limit)).filter((nextAtMs) => nextAtMs === undefined)
      .length;

  beforeEach(() => {
    folder = files.path();
    clock = new FakeClock();
  });

  it('reserves a fifth for clicks', () => {
    assert.deepEqual(
      [240, 10, 1000].map((limit) => watchAllowance(limit)),
      [192, 8, 800],
    );
    const ledger = open();
    assert.equal(spend(ledger, 'watch', 20), 8);
    assert.equal(spend(ledger, 'user', 20), 2);
  });

  it('lets clicks use their reserve before the shared part, and always leaves some for the next', () => {
    const ledger = open();
    assert.equal(spend(ledger, 'user', 15, 100), 15);
    assert.deepEqual(ledger.watchBudget(100), { spent: 0, allowance: 80 });
    assert.equal(spend(ledger, 'watch', 100, 100), 80);
    assert.deepEqual(ledger.watchBudget(100), { spent: 80, allowance: 80 });
    assert.equal(spend(ledger, 'user', 100, 100), 5);

    const busy = new RequestLedger({ folder, name: 'others', clock, onProblem: assert.ifError });
    assert.equal(spend(busy, 'user', 40, 100), 40);
    assert.deepEqual(busy.watchBudget(100), { spent: 23, allowance: 80 });
    assert.equal(spend(busy, 'watch', 100, 100), 57);
    assert.equal(spend(busy, 'user', 100, 100), 3);
  });

  it('says when part of it is free again', () => {
    const ledger = open();
    const startMs = clock.now();
    assert.equal(spend(ledger, 'watch', 60, 100), 60);
    assert.equal(ledger.easesAtMs(0.9, 100), startMs);
    clock.jump(10 * MINUTE);
    assert.equal(spend(ledger, 'watch', 15, 100), 15);
    assert.equal(ledger.easesAtMs(0.9, 100), startMs + HOUR);
    assert.equal(ledger.easesAtMs(0.1, 100), startMs + 10 * MINUTE + HOUR);
  });

  it('is shared by all windows', () => {
    const [one, other] = [open(), open()];
    assert.equal(spend(one, 'user', 6) + spend(other, 'user', 6), 10);
    assert.deepEqual([one.spentLastHour, other.spentLastHour, open().spentLastHour], [10, 10, 10]);
  });

  it('says when requests resume, for clicks sooner than for watching', async () => {
    const ledger = open();
    for (let count = 0; count < 10; count++) {
      ledger.trySpend('user', 10);
      await clock.advance(MINUTE);
    }
    const startedAtMs = clock.now() - 10 * MINUTE;
    assert.equal(ledger.trySpend('user', 10), startedAtMs + HOUR);
    assert.equal(ledger.trySpend('watch', 10), startedAtMs + MINUTE + HOUR);
    await clock.advance(50 * MINUTE - 1);
    assert.notEqual(ledger.trySpend('user', 10), undefined);
    await clock.advance(1);
    assert.equal(ledger.trySpend('user', 10), undefined);
  });

  it('follows a changed setting immediately', () => {
    const ledger = open();
    spend(ledger, 'user', 10);
    assert.equal(spend(ledger, 'user', 20, 20), 10);
    assert.notEqual(ledger.trySpend('user', 10), undefined);
  });

  it('persists when all windows close', () => {
    spend(open(), 'user', 9);
    assert.equal(spend(open(), 'user', 9), 1);
  });

  it('stores no request details, is readable only by the user, and expires', async () => {
    const ledger = open();
    for (let hour = 0; hour < 8; hour++) {
      spend(ledger, 'user', 3);
      await clock.advance(HOUR);
    }
    const files = readdirSync(folder);
    assert.ok(files.length <= 3, files.join());
    for (const file of files) {
      assert.match(readFileSync(path.join(folder, file), 'utf8'), /^(?:\n(?:user|watch) \d+ [\w-]+\n)+$/);
      assert.equal(statSync(path.join(folder, file)).mode & 0o777, 0o600);
    }
  });

  it('tolerates damaged and invalid lines', () => {
    spend(open(), 'user', 3);
    const [file = ''] = readdirSync(folder);
    writeFileSync(
      path.join(folder, file),
      `${readFileSync(path.join(folder, file), 'utf8')}user 17\n\u0000\u0000\nuser x y\nuser 99999999999999999999 a`,
      'utf8',
    );
    assert.equal(open().spentLastHour, 3);
    assert.equal(spend(open(), 'user', 20), 7);
  });

  it('counts for this window only if no file can be created, and says so once', () => {
    folder = path.join(folder, 'a-file');
    writeFileSync(folder, '');
    const problems: unknown[] = [];
    const ledger = new RequestLedger({ folder, name: 'requests', clock, onProblem: (error) => problems.push(error) });
    assert.deepEqual([spend(ledger, 'watch', 20), spend(ledger, 'user', 20)], [8, 2]);
    clock.jump(HOUR);
    assert.deepEqual([spend(ledger, 'user', 5), spend(ledger, 'watch', 20), problems.length], [5, 4, 1]);
  });

  it('counts a line of another window once, from now if its clock is ahead, and not if that window let it go', () => {
    const ledger = open();
    spend(ledger, 'watch', 1);
    const file = path.join(folder, readdirSync(folder)[0] ?? '');
    const add = (...lines: readonly string[]): number => {
      writeFileSync(file, lines.map((line) => `\n${line}\n`).join(''), { flag: 'a' });
      return ledger.spentLastHour;
    };
    const nowMs = clock.now();
    assert.equal(add(`watch ${nowMs} other-1`, `watch ${nowMs} other-1`), 2);
    assert.equal(add(`watch ${nowMs} other-2`, `void ${nowMs} other-2`), 2);
    assert.equal(add(`user ${nowMs - HOUR} old`, `xwatch ${nowMs} other-3`, `watch ${nowMs} other-3 x`), 2);
    assert.deepEqual(ledger.watchBudget(10), { spent: 2, allowance: 8 });
    assert.equal(add(`user ${nowMs + 30 * MINUTE} ahead`), 3);
    assert.deepEqual(ledger.watchBudget(10), { spent: 2, allowance: 8 });
    clock.jump(HOUR);
    assert.equal(ledger.spentLastHour, 0);
  });

  it('goes on, and is shared again, after somebody has deleted its folder', () => {
    const ledger = open();
    spend(ledger, 'user', 2);
    rmSync(folder, { recursive: true });
    assert.equal(spend(ledger, 'user', 2), 2);
    assert.deepEqual([ledger.spentLastHour, open().spentLastHour], [4, 2]);
  });

  it('lasts at a pace at which it never runs out', () => {
    const perHour = (ledger: RequestLedger): number => Math.round(ledger.lastingRate(10) * HOUR);
    const ledger = open();
    assert.equal(perHour(ledger), 8, 'all that polling may send');
    spend(ledger, 'watch', 4);
    assert.equal(perHour(ledger), 5, 'five until the first of the four is an hour old');
    clock.jump(30 * MINUTE);
    assert.equal(perHour(ledger), 8);
    spend(ledger, 'watch', 4);
    assert.equal(perHour(ledger), 2, 'one in the next half hour');
    clock.jump(30 * MINUTE);
    assert.equal(perHour(ledger), 8, 'four are free, and more soon');
    spend(ledger, 'user', 10);
    assert.equal(perHour(ledger), 0, 'clicks have taken the rest');
  });

  /** A clock at whose second reading, between a decision and its line in the ledger, something else happens. */
  function interrupted(happen: () => void): FakeClock {
    let readings = 0;
    const now = clock.now.bind(clock);
    return Object.assign(Object.create(clock) as FakeClock, {
      now: () => {
        readings++;
        if (readings === 2) {
          happen();
        }
        return now();
      },
    });
  }

  it('is never exceeded if another window takes the last request in between', () => {
    const [other, third] = [open(), open()];
    spend(other, 'user', 9);
    const slow = new RequestLedger({
      folder,
      name: 'requests',
      clock: interrupted(() => assert.equal(other.trySpend('user', 10), undefined)),
      onProblem: assert.ifError,
    });
    const firstMs = clock.now();
    assert.equal(slow.trySpend('user', 10), firstMs + HOUR);
    assert.deepEqual(
      [slow, other, third, open()].map(({ spentLastHour }) => spentLastHour),
      [10, 10, 10, 10],
    );
  });

  it('counts a request from when it was decided, although another window has written one before it', () => {
    const other = open();
    const slow = new RequestLedger({
      folder,
      name: 'requests',
      clock: interrupted(() => {
        clock.jump(20 * MINUTE);
        spend(other, 'user', 1);
      }),
      onProblem: assert.ifError,
    });
    const decidedMs = clock.now();
    assert.equal(slow.trySpend('user', 10), undefined);
    assert.equal(open().trySpend('user', 2), decidedMs + HOUR);
  });

  it('writes nothing while it is used up', () => {
    const ledger = open();
    spend(ledger, 'user', 10);
    const file = path.join(folder, readdirSync(folder)[0] ?? '');
    const { size } = statSync(file);
    assert.equal(spend(ledger, 'user', 20) + spend(ledger, 'watch', 20), 0);
    assert.equal(statSync(file).size, size);
  });

  it('is never exceeded by processes that spend simultaneously', async () => {
    const children = await Promise.all(Array.from({ length: 3 }, () => startChild('spend', folder)));
    const allowed = children.reduce((sum, { said }) => sum + Number(said), 0);
    assert.ok(allowed <= 100, `${allowed} of 100`);
    assert.ok(allowed >= 80, `${allowed} of 100: clicks that let go for each other leave little unspent`);
  });

  it('is never exceeded or blocked forever, in any order of spending, starts, and clock changes', async () => {
    const anAct = fc.record({
      window: fc.nat(3),
      purpose: fc.constantFrom('user' as const, 'watch' as const),
      count: fc.integer({ min: 1, max: 6 }),
      thenMs: fc.integer({ min: 0, max: 20 * MINUTE }),
      backMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3 * HOUR })),
      isNew: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { maxLength: 40 }), fc.integer({ min: 2, max: 12 }), async (acts, limit) => {
        folder = path.join(files.path(), `${runs++}`);
        clock = new FakeClock();
        const ledgers = Array.from({ length: 4 }, open);
        let trueMs = 0;
        let latestMs = clock.now();
        const spent: { readonly atMs: number; readonly purpose: string }[] = [];
        for (const { window, purpose, count, thenMs, backMs, isNew } of acts) {
          if (isNew) {
            ledgers[window] = open();
          }
          for (let allowed = spend(ledgers[window] as RequestLedger, purpose, count, limit); allowed > 0; allowed--) {
            spent.push({ atMs: trueMs, purpose });
          }
          const lastHour = spent.filter(({ atMs }) => atMs > trueMs - HOUR);
          assert.ok(lastHour.length <= limit, `${lastHour.length} of ${limit}`);
          assert.ok(lastHour.filter((other) => other.purpose === 'watch').length <= watchAllowance(limit));
          // What is further ahead than two hours is taken for a mistake, and forgotten.
          clock.set(-Math.min(backMs, Math.max(0, clock.now() - latestMs + 2 * HOUR)));
          await clock.advance(thenMs);
          trueMs += thenMs;
          latestMs = Math.max(latestMs, clock.now());
        }
        ledgers.forEach((ledger) => ledger.watchBudget(limit));
        await clock.advance(HOUR);
        assert.equal(ledgers[0]?.trySpend('user', limit), undefined);
      }),
      { numRuns: 200 },
    );
  });
});
