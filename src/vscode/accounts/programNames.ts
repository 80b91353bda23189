import type { Account } from '../../core/account';
import type { Program } from '../../core/accounts/program';
import { isApiError } from '../../core/apiError';
import { fieldsOf } from '../../core/isRecord';
import type { PagedList } from '../../core/api/furtherPages';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import type { Claims } from '../../core/share/claims';
import type { Log } from '../diagnostics/log';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';

const DAY_MS = 24 * 3_600_000;
/** Programs rarely come and are rarely renamed. */
const FRESH_MS = 7 * DAY_MS;
/** After an error that passes. */
const RETRY_MS = DAY_MS;
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

  constructor(private readonly options: ProgramNamesOptions) {
    const { store, onDidChangeToken } = options;
    this.parts.addFunction(store.onDidChange(() => this.look()));
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
    const due = store.snapshot.accounts.find((one) => this.dueAt(one.account) <= nowMs && hasPrograms(one))?.account;
    if (due === undefined || !isPolling()) {
      return;
    }
    this.nextAtMs = nowMs + PAUSE_MS;
    // Each window has its own demo.
    if (due.source === 'demo' || claims.tryClaim(`programs ${due.id} ${this.dueAt(due)}`)) {
      void this.ask(due);
    }
  }

  /** Never throws. */
  private async ask(account: Account): Promise<void> {
    const { listPrograms, clock, log } = this.options;
    const { names } = this.knownOf(account.id);
    this.isAsking = true;
    try {
      const { items } = await listPrograms(account.id);
      const listed = Object.fromEntries(items.map(({ id, name }) => [id, name]));
      this.keep(account.id, { nextAtMs: clock.now() + FRESH_MS, names: listed, isRefused: false });
    } catch (error) {
      const isRefused = isApiError(error) && ['forbidden', 'unknownAccount', 'rejected'].includes(error.kind);
      const nextAtMs = clock.now() + (isRefused ? FRESH_MS : RETRY_MS);
      this.keep(account.id, { nextAtMs, names, isRefused });
      log.warn(`Can't read the names of programs: ${String(error)}`);
    } finally {
      this.isAsking = false;
    }
  }

  private dueAt({ id }: Account): number {
    return this.knownOf(id).nextAtMs;
  }

  private forgetRefusals(): void {
    const { memory, clock } = this.options;
    for (const accountId of memory.programs.keys) {
      const known = this.knownOf(accountId);
      if (known.isRefused) {
        this.keep(accountId, { ...known, isRefused: false, nextAtMs: clock.now() });
      }
    }
  }

  private knownOf(accountId: string): KnownPrograms {
    return decodePrograms(this.options.memory.programs.get(accountId));
  }

  private keep(accountId: string, known: KnownPrograms): void {
    this.options.memory.programs.set([[accountId, known]]);
  }
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
