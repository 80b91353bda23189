import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { RequestPurpose } from '../api/requestGate';
import type { Budget } from './budget';
import { SharedLog } from './sharedLog';

const MS_PER_HOUR = 3_600_000;
/** The share of the limit that polling leaves to clicks. */
const RESERVE_SHARE = 0.2;
/** The share of the limit that always stays for the next clicks, however many there have been. */
const LAST_RESERVE_SHARE = 0.03;

export interface RequestLedgerOptions {
  readonly folder: string;
  /** The name of the ledger: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Called once if the ledger can't be written. This window then counts only its own requests. */
  readonly onProblem: (error: unknown) => void;
}

/** The number of requests per hour that polling can send. Clicks use their reserve first. */
export function watchAllowance(limitPerHour: number): number {
  return limitPerHour - Math.ceil(limitPerHour * RESERVE_SHARE);
}

/** The number of requests in an hour, including clicks, above which polling stops. */
function watchCeiling(limitPerHour: number): number {
  return limitPerHour - Math.ceil(limitPerHour * LAST_RESERVE_SHARE);
}

interface Spending {
  readonly atMs: number;
  readonly isWatch: boolean;
}

/**
 * Counts the requests of all windows and accounts of this machine to one server in the last hour. A request is written
 * down before it's sent, and sent only if the ledger then contains no more than the limit. If two windows reach for the
 * last request at the same moment, each sees the other and both give up, so no order of events leads above the limit.
 */
export class RequestLedger {
  private readonly log: SharedLog;
  /** The requests of the last hour. */
  private readonly spendings = new Map<string, Spending>();
  private readonly name = randomUUID().slice(0, 8);
  private count = 0;
  private isTroubled = false;

  constructor(private readonly options: RequestLedgerOptions) {
    const { folder, name, clock } = options;
    this.log = new SharedLog({ folder, name, clock, periodMs: MS_PER_HOUR, keptPeriods: 2 });
  }

  /**
   * Uses one request. Undefined if it can be sent. Otherwise, when the next one is possible, in milliseconds since the
   * epoch.
   */
  trySpend(purpose: RequestPurpose, limitPerHour: number): number | undefined {
    const nowMs = this.options.clock.now();
    this.catchUp(nowMs);
    if (this.leftFor(purpose, limitPerHour) <= 0) {
      return this.nextAtMs(purpose, limitPerHour);
    }
    const token = `${this.name}-${this.count++}`;
    this.attempt(() => this.log.append(`${purpose} ${nowMs} ${token}`));
    this.spendings.set(token, { atMs: nowMs, isWatch: purpose === 'watch' });
    this.catchUp(nowMs);
    if (this.leftFor(purpose, limitPerHour) >= 0) {
      return undefined;
    }
    this.attempt(() => this.log.append(`void ${nowMs} ${token}`));
    this.spendings.delete(token);
    return this.nextAtMs(purpose, limitPerHour);
  }

  /** The number of requests in the last hour, for any purpose. */
  get spentLastHour(): number {
    this.catchUp(this.options.clock.now());
    return this.spendings.size;
  }

  /** The hourly budget for polling. Its used part contains the requests of polling, and clicks beyond their reserve. */
  watchBudget(limitPerHour: number): Budget {
    this.catchUp(this.options.clock.now());
    const allowance = watchAllowance(limitPerHour);
    return { spent: allowance - this.leftForWatch(limitPerHour), allowance };
  }

  /**
   * The most requests per ms that polling can send evenly from now on without ever reaching its limit. Until a request
   * is an hour old and no longer counts, only the others are left.
   */
  lastingRate(limitPerHour: number): number {
    const nowMs = this.options.clock.now();
    this.catchUp(nowMs);
    const left = this.leftForWatch(limitPerHour);
    return [...this.spendings.values()]
      .flatMap(({ atMs, isWatch }) => (isWatch ? [atMs + MS_PER_HOUR - nowMs] : []))
      .sort((a, b) => a - b)
      .reduce(
        (rate, expiresInMs, index) => Math.min(rate, Math.max(0, left + index + 1) / Math.max(1, expiresInMs)),
        watchAllowance(limitPerHour) / MS_PER_HOUR,
      );
  }

  /** When polling has used no more than this share of its allowance if it stopped, in ms since the epoch. */
  easesAtMs(share: number, limitPerHour: number): number {
    this.catchUp(this.options.clock.now());
    return this.watchFreeAtMs(limitPerHour, Math.floor(watchAllowance(limitPerHour) * (1 - share)));
  }

  /**
   * When a request for that purpose is possible if no other comes first, in milliseconds since the epoch: now or later.
   */
  private nextAtMs(purpose: RequestPurpose, limitPerHour: number): number {
    return purpose === 'user'
      ? this.freeAtMs([...this.spendings.values()], limitPerHour)
      : this.watchFreeAtMs(limitPerHour, 0);
  }

  /** When more than `reserve` requests of polling are possible. */
  private watchFreeAtMs(limitPerHour: number, reserve: number): number {
    const all = [...this.spendings.values()];
    return Math.max(
      this.freeAtMs(all, watchCeiling(limitPerHour) - reserve),
      this.freeAtMs(
        all.filter(({ isWatch }) => isWatch),
        watchAllowance(limitPerHour) - reserve,
      ),
    );
  }

  /** When fewer of these requests than `allowance` still count. */
  private freeAtMs(spendings: readonly Spending[], allowance: number): number {
    const times = spendings.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const nowMs = this.options.clock.now();
    return times.length < allowance ? nowMs : (times[times.length - allowance] ?? nowMs) + MS_PER_HOUR;
  }

  private leftFor(purpose: RequestPurpose, limitPerHour: number): number {
    return purpose === 'user' ? limitPerHour - this.spendings.size : this.leftForWatch(limitPerHour);
  }

  private leftForWatch(limitPerHour: number): number {
    const watched = [...this.spendings.values()].filter(({ isWatch }) => isWatch).length;
    return Math.min(watchCeiling(limitPerHour) - this.spendings.size, watchAllowance(limitPerHour) - watched);
  }

  /** Reads the requests of other windows, and forgets those that are an hour old. */
  private catchUp(nowMs: number): void {
    this.attempt(() => this.log.readNew().forEach((line) => this.note(line)));
    for (const [token, spending] of this.spendings) {
      if (spending.atMs <= nowMs - MS_PER_HOUR) {
        this.spendings.delete(token);
      } else if (spending.atMs > nowMs) {
        // If the clock was set back, these requests count from now, so they are forgotten in an hour at the latest.
        this.spendings.set(token, { ...spending, atMs: nowMs });
      }
    }
  }

  private note(line: string): void {
    const [, kind, time, token] = /^(watch|user|void) (\d{1,16}) ([\w-]{1,64})$/.exec(line) ?? [];
    if (token === undefined) {
      return;
    }
    if (kind === 'void') {
      this.spendings.delete(token);
    } else {
      this.spendings.set(token, { atMs: Number(time), isWatch: kind === 'watch' });
    }
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!this.isTroubled) {
        this.isTroubled = true;
        this.options.onProblem(error);
      }
    }
  }
}
