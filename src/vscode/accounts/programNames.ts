import type { Account } from '../../core/account';
import type { Program } from '../../core/accounts/program';
import { isApiError } from '../../core/apiError';
import { fieldsOf } from '../../core/isRecord';
import type { PagedList } from '../../core/api/furtherPages';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import type { Claims } from '../../core/share/claims';
import type { SharedPrograms } from '../../core/share/sharedPrograms';
import type { Log } from '../diagnostics/log';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';

const DAY_MS = 24 * 3_600_000;
/** Programs rarely come and are rarely renamed. */
const FRESH_MS = 7 * DAY_MS;
/** After an error that passes. */
const RETRY_MS = DAY_MS;
/** Far more than any account has. All windows read the names when they start. */
const MAX_NAMES = 10_000;
/** Between two accounts, so that those of a large agency leave the hour's requests to the jobs. */
const PAUSE_MS = 60_000;

/** The programs of an account. */
export interface KnownPrograms {
  /** When to ask again, in milliseconds since the epoch. */
  readonly nextAtMs: number;
  /** By ID. */
  readonly names: Readonly<Record<string, unknown>>;
  /** Whether the token may not list them. */
  readonly isRefused: boolean;
}

/** Tolerant, because another version may have written the value. */
export function decodePrograms(value: unknown): KnownPrograms {
  const { nextAtMs, names, isRefused } = fieldsOf(value);
  return {
    nextAtMs: typeof nextAtMs === 'number' ? nextAtMs : 0,
    names: fieldsOf(names),
    isRefused: isRefused === true,
  };
}

export interface ProgramNamesOptions {
  /** Whether impact.com may be asked without the user. */
  readonly isPolling: () => boolean;
  readonly onDidChangeToken: (listener: () => void) => { dispose(): unknown };
  readonly store: JobStore;
  readonly memory: Pick<StoredJobMemory, 'programs'>;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** For command lines. */
  readonly shared: SharedPrograms;
  /** Lists an account's programs with a request of polling's budget. */
  readonly listPrograms: (accountId: string) => Promise<PagedList<Program>>;
}

/**
 * Learns the names of programs once a week, for each account that has them and whose jobs belong to programs. One
 * window of the machine asks, one account after the other. A token that may not list them isn't asked again for a
 * week, or until it's replaced.
 */
export class ProgramNames {
  private readonly parts = new DisposableStore();
  private nextAtMs = 0;
  private isAsking = false;
  /** The claims that another window had, and until when this one leaves them to it. */
  private readonly leftUntilMs = new Map<string, number>();

  constructor(private readonly options: ProgramNamesOptions) {
    const { store, onDidChangeToken } = options;
    this.parts.addFunction(
      store.onDidChange(({ previous, current }) => {
        if (previous.accounts.length > 0 && previous.accounts !== current.accounts) {
          this.forgetGone(previous.accounts, current.accounts);
        }
        this.look();
      }),
    );
    this.parts.add(onDidChangeToken(() => this.forgetRefusals()));
  }

  dispose(): void {
    this.parts.dispose();
  }

  private look(): void {
    const { store, clock, claims, isPolling } = this.options;
    const nowMs = clock.now();
    if (this.isAsking || (nowMs < this.nextAtMs && nowMs > this.nextAtMs - PAUSE_MS)) {
      return;
    }
    const due = store.snapshot.accounts.find((one) => this.isDue(one.account, nowMs) && hasPrograms(one))?.account;
    if (due === undefined || !isPolling()) {
      return;
    }
    this.nextAtMs = nowMs + PAUSE_MS;
    const claim = this.claimOf(due);
    // Each window has its own demo.
    if (due.source === 'demo' || claims.tryClaim(claim)) {
      void this.ask(due);
    } else {
      this.leftUntilMs.set(claim, nowMs + RETRY_MS); // it might have been closed, and other accounts are due, too
    }
  }

  private isDue(account: Account, nowMs: number): boolean {
    const { nextAtMs } = this.knownOf(account.id);
    // A clock that was ahead must not keep names away for years.
    const isDue = nextAtMs <= nowMs || nextAtMs > nowMs + FRESH_MS;
    return isDue && !((this.leftUntilMs.get(this.claimOf(account)) ?? 0) > nowMs);
  }

  private claimOf({ id }: Account): string {
    return `programs ${id} ${this.knownOf(id).nextAtMs}`;
  }

  /** Never throws. */
  private async ask(account: Account): Promise<void> {
    const { listPrograms, clock, log } = this.options;
    const { names } = this.knownOf(account.id);
    this.isAsking = true;
    try {
      const { items } = await listPrograms(account.id);
      const listed = Object.fromEntries(items.slice(0, MAX_NAMES).map(({ id, name }) => [id, name]));
      this.keepOf(account, { nextAtMs: clock.now() + FRESH_MS, names: listed, isRefused: false });
      this.share(account, listed);
    } catch (error) {
      const isRefused = isApiError(error) && ['forbidden', 'unknownAccount', 'rejected'].includes(error.kind);
      const nextAtMs = clock.now() + (isRefused ? FRESH_MS : RETRY_MS);
      this.keepOf(account, { nextAtMs, names, isRefused });
      log.warn(`Can't read the names of programs: ${String(error)}`);
    } finally {
      this.isAsking = false;
    }
  }

  private forgetRefusals(): void {
    for (const accountId of this.options.memory.programs.keys) {
      const known = this.knownOf(accountId);
      if (known.isRefused) {
        this.keep(accountId, { ...known, isRefused: false, nextAtMs: askedAt(known) });
      }
    }
  }

  /** Forgets the names of accounts that were signed out. */
  private forgetGone(before: readonly AccountSnapshot[], now: readonly AccountSnapshot[]): void {
    for (const { account } of before) {
      const known = this.knownOf(account.id);
      const isGone = now.every((other) => other.account.id !== account.id);
      if (isGone) {
        this.options.shared.forget(account);
      }
      if (isGone && Object.keys(known.names).length > 0) {
        this.keep(account.id, { names: {}, isRefused: false, nextAtMs: askedAt(known) });
      }
    }
  }

  private knownOf(accountId: string): KnownPrograms {
    return decodePrograms(this.options.memory.programs.get(accountId));
  }

  /** Keeps what was read, unless the account was signed out meanwhile. */
  private keepOf({ id }: Account, known: KnownPrograms): void {
    if (this.options.store.account(id) !== undefined) {
      this.keep(id, known);
    }
  }

  /** Each demo has its own server, which no command line asks. */
  private share(account: Account, names: KnownPrograms['names']): void {
    const { store, shared, log } = this.options;
    if (account.source === 'demo' || store.account(account.id) === undefined) {
      return;
    }
    try {
      shared.write(account, names);
    } catch (error) {
      log.warn(`Can't write the names of programs for command lines: ${String(error)}`);
    }
  }

  private keep(accountId: string, known: KnownPrograms): void {
    this.options.memory.programs.set([[accountId, known]]);
  }
}

/**
 * When the account is due again if what is known no longer counts. The same in every window, so that one of them asks,
 * and not the time of an earlier claim.
 */
function askedAt({ nextAtMs }: KnownPrograms): number {
  return Math.max(1, nextAtMs - FRESH_MS);
}

/** Whether the account's kind has programs, and one of its jobs belongs to one. */
function hasPrograms({ account, sync, entries }: AccountSnapshot): boolean {
  if (account.kind === 'agency' || sync.kind !== 'current') {
    return false;
  }
  for (const { job } of entries.values()) {
    if (job.programId !== '') {
      return true;
    }
  }
  return false;
}
