import assert from 'node:assert/strict';
import { countedAs, type RateLimit, readRateLimit, readRetryAt } from '../../../../src/core/api/rateLimit';

const NOW_MS = Date.UTC(2026, 10, 23, 14, 0, 0);
const NOW_SECONDS = NOW_MS / 1000;
const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

const PAST = 'Mon, 23 Nov 2026 13:00:00 GMT';

type HeaderTable = Readonly<Record<string, string>>;

describe('The allowance in a response', () => {
  const forms: readonly (readonly [name: string, headers: HeaderTable, expected: RateLimit | undefined])[] = [
    ['is unknown without headers', {}, undefined],
    [
      'is read from the names of Agency and Brand',
      { 'X-RateLimit-Limit': '1000', 'X-RateLimit-Remaining': '987', 'X-RateLimit-Reset': '1800' },
      { limit: 1000, remaining: 987, resetAtMs: NOW_MS + 1800 * SECOND_MS },
    ],
    [
      'is read from the names of Partner',
      { 'X-RateLimit-Limit-hour': '1000', 'X-RateLimit-Remaining-hour': '0', 'RateLimit-Reset': '60' },
      { limit: 1000, remaining: 0, resetAtMs: NOW_MS + 60 * SECOND_MS },
    ],
    [
      'takes a reset above a thousand million for a Unix time',
      { 'X-RateLimit-Reset': String(NOW_SECONDS + 900) },
      { limit: undefined, remaining: undefined, resetAtMs: NOW_MS + 900 * SECOND_MS },
    ],
    [
      'takes a far larger one for milliseconds',
      { 'X-RateLimit-Reset': String(NOW_MS + 900) },
      { limit: undefined, remaining: undefined, resetAtMs: NOW_MS + 900 },
    ],
    [
      'keeps a reset of a time that is over',
      { 'X-RateLimit-Reset': '1487332519' },
      { limit: undefined, remaining: undefined, resetAtMs: 1_487_332_519 * SECOND_MS },
    ],
    [
      'drops a reset beyond a day',
      { 'X-RateLimit-Reset': '900000', 'X-RateLimit-Remaining': '3' },
      { limit: undefined, remaining: 3, resetAtMs: undefined },
    ],
    [
      'drops a reset in the next century',
      { 'X-RateLimit-Reset': '99999999999999', 'X-RateLimit-Remaining': '3' },
      { limit: undefined, remaining: 3, resetAtMs: undefined },
    ],
    [
      'reads around spaces',
      { 'X-RateLimit-Remaining': '  12 ' },
      { limit: undefined, remaining: 12, resetAtMs: undefined },
    ],
  ];
  for (const [name, headers, expected] of forms) {
    it(name, () => assert.deepEqual(readRateLimit(new Headers(headers), NOW_MS), expected));
  }

  for (const garbage of [
    '',
    ' ',
    'many',
    'NaN',
    'Infinity',
    '-1',
    '0x10',
    '1e3',
    '1,000',
    '1000, 999',
    '1000;w=3600',
    '１２',
    '9'.repeat(400),
  ]) {
    it(`doesn't read "${garbage.slice(0, 20)}" as a number`, () => {
      const headers = { 'X-RateLimit-Limit': garbage, 'X-RateLimit-Remaining': garbage, 'X-RateLimit-Reset': garbage };
      // Headers takes only Latin-1, as HTTP does.
      const latin1 = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
      );
      assert.equal(readRateLimit(new Headers(latin1), NOW_MS), undefined);
    });
  }
});

describe('The allowance that a response is about', () => {
  it('is the one asked for, unless its limit is that of all requests', () => {
    const limited = (limit: number | undefined): RateLimit => ({ limit, remaining: 0, resetAtMs: undefined });
    for (const asked of ['exports', 'clickExports'] as const) {
      assert.equal(countedAs(asked, undefined), asked);
      assert.equal(countedAs(asked, limited(undefined)), asked);
      assert.equal(countedAs(asked, limited(999)), asked);
      assert.equal(countedAs(asked, limited(1000)), 'requests');
    }
  });

  it('can be any of the parts alone', () => {
    const names = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
    const read = names.map((name) => readRateLimit(new Headers({ [name]: '5' }), NOW_MS));
    assert.deepEqual(read, [
      { limit: 5, remaining: undefined, resetAtMs: undefined },
      { limit: undefined, remaining: 5, resetAtMs: undefined },
      { limit: undefined, remaining: undefined, resetAtMs: NOW_MS + 5 * SECOND_MS },
    ]);
  });

  it('has a reset of at most 25 hours', () => {
    const reset = (seconds: number): number | undefined =>
      readRateLimit(new Headers({ 'X-RateLimit-Reset': String(seconds) }), NOW_MS)?.resetAtMs;
    assert.deepEqual([reset(25 * 3600), reset(25 * 3600 + 1)], [NOW_MS + 25 * HOUR_MS, undefined]);
    assert.deepEqual([reset(1e9), reset(1e9 + 1)], [undefined, (1e9 + 1) * SECOND_MS]);
  });
});

describe('The wait after a refusal', () => {
  const waits: readonly (readonly [name: string, headers: HeaderTable, waitMs: number])[] = [
    ['is a minute where nothing is said', {}, 60 * SECOND_MS],
    ['is Retry-After in seconds', { 'Retry-After': '120' }, 120 * SECOND_MS],
    ['is Retry-After as an HTTP date', { 'Retry-After': 'Mon, 23 Nov 2026 14:05:00 GMT' }, 300 * SECOND_MS],
    ['is Retry-After as a Unix time', { 'Retry-After': String(NOW_SECONDS + 30) }, 30 * SECOND_MS],
    ['is Retry-After before the reset', { 'Retry-After': '10', 'X-RateLimit-Reset': '900' }, 10 * SECOND_MS],
    ['is the reset where there is no Retry-After', { 'X-RateLimit-Reset': '900' }, 900 * SECOND_MS],
    [
      'is the reset where Retry-After cannot be read',
      { 'Retry-After': 'soon', 'RateLimit-Reset': '90' },
      90 * SECOND_MS,
    ],
    [
      'is a minute where the date is of a clock that is behind',
      { 'Retry-After': 'Mon, 23 Nov 2026 13:00:00 GMT' },
      60 * SECOND_MS,
    ],
    ['is a minute where the reset is long over', { 'X-RateLimit-Reset': '1487332519' }, 60 * SECOND_MS],
    ['is at most two hours', { 'Retry-After': '7201' }, 2 * HOUR_MS],
    ['is the reset where the date is over', { 'Retry-After': PAST, 'RateLimit-Reset': '90' }, 90 * SECOND_MS],
    ['is a minute where Retry-After is empty', { 'Retry-After': ' ' }, 60 * SECOND_MS],
    ['is at least a second', { 'Retry-After': '0' }, SECOND_MS],
    ['is at least a second for a negative time', { 'Retry-After': '-600' }, SECOND_MS],
    ['is at most two hours', { 'Retry-After': '31536000' }, 2 * HOUR_MS],
    ['is at most two hours for a date far away', { 'Retry-After': 'Fri, 31 Dec 2100 23:59:59 GMT' }, 2 * HOUR_MS],
    ['is a minute where Retry-After is endless', { 'Retry-After': 'Infinity' }, 60 * SECOND_MS],
  ];
  for (const [name, headers, waitMs] of waits) {
    it(name, () => assert.equal(readRetryAt(new Headers(headers), NOW_MS) - NOW_MS, waitMs));
  }

  it('is as long as stated if the day’s exports are used up, and at most 25 hours', () => {
    const waits = [
      { 'Retry-After': String(23 * 3600) },
      { 'X-RateLimit-Limit': '100', 'X-RateLimit-Reset': String(24 * 3600) },
      { 'Retry-After': '31536000' },
    ];
    assert.deepEqual(
      waits.map((headers) => (readRetryAt(new Headers(headers), NOW_MS, 'exports') - NOW_MS) / HOUR_MS),
      [23, 24, 25],
    );
  });
});
