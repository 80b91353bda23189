import type { Clock } from '../clock';
import { RequestBlock } from './requestBlock';

/** `user`: somebody clicked and waits. `watch`: nobody asked for it. */
export type RequestPurpose = 'watch' | 'user';

/** What a request is counted as by the server: the end of one allowance says nothing of the other. */
export const ALLOWANCES = ['requests', 'exports'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

/** No honest wait is longer than the time that its allowance is counted by, and a little: a wilder one is a mistake or a trap. */
export const MAX_BLOCK_MS: Readonly<Record<Allowance, number>> = { requests: 2 * 3_600_000, exports: 25 * 3_600_000 };

/** What an account's requests pass one by one before they are sent. */
export interface RequestGate {
  /** The server wants to hear nothing before this time, milliseconds since the epoch. */
  blockedUntilMs(allowance: Allowance): number;
  blockUntil(allowance: Allowance, timeMs: number): void;
  /** Takes a request out of the machine's own allowance. Undefined: it may be sent. Otherwise when it goes on, milliseconds since the epoch. */
  trySpend(purpose: RequestPurpose): number | undefined;
}

/** How long the server wants to hear nothing of an allowance. */
export interface Block {
  /** Milliseconds since the epoch; in the past when nothing is blocked. */
  readonly untilMs: number;
  blockUntil(timeMs: number): void;
}

/** A gate with a block for each allowance. Exports are requests too: where the server wants to hear nothing at all, they wait with the others. */
export function gateOf(blocks: Readonly<Record<Allowance, Block>>, trySpend: RequestGate['trySpend']): RequestGate {
  return {
    blockedUntilMs: (allowance) => Math.max(blocks.requests.untilMs, blocks[allowance].untilMs),
    blockUntil: (allowance, timeMs) => blocks[allowance].blockUntil(timeMs),
    trySpend,
  };
}

/** Obeys the server and has no allowance of its own. */
export function openGate(clock: Clock): RequestGate {
  return gateOf({ requests: new RequestBlock(clock), exports: new RequestBlock(clock) }, () => undefined);
}
