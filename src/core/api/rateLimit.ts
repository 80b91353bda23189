import type { HeaderSource } from './http';
import { type Allowance, MAX_BLOCK_MS } from './requestGate';

/** The server's information about an allowance of the account. A part that it doesn't mention is undefined. */
export interface RateLimit {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** When the allowance is full again, in milliseconds since the epoch. */
  readonly resetAtMs: number | undefined;
}

/** A reset above this is a Unix time in seconds; a smaller one is a number of seconds from now. Both are documented. */
const UNIX_TIME_ABOVE = 1e9;
/** A reset above this is a Unix time in milliseconds. */
const UNIX_MS_ABOVE = 1e11;
/** The longest allowance is per day. A reset beyond that is ignored. */
const MAX_RESET_MS = 25 * 3_600_000;
/** Exports have a smaller limit per day. A larger limit in the response to an export is the one for all requests. */
const MAX_EXPORT_LIMIT = 999;
/** How long to wait after a 429 without a time. */
const DEFAULT_BLOCK_MS = 60_000;

/** A plain number. A header sent twice, a negative number, and a hexadecimal number are ignored. */
const NUMBER = /^\d{1,15}(?:\.\d{1,3})?$/;

/**
 * Reads the rate limit from a response's headers. Agency and Brand send `X-RateLimit-*`; Partner sends
 * `X-RateLimit-*-hour` and `RateLimit-Reset`.
 */
export function readRateLimit(headers: HeaderSource, nowMs: number): RateLimit | undefined {
  const limit = readNumber(headers, 'x-ratelimit-limit', 'x-ratelimit-limit-hour');
  const remaining = readNumber(headers, 'x-ratelimit-remaining', 'x-ratelimit-remaining-hour');
  const reset = readNumber(headers, 'x-ratelimit-reset', 'ratelimit-reset', 'x-ratelimit-reset-hour');
  if (limit === undefined && remaining === undefined && reset === undefined) {
    return undefined;
  }
  const resetAtMs = reset === undefined ? Infinity : resetTime(reset, nowMs);
  return {
    limit,
    remaining,
    resetAtMs: resetAtMs <= nowMs + MAX_RESET_MS ? resetAtMs : undefined,
  };
}

/**
 * When to retry a rejected request: `Retry-After` (seconds or an HTTP date), or the reset, or one minute. A date in the
 * past comes from a clock that differs from ours, and is ignored.
 */
export function readRetryAt(headers: HeaderSource, nowMs: number, allowance: Allowance = 'requests'): number {
  const retryAfter = headers.get('retry-after')?.trim();
  const asked = [retryAfter ? readRetryAfter(retryAfter, nowMs) : undefined, readRateLimit(headers, nowMs)?.resetAtMs];
  const at = asked.find((time) => time !== undefined && time >= nowMs) ?? nowMs + DEFAULT_BLOCK_MS;
  return Math.min(Math.max(at, nowMs + 1000), nowMs + MAX_BLOCK_MS[allowance]);
}

/** The allowance that a response is about. An export can hit the account's hourly limit before its daily one. */
export function countedAs(asked: Allowance, limit: RateLimit | undefined): Allowance {
  return (limit?.limit ?? 0) <= MAX_EXPORT_LIMIT ? asked : 'requests';
}

function readRetryAfter(text: string, nowMs: number): number | undefined {
  const seconds = Number(text);
  if (Number.isFinite(seconds)) {
    return resetTime(seconds, nowMs);
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

function resetTime(seconds: number, nowMs: number): number {
  if (seconds > UNIX_TIME_ABOVE) {
    return seconds > UNIX_MS_ABOVE ? seconds : seconds * 1000;
  }
  return nowMs + Math.max(0, seconds) * 1000;
}

function readNumber(headers: HeaderSource, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = headers.get(name)?.trim() ?? '';
    if (NUMBER.test(text)) {
      return Number(text);
    }
  }
  return undefined;
}
