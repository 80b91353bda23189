import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { RequestPurpose } from '../api/requestGate';
import { SharedLog } from './sharedLog';

const MS_PER_HOUR = 3_600_000;
/** The share of the ceiling that watching leaves to clicks. */
const RESERVE_SHARE = 0.2;

export interface RequestLedgerOptions {
  readonly folder: string;
  /** Letters, digits and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Hears once why the ledger cannot be kept; this window then counts for itself alone. */
  readonly onProblem?: (error: unknown) => void;
}

/** How many requests an hour a purpose may bring the machine's spending to. */
export function allowanceOf(purpose: RequestPurpose, limitPerHour: number): number {
  return purpose === 'user' ? limitPerHour : limitPerHour - Math.ceil(limitPerHour * RESERVE_SHARE);
}

/**
 * What all windows and accounts of this machine have spent at one server in the last hour. A request is written down before it is sent,
 * and sent only if no more than the ceiling stand in the ledger then; of two windows that come to the last one at the same
 * moment each sees the other and both let go, so that no order of events leads above the ceiling.
 */
export class RequestLedger {
  private readonly log: SharedLog | undefined;
  /** When each spending of the last hour was made. */
  private readonly spendings = new Map<string, number>();
  private readonly name = randomUUID().slice(0, 8);
  private count = 0;
  private isTroubled = false;

  constructor(private readonly options: RequestLedgerOptions) {
    const { folder, name, clock } = options;
    this.log = this.attempt(() => new SharedLog({ folder, name, clock, periodMs: MS_PER_HOUR, keptPeriods: 2 }));
  }

  /** Takes one request out of the hour's allowance (undefined), or says when there will be one, milliseconds since the epoch. */
  trySpend(purpose: RequestPurpose, limitPerHour: number): number | undefined {
    const nowMs = this.options.clock.now();
    const allowance = allowanceOf(purpose, limitPerHour);
    if (this.spentAt(nowMs) >= allowance) {
      return this.nextAtMs(purpose, limitPerHour);
    }
    const token = `${this.name}-${this.count++}`;
    this.attempt(() => this.log?.append(`${purpose} ${nowMs} ${token}`));
    this.spendings.set(token, nowMs);
    if (this.spentAt(nowMs) <= allowance) {
      return undefined;
    }
    this.attempt(() => this.log?.append(`void ${nowMs} ${token}`));
    this.spendings.delete(token);
    return this.nextAtMs(purpose, limitPerHour);
  }

  /** What stands in the ledger for the last hour, whatever its purpose. */
  get spentLastHour(): number {
    return this.spentAt(this.options.clock.now());
  }

  /** When a request of that purpose is possible, if no other comes before it: now, or later. */
  nextAtMs(purpose: RequestPurpose, limitPerHour: number): number {
    const nowMs = this.options.clock.now();
    const allowance = allowanceOf(purpose, limitPerHour);
    const spent = this.spentAt(nowMs);
    if (spent < allowance) {
      return nowMs;
    }
    const times = [...this.spendings.values()].sort((a, b) => a - b);
    return (times[spent - allowance] ?? nowMs) + MS_PER_HOUR;
  }

  private spentAt(nowMs: number): number {
    this.attempt(() => this.log?.readNew().forEach((line) => this.note(line, nowMs)));
    for (const [token, atMs] of this.spendings) {
      if (atMs <= nowMs - MS_PER_HOUR) {
        this.spendings.delete(token);
      } else if (atMs > nowMs) {
        // The clock was set back: what was spent counts from now, so that it is forgotten an hour from now at the latest.
        this.spendings.set(token, nowMs);
      }
    }
    return this.spendings.size;
  }

  private note(line: string, nowMs: number): void {
    const [, kind, time, token] = /^(watch|user|void) (\d{1,16}) ([\w-]{1,64})$/.exec(line) ?? [];
    if (token === undefined) {
      return;
    }
    if (kind === 'void') {
      this.spendings.delete(token);
    } else if (!this.spendings.has(token) && Number(time) > nowMs - MS_PER_HOUR) {
      this.spendings.set(token, Math.min(Number(time), nowMs));
    }
  }

  private attempt<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!this.isTroubled) {
        this.isTroubled = true;
        this.options.onProblem?.(error);
      }
      return undefined;
    }
  }
}
