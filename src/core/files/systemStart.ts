import { uptime } from 'node:os';

/** When the system started, milliseconds since the epoch: two readings differ by what the clock was set in between. */
export function systemStartMs(): number {
  return Date.now() - uptime() * 1000;
}
