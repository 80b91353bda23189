import type { AccountWatch } from '../core/watch/accountWatch';
import { DEFAULTS } from '../core/defaults';
import { accountIdOf } from '../core/account';
import type { Session } from './session';

type WatchMaker = typeof AccountWatch;

/**
 * The accounts of a run: each has a session, and a watch as soon as the run needs its jobs. A resumed run names
 * accounts only by their IDs.
 */
export class AccountSessions {
  private readonly sessions = new Map<string, Session>();
  private readonly watches: AccountWatch[] = [];

  constructor(
    private readonly main: Session,
    private readonly others: readonly Session[],
    private readonly makeWatch: WatchMaker,
  ) {}

  /** The sessions that are watched so far. */
  get all(): readonly Session[] {
    return [...this.sessions.values()];
  }

  /** The session of an account, with its jobs watched from now on. */
  of(accountId: string): Session {
    const known = this.sessions.get(accountId);
    if (known !== undefined) {
      return known;
    }
    const session = this.open(accountId);
    const { client, store, clock, share } = session;
    this.sessions.set(accountId, session);
    store.setAccounts(this.all.map((one) => one.account));
    const settings = { enabled: true, lookbackDays: DEFAULTS.lookbackDays };
    this.watches.push(new this.makeWatch({ client, store, clock, share, settings: () => settings }));
    return session;
  }

  dispose(): void {
    this.watches.forEach((watch) => watch.dispose());
  }

  private open(accountId: string): Session {
    const found = [this.main, ...this.others].find(({ account }) => account.id === accountId);
    const { account, sessionFor } = this.main;
    const brandId = /:(\d+)$/.exec(accountId)?.[1];
    if (found !== undefined || brandId === undefined) {
      return found ?? this.main;
    }
    const identity = { kind: 'brand', sid: account.sid, brandId } as const;
    return sessionFor({ ...account, ...identity, id: `environment:${accountIdOf(identity)}`, name: brandId });
  }
}
