import { lastGoodAt, shortfallOf, type Snapshot, type SyncState } from './snapshot';

/** A focused window polls at least every 5 minutes. After three times that, jobs no longer count as current. */
const CURRENT_FOR_MS = 15 * 60_000;

/** How much the jobs of all accounts that are on can be trusted. */
export interface Freshness {
  /** The number of accounts whose first list is on its way. */
  readonly loadingCount: number;
  /** The number of accounts whose jobs have never been listed, because requests fail. */
  readonly missingCount: number;
  /** The number of accounts whose list was read only in part. */
  readonly shortCount: number;
  /** When the oldest list that isn't current any more was, in milliseconds since the epoch. Undefined if all are. */
  readonly asOfMs: number | undefined;
  /** How long all of this stays true without news, in ms. Undefined: forever. */
  readonly holdsForMs: number | undefined;
}

export function freshnessOf({ accounts }: Snapshot, nowMs: number): Freshness {
  const syncs = accounts.map(({ sync }) => sync).filter(({ kind }) => kind !== 'off');
  const asOf = syncs.map((sync) => asOfMs(sync, nowMs)).filter((timeMs) => timeMs !== undefined);
  const holds = syncs.map((sync) => currentForMs(sync, nowMs)).filter((holdsMs) => holdsMs !== undefined);
  return {
    loadingCount: syncs.filter(({ kind }) => kind === 'loading').length,
    missingCount: syncs.filter((sync) => sync.kind === 'failed' && sync.lastGoodAtMs === undefined).length,
    shortCount: accounts.filter((account) => account.sync.kind !== 'off' && shortfallOf(account) !== undefined).length,
    asOfMs: asOf.length === 0 ? undefined : Math.min(...asOf),
    holdsForMs: holds.length === 0 ? undefined : Math.min(...holds),
  };
}

/** When the jobs were current, if they aren't any more. Undefined if they are, or have never been listed. */
export function asOfMs(sync: SyncState, nowMs: number): number | undefined {
  return sync.kind === 'current' && currentForMs(sync, nowMs) !== undefined ? undefined : lastGoodAt(sync);
}

/** How much longer the jobs count as current, in ms. Undefined if they don't. */
export function currentForMs(sync: SyncState, nowMs: number): number | undefined {
  const leftMs = sync.kind === 'current' ? sync.atMs + CURRENT_FOR_MS - nowMs : 0;
  return leftMs > 0 ? leftMs : undefined;
}
