import type { Clock } from '../clock';
import { RequestBlock } from './requestBlock';

/** `user`: the user clicked and waits. `watch`: automatic. */
export type RequestPurpose = 'watch' | 'user';

/** The allowances of an account. If one is used up, the others can still have requests. */
export const ALLOWANCES = ['requests', 'exports', 'clickExports'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

/** No valid wait is much longer than the period of its allowance. A longer one is a mistake or a trap. */
export const MAX_BLOCK_MS: Readonly<Record<Allowance, number>> = {
  requests: 2 * 3_600_000,
  exports: 25 * 3_600_000,
  clickExports: 25 * 3_600_000,
};

/** Decides for each request of an account whether it can be sent. */
export interface RequestGate {
  /** The server allows no requests before this time, in milliseconds since the epoch. */
  blockedUntilMs(allowance: Allowance): number;
  blockUntil(allowance: Allowance, timeMs: number): void;
  /**
   * Uses one request of the machine's limit. Undefined if it can be sent. Otherwise, when requests resume, in
   * milliseconds since the epoch.
   */
  trySpend(purpose: RequestPurpose): number | undefined;
}

/** The server's block of one allowance. */
export interface Block {
  /** The end of the block, in milliseconds since the epoch. In the past if there is no block. */
  readonly untilMs: number;
  blockUntil(timeMs: number): void;
}

/**
 * Makes a gate with a block for each allowance. Exports are requests too, so a block of all requests also blocks them.
 */
export function gateOf(blocks: Readonly<Record<Allowance, Block>>, trySpend: RequestGate['trySpend']): RequestGate {
  return {
    blockedUntilMs: (allowance) => Math.max(blocks.requests.untilMs, blocks[allowance].untilMs),
    blockUntil: (allowance, timeMs) => blocks[allowance].blockUntil(timeMs),
    trySpend,
  };
}

/** Makes a gate that respects the server's blocks and has no limit of its own. */
export function openGate(clock: Clock): RequestGate {
  const block = (): Block => new RequestBlock(clock);
  return gateOf({ requests: block(), exports: block(), clickExports: block() }, () => undefined);
}
