import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRateLimit } from '../../../../src/core/api/rateLimit';
import { paceOfBudget, paceOfServer } from '../../../../src/core/watch/pace';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The pace for the account’s hourly allowance', () => {
  const forms: Readonly<Record<string, (remaining: number) => Readonly<Record<string, string>>>> = {
    'Agency and Brand, in seconds': (remaining) => ({
      'X-RateLimit-Limit': '1000',
      'X-RateLimit-Remaining': `${remaining}`,
      'X-RateLimit-Reset': '1800',
    }),
    'Agency and Brand, as a Unix time': (remaining) => ({
      'X-RateLimit-Limit': '1000',
      'X-RateLimit-Remaining': `${remaining}`,
      'X-RateLimit-Reset': `${NOW / 1000 + 1800}`,
    }),
    Partner: (remaining) => ({
      'X-RateLimit-Limit-hour': '1000',
      'X-RateLimit-Remaining-hour': `${remaining}`,
      'RateLimit-Reset': '1800',
    }),
  };
  for (const [form, headersOf] of Object.entries(forms)) {
    it(`is normal while enough is left, and slows until the reset otherwise: ${form}`, () => {
      const pace = (remaining: number): number => {
        const headers = new Map(
          Object.entries(headersOf(remaining)).map(([name, value]) => [name.toLowerCase(), value]),
        );
        return paceOfServer(readRateLimit({ get: (name) => headers.get(name.toLowerCase()) ?? null }, NOW), NOW);
      };
      assert.deepEqual([1000, 250].map(pace), [0, 0]);
      assert.equal(pace(100), (30 * MINUTE) / 25);
      assert.deepEqual([4, 1, 0].map(pace), [30 * MINUTE, 30 * MINUTE, 30 * MINUTE]);
    });
  }

  it('is estimated from partial information, and normal without any', () => {
    assert.equal(paceOfServer(undefined, NOW), 0);
    assert.equal(paceOfServer({ limit: 1000, remaining: undefined, resetAtMs: NOW + HOUR }, NOW), 0);
    assert.equal(paceOfServer({ limit: undefined, remaining: 100, resetAtMs: undefined }, NOW), HOUR / 25);
    assert.equal(paceOfServer({ limit: 1000, remaining: 0, resetAtMs: NOW - 1 }, NOW), 0);
  });

  it('leaves most of the rest to other clients', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: HOUR }),
        (limit, rest, toResetMs) => {
          let remaining = Math.min(rest, limit);
          const before = remaining;
          let nowMs = NOW;
          let spent = 0;
          while (spent < 1000) {
            const pace = paceOfServer({ limit, remaining, resetAtMs: NOW + toResetMs }, nowMs);
            if (pace === 0 || nowMs + pace >= NOW + toResetMs / 2) {
              break;
            }
            nowMs += pace;
            remaining = Math.max(0, remaining - 1);
            spent++;
          }
          assert.ok(spent <= 1 + before / 5, `${spent} of ${before}`);
        },
      ),
    );
  });
});

describe('The pace for the machine’s hourly allowance', () => {
  it('is normal until little is left', () => {
    assert.deepEqual(
      [undefined, { spent: 0, allowance: 200 }, { spent: 170, allowance: 200 }].map(paceOfBudget),
      [0, 0, 0],
    );
    assert.ok(paceOfBudget({ spent: 180, allowance: 200 }) < MINUTE);
    assert.equal(paceOfBudget({ spent: 200, allowance: 200 }), HOUR / 1.5);
  });

  it('never reaches the ceiling and never stops, even with three accounts watched closely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 150, max: 800 }), (accounts, allowance) => {
        const spendings: number[] = [];
        const nextMs = Array.from({ length: accounts }, (_, index) => index * 100);
        const lastMs = nextMs.map(() => 0);
        for (let nowMs = 0; nowMs < 4 * HOUR; nowMs += 1000) {
          nextMs.forEach((dueMs, index) => {
            if (nowMs >= dueMs) {
              while ((spendings[0] ?? nowMs) <= nowMs - HOUR) {
                spendings.shift();
              }
              const floorMs = Math.max(5000, paceOfBudget({ spent: spendings.length, allowance }));
              if (nowMs - (lastMs[index] ?? 0) >= floorMs) {
                spendings.push(nowMs);
                assert.ok(spendings.length <= allowance, `${spendings.length} of ${allowance}`);
                assert.ok(nowMs - (lastMs[index] ?? 0) <= HOUR, 'silent for an hour');
                lastMs[index] = nowMs;
              }
              nextMs[index] = nowMs + 5000;
            }
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});
