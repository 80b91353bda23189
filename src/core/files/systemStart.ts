import { uptime } from 'node:os';

/**
 * When the system started, in milliseconds since the epoch. If the clock is set, this value changes by the same amount.
 */
export function systemStartMs(): number {
  return Date.now() - uptime() * 1000;
}
