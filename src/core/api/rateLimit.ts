import type { HeaderSource } from './http';
import { type Allowance, MAX_BLOCK_MS } from './requestGate';

/** What the server says about the account's allowance; a part that it does not mention is undefined. */
export interface RateLimit {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** When the allowance is whole again, milliseconds since the epoch. */
  readonly resetAtMs: number | undefined;
}

/** A reset above this is a Unix time in seconds, a smaller one a number of seconds from now: both are documented. */
const UNIX_TIME_ABOVE = 1e9;
/** Above this it can only be milliseconds. */
const UNIX_MS_ABOVE = 1e11;
/** The longest allowance is counted by the day; a reset beyond that says nothing. */
const MAX_RESET_MS = 25 * 3_600_000;
/** Exports are counted by the day, with a smaller limit; a larger one in their answers is the one that everything else has. */
const MAX_EXPORT_LIMIT = 999;
/** How long to wait after a 429 that does not say. */
const DEFAULT_BLOCK_MS = 60_000;

/** A header that was sent twice, a negative or a hexadecimal number says nothing that can be relied on. */
const NUMBER = /^\d{1,15}(?:\.\d{1,3})?$/;

/** Agency and Brand send `X-RateLimit-*`; Partner `X-RateLimit-*-hour` and `RateLimit-Reset`. */
export function readRateLimit(headers: HeaderSource, nowMs: number): RateLimit | undefined {
  const limit = readNumber(headers, 'x-ratelimit-limit', 'x-ratelimit-limit-hour');
  const remaining = readNumber(headers, 'x-ratelimit-remaining', 'x-ratelimit-remaining-hour');
  const reset = readNumber(headers, 'x-ratelimit-reset', 'ratelimit-reset', 'x-ratelimit-reset-hour');
  if (limit === undefined && remaining === undefined && reset === undefined) {
    return undefined;
  }
  const resetAtMs = reset === undefined ? undefined : resetTime(reset, nowMs);
  return {
    limit,
    remaining,
    resetAtMs: resetAtMs !== undefined && resetAtMs <= nowMs + MAX_RESET_MS ? resetAtMs : undefined,
  };
}

/**
 * When a refused request may be tried again: `Retry-After` (seconds or an HTTP date), else the reset, else a minute.
 * A date that is over already is one of a clock that differs from ours, and is worth no more than none.
 */
export function readRetryAt(headers: HeaderSource, nowMs: number, allowance: Allowance = 'requests'): number {
  const retryAfter = headers.get('retry-after')?.trim();
  const asked = [retryAfter ? readRetryAfter(retryAfter, nowMs) : undefined, readRateLimit(headers, nowMs)?.resetAtMs];
  const at = asked.find((time) => time !== undefined && time >= nowMs) ?? nowMs + DEFAULT_BLOCK_MS;
  return Math.min(Math.max(at, nowMs + 1000), nowMs + MAX_BLOCK_MS[allowance]);
}

/** What an answer is counted as by the server: an export can meet the end of the account's hour before that of its own day. */
export function countedAs(asked: Allowance, limit: RateLimit | undefined): Allowance {
  return asked === 'exports' && (limit?.limit ?? 0) <= MAX_EXPORT_LIMIT ? 'exports' : 'requests';
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
