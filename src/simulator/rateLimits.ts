import type { Account } from './account';

export type RateGroup = 'requests' | 'exports' | 'clickExports';

export interface RateLimitOptions {
  readonly requestsPerHour?: number;
  readonly exportsPerDay?: number;
  readonly clickExportsPerDay?: number;
  /** The API reference describes the reset in seconds, but its example is a Unix time. */
  readonly resetAs?: 'seconds' | 'unixTime';
  /** Whether a 429 contains Retry-After. */
  readonly retryAfter?: boolean;
}

/** Whether a request is allowed, and the headers that say so. */
export interface Allowance {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;
const WINDOWS_MS: Record<RateGroup, number> = { requests: HOUR_MS, exports: 24 * HOUR_MS, clickExports: 24 * HOUR_MS };

/** The rate limit of each account, shared by its tokens. A window starts with its first request. */
export class RateLimits {
  private readonly windows = new Map<string, { endsAtMs: number; spent: number }>();

  constructor(
    private readonly options: RateLimitOptions,
    private readonly now: () => number,
  ) {}

  spend(account: Pick<Account, 'sid' | 'kind'>, group: RateGroup, count = 1): Allowance {
    const limit = this.limitOf(group);
    const window = this.windowOf(account.sid, group);
    const allowed = window.spent + count <= limit;
    window.spent = Math.min(limit, window.spent + count);
    const resetSeconds = Math.ceil((window.endsAtMs - this.now()) / 1_000);
    const reset = this.options.resetAs === 'unixTime' ? Math.ceil(window.endsAtMs / 1_000) : resetSeconds;
    const refusal: Record<string, string> =
      allowed || this.options.retryAfter === false ? {} : { 'Retry-After': String(resetSeconds) };
    return { allowed, headers: { ...headersOf(account, limit, limit - window.spent, reset), ...refusal } };
  }

  private limitOf(group: RateGroup): number {
    const { requestsPerHour = 1_000, exportsPerDay = 100, clickExportsPerDay = 10 } = this.options;
    return { requests: requestsPerHour, exports: exportsPerDay, clickExports: clickExportsPerDay }[group];
  }

  private windowOf(sid: string, group: RateGroup): { endsAtMs: number; spent: number } {
    const key = `${sid}/${group}`;
    const open = this.windows.get(key);
    if (open && this.now() < open.endsAtMs) {
      return open;
    }
    const fresh = { endsAtMs: this.now() + WINDOWS_MS[group], spent: 0 };
    this.windows.set(key, fresh);
    return fresh;
  }
}

function headersOf(
  account: Pick<Account, 'kind'>,
  limit: number,
  remaining: number,
  reset: number,
): Record<string, string> {
  if (account.kind === 'partner') {
    return {
      'X-RateLimit-Limit-hour': String(limit),
      'X-RateLimit-Remaining-hour': String(remaining),
      'RateLimit-Reset': String(reset),
    };
  }
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(reset),
  };
}
