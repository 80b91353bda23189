/** So few accounts need no turns: each goes by the part of the limit that is used. */
const FEW_ACCOUNTS = 3;
/** How often to look at a quiet account for jobs that were started elsewhere, if there are enough requests. */
const TURNS_PER_HOUR = 5;
const MS_PER_HOUR = 3_600_000;
/** How many turns an account needs so that jobs that were started elsewhere are seen within 15 minutes. */
const NEEDED_TURNS_PER_HOUR = 4;
/** The share of the requests that needed turns get even if jobs whose end is awaited need all of them. */
const LEAST_SHARE = 0.2;
/** The requests per ms that are divided even if there are none, so that no pause is endless. */
const LEAST_RATE = 10 / MS_PER_HOUR;
/** How many times less often to poll a job that progress shows to be far from its end, at most. */
const MAX_STRETCH = 16;
/** The pause between two polls of accounts that have waited for long, for example while the machine slept. */
const CATCH_UP_GAP_MS = 500;
/** With the view closed, turns are so many times rarer. */
const UNSEEN_TIMES_RARER = 2;
/** How many times as often as others an account has a turn. */
const WEIGHTS = { inSight: 6, recentlyBusy: 3, quiet: 1 } as const;

/**
 * `inSight`: the account's rows are expanded in a visible view. `recentlyBusy`: it had jobs in the last day. `quiet`:
 * neither.
 */
export type Urgency = keyof typeof WEIGHTS;

/** An account among others under the same hourly limit. */
export interface TurnTaker {
  /** When its last poll started. Undefined before the first. */
  readonly lastPollMs: number | undefined;
  readonly urgency: Urgency;
  /** The longest interval that the ends of its jobs allow. Undefined with no active jobs. See `promisedIntervalOf`. */
  readonly promisedMs: (stretch: number) => number | undefined;
  /** Whether its last poll failed. Then it's retried by its own rules and keeps no other account waiting. */
  readonly isFailed: boolean;
}

/** What an account gets of the requests that many accounts share. */
export interface FleetShare {
  /** When it's next looked at for jobs that were started elsewhere, in milliseconds since the epoch. */
  readonly turnAtMs: number;
  /** How many times less often to poll a job that is far from its end. */
  readonly stretch: number;
  /** How many times more requests the ends of all jobs need than there are. 1 if there are enough. */
  readonly shortage: number;
}

export interface FleetState {
  /** All accounts under the limit, including `own`. If two have waited equally, the first comes first. */
  readonly takers: readonly TurnTaker[];
  readonly own: TurnTaker;
  /** The most polls per ms that can be sent evenly from now on. */
  readonly lastingRate: number;
  readonly isVisible: boolean;
  readonly nowMs: number;
}

/**
 * Divides the hour's requests among many accounts. The ends of jobs come first. If they need more than there is, all
 * are polled less often by the same factor, so that none is forgotten. The rest goes to turns, one account at a time:
 * the one that has waited longest, where waiting counts more for accounts in sight and for those with jobs in the last
 * day. A pure function, so that all windows agree.
 */
export function fleetShare({ takers, own, lastingRate, isVisible, nowMs }: FleetState): FleetShare {
  const rate = Math.max(LEAST_RATE, lastingRate);
  const leastTurnRate = Math.min(rate * LEAST_SHARE, (takers.length * NEEDED_TURNS_PER_HOUR) / MS_PER_HOUR);
  const forEnds = rate - leastTurnRate;
  const stretch = Math.min(MAX_STRETCH, timesOver(demandOf(takers, 1), forEnds));
  const demand = demandOf(takers, stretch);
  const shortage = timesOver(demand, forEnds);
  const turnRateOf = (all: readonly TurnTaker[]): number => {
    const wanted = (weightOf(all) * TURNS_PER_HOUR) / MS_PER_HOUR / (isVisible ? 1 : UNSEEN_TIMES_RARER);
    return Math.min(wanted, Math.max(rate - demand, leastTurnRate));
  };
  const waiting = takersOfTurns({ takers, turnRate: turnRateOf(takers), stretch, shortage });
  const turnAtMs = waiting.includes(own) ? turnAt({ takers, waiting, own, nowMs }, 1 / turnRateOf(waiting)) : Infinity;
  return { turnAtMs, stretch, shortage };
}

/**
 * The accounts that need turns: not those that are polled as often for the ends of their jobs, which shows jobs started
 * elsewhere, too.
 */
function takersOfTurns({
  takers,
  turnRate,
  stretch,
  shortage,
}: Pick<FleetState, 'takers'> & Pick<FleetShare, 'stretch' | 'shortage'> & { readonly turnRate: number }) {
  const msPerWeight = weightOf(takers) / turnRate;
  return takers.filter(
    ({ promisedMs, urgency }) => (promisedMs(stretch) ?? Infinity) * shortage > msPerWeight / WEIGHTS[urgency],
  );
}

function weightOf(takers: readonly TurnTaker[]): number {
  return takers.reduce((sum, { urgency }) => sum + WEIGHTS[urgency], 0);
}

/** The requests per ms that the ends of all jobs need. */
function demandOf(takers: readonly TurnTaker[], stretch: number): number {
  return takers.reduce((sum, { promisedMs }) => sum + 1 / (promisedMs(stretch) ?? Infinity), 0);
}

function timesOver(demand: number, supply: number): number {
  return demand <= supply ? 1 : demand / supply;
}

function turnAt(
  { takers, waiting, own, nowMs }: Pick<FleetState, 'takers' | 'own' | 'nowMs'> & { waiting: readonly TurnTaker[] },
  gapMs: number,
): number {
  const ownWaitMs = weightedWait(own, nowMs);
  const place = waiting.indexOf(own);
  let ahead = 0;
  let lastTurnMs = -Infinity;
  const polledAt = ({ lastPollMs = -Infinity }: TurnTaker): number => Math.min(nowMs, lastPollMs);
  const lastPollMs = Math.max(...takers.map(polledAt));
  for (const [index, taker] of waiting.entries()) {
    lastTurnMs = Math.max(lastTurnMs, polledAt(taker));
    const waitMs = taker.isFailed ? -1 : weightedWait(taker, nowMs);
    ahead += waitMs > ownWaitMs || (waitMs === ownWaitMs && index < place) ? 1 : 0;
  }
  const caughtUpMs = lastPollMs + (ahead + 1) * CATCH_UP_GAP_MS;
  // The first look is at all accounts without a break, because until then the view shows nothing.
  return own.lastPollMs === undefined ? caughtUpMs : Math.max(caughtUpMs, lastTurnMs + (ahead + 1) * gapMs);
}

/** How long the account has waited, and how much that counts. Before its first poll, it has always waited. */
function weightedWait({ lastPollMs = 0, urgency }: TurnTaker, nowMs: number): number {
  return Math.max(0, nowMs - lastPollMs) * WEIGHTS[urgency];
}

/** The accounts of a window that share an hourly limit, by server, because each server has its own. */
export class Turns {
  private readonly readers = new Map<string, Set<() => TurnTaker>>();

  /** Adds an account. `read` is called again and again. Returns a function that removes it. */
  join(baseUrl: string, read: () => TurnTaker): () => void {
    const readers = this.readers.get(baseUrl) ?? new Set();
    this.readers.set(baseUrl, readers.add(read));
    return () => readers.delete(read);
  }

  /** The share of the account that joined with `read`. Undefined if there are only a few accounts: they need none. */
  shareOf(
    baseUrl: string,
    read: () => TurnTaker,
    readState: () => Pick<FleetState, 'lastingRate' | 'isVisible' | 'nowMs'>,
  ): FleetShare | undefined {
    const readers = this.readers.get(baseUrl) ?? new Set();
    if (readers.size <= FEW_ACCOUNTS) {
      return undefined;
    }
    const own = read();
    return fleetShare({ ...readState(), own, takers: [...readers].map((other) => (other === read ? own : other())) });
  }
}
