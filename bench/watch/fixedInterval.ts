import type { Account } from '../../src/core/account';
import { RateLimits } from '../../src/simulator/rateLimits';
import { readRetryAt } from '../../src/core/api/rateLimit';
import { hashOf, randomFrom } from '../../src/simulator/random';
import type { Exchange } from './dayMetrics';
import { type DayWorld, endingOf, type PlayedDay, type Watching } from './playDay';
import type { Span, WorkingDay } from './workingDay';

const FINAL = /^(?:completed|failed|cancelled)$/i;

/**
 * Windows that each request each account's list at a fixed interval, whatever the responses are. These requests are
 * really sent.
 */
export function fixedInterval(intervalMs: number): (world: DayWorld) => Watching {
  return (world) => {
    const { day, clock, accounts } = world;
    const cancels = new Set<() => void>();
    phasesOf(day, intervalMs).forEach((phaseMs, windowIndex) => {
      const tick = (): void => {
        cancels.add(clock.setTimer(tick, intervalMs));
        void (async () => {
          for (const account of accounts) {
            await look(world, account, windowIndex);
          }
        })();
      };
      cancels.add(clock.setTimer(tick, phaseMs));
    });
    return {
      setFocus: () => undefined,
      started: () => Promise.resolve(),
      refresh: () => Promise.resolve(),
      dispose: () => cancels.forEach((cancel) => cancel()),
    };
  };
}

async function look({ transport, readToken, noticed }: DayWorld, account: Account, windowIndex: number): Promise<void> {
  const { kind, sid, baseUrl } = account;
  const segment = { agency: 'Agencies', brand: 'Advertisers', partner: 'Mediapartners' }[kind];
  const credentials = Buffer.from(`${sid}:${await readToken(account)}`).toString('base64');
  try {
    const response = await transport.open(new URL(`${baseUrl}/${segment}/${sid}/Jobs`), {
      headers: { Accept: 'application/json', Authorization: `Basic ${credentials}` },
    });
    const answer: unknown = JSON.parse(String(await transport.readBody(response, 2 ** 27)));
    const jobs = (Array.isArray(answer) ? answer : ((answer as { Jobs?: unknown }).Jobs ?? [])) as readonly {
      Id: string;
      Status: string;
    }[];
    jobs.forEach(({ Id, Status }) => FINAL.test(Status) && noticed(Id, windowIndex));
  } catch {
    return; // it sends the next request at the next tick, whatever happened
  }
}

/** The size of a list at a time, in bytes. */
export type SizeAt = (accountIndex: number, atMs: number) => number;

/**
 * Computes what `fixedInterval` would send and see, because sending tens of thousands of requests isn't needed to count
 * them.
 */
export function predictFixedInterval(
  day: WorkingDay,
  intervalMs: number,
  sizeAt: SizeAt,
  untilMs = day.endMs,
): PlayedDay {
  const time = { nowMs: day.startMs };
  const limits = new RateLimits({}, () => time.nowMs);
  const exchanges: Exchange[] = [];
  /** When each window got each account's list. */
  const seen = new Map<string, number[]>();
  for (const { atMs, windowIndex } of ticksOf(day, intervalMs, untilMs)) {
    time.nowMs = atMs;
    for (const [accountIndex, kind] of day.accountKinds.entries()) {
      const answer = answerAt(day, limits, { accountIndex, kind, atMs });
      const isSeen = answer.status === 200;
      exchanges.push({
        atMs,
        accountSid: String(accountIndex),
        bytes: isSeen ? sizeAt(accountIndex, atMs) : 0,
        ...answer,
      });
      if (isSeen) {
        const key = `${windowIndex} ${accountIndex}`;
        seen.set(key, seen.get(key) ?? []);
        seen.get(key)?.push(atMs);
      }
    }
  }
  const endings = day.jobs
    .filter(({ endMs }) => endMs < untilMs)
    .map((job) => endingOf(day, job, firstFrom(seen.get(`${job.windowIndex} ${job.accountIndex}`) ?? [], job.endMs)));
  return { sids: day.accountKinds.map((_, index) => String(index)), exchanges, endings, discoveries: [] };
}

/** The sizes of lists in a day that was really played. */
export function sizesOf({ sids, exchanges }: PlayedDay): SizeAt {
  const lists = sids.map((sid) => exchanges.filter(({ accountSid, status }) => accountSid === sid && status === 200));
  const times = lists.map((list) => list.map(({ atMs }) => atMs));
  return (accountIndex, atMs) =>
    lists[accountIndex]?.[Math.max(0, countUntil(times[accountIndex] ?? [], atMs) - 1)]?.bytes ?? 0;
}

/** The windows weren't opened at the same time. */
function phasesOf({ windows }: WorkingDay, intervalMs: number): readonly number[] {
  const random = randomFrom(hashOf('phase', intervalMs));
  return Array.from({ length: windows }, () => Math.floor(random() * intervalMs));
}

function ticksOf(
  day: WorkingDay,
  intervalMs: number,
  untilMs: number,
): readonly { readonly atMs: number; readonly windowIndex: number }[] {
  const { startMs, sleep } = day;
  const ticks: { atMs: number; windowIndex: number }[] = [];
  for (const [windowIndex, phaseMs] of phasesOf(day, intervalMs).entries()) {
    for (let awakeMs = startMs + phaseMs; awakeMs <= untilMs; awakeMs += intervalMs) {
      const atMs = awakeMs <= sleep.startMs ? awakeMs : awakeMs + sleep.endMs - sleep.startMs;
      if (atMs <= untilMs) {
        ticks.push({ atMs, windowIndex });
      }
    }
  }
  return ticks.sort((a, b) => a.atMs - b.atMs);
}

interface Asked {
  readonly accountIndex: number;
  readonly kind: Account['kind'];
  readonly atMs: number;
}

function answerAt(
  { outage, blocks }: WorkingDay,
  limits: RateLimits,
  { accountIndex, kind, atMs }: Asked,
): Pick<Exchange, 'status' | 'blockedUntilMs'> {
  if (isWithin(outage, atMs)) {
    return { status: 0 };
  }
  const block = blocks.find((span) => span.accountIndex === accountIndex && isWithin(span, atMs) && atMs < span.endMs);
  if (block !== undefined) {
    return { status: 429, blockedUntilMs: block.endMs };
  }
  const { allowed, headers } = limits.spend({ sid: String(accountIndex), kind }, 'requests');
  const lowerCase = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return allowed
    ? { status: 200 }
    : { status: 429, blockedUntilMs: readRetryAt({ get: (name) => lowerCase.get(name) ?? null }, atMs) };
}

/** A request at the start of a span happens before it, as in the day that is really played. */
function isWithin({ startMs, endMs }: Span, atMs: number): boolean {
  return startMs < atMs && atMs <= endMs;
}

function firstFrom(times: readonly number[], fromMs: number): number {
  return times[countUntil(times, fromMs - 1)] ?? Infinity;
}

/** The number of times up to a limit, in an ascending list. */
function countUntil(times: readonly number[], untilMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= untilMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
