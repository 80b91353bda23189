import { isApiError } from '../../core/apiError';
import type { Clock } from '../../core/clock';
import { type JobEntry, jobOfKey } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { entryIn } from '../../core/jobs/snapshot';
import { postponementOf } from '../../core/runs/postponement';
import { stateOfAwaited } from '../../core/runs/runExports';
import { DisposableStore } from '../lifecycle';
import { keepPending, type PendingContext, readPending, WANTED_DOWNLOADS_KEY } from '../savedExports/pendingState';

const MAX_WANTED = 500;
/** For errors that pass, such as a result that isn't ready although its job has completed. */
const MAX_TRIES = 10;

export interface WantedDownloadsOptions {
  readonly context: PendingContext;
  readonly store: JobStore;
  readonly clock: Clock;
  /** Asks impact.com about a job that isn't in the store. */
  readonly lookUp: (accountId: string, jobId: string) => Promise<unknown>;
  /** Leaves out what the user cancels. Throws one error for all results that fail. */
  readonly download: (entries: readonly JobEntry[]) => Promise<unknown>;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Results to download into this workspace as soon as their jobs complete. Remembered, also across a reload, until the
 * file is there, the user cancels the download, or trying again doesn't help.
 */
export class WantedDownloads {
  private readonly keys: Set<string>;
  private readonly askedFor = new Set<string>();
  private readonly downloading = new Set<string>();
  private readonly tries = new Map<string, { readonly count: number; readonly nextMs: number }>();
  private cancelTimer = (): void => undefined;
  private isDisposed = false;
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: WantedDownloadsOptions) {
    this.keys = new Set(decodeKeys(readPending(options.context, WANTED_DOWNLOADS_KEY)));
    this.subscriptions.addFunction(options.store.onDidChange(() => this.downloadReady()));
    this.downloadReady();
  }

  add({ key }: JobEntry): void {
    this.keys.add(key);
    this.keep();
    this.downloadReady();
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer();
    this.subscriptions.dispose();
  }

  /**
   * Downloads the results that are ready. Forgets those that will never be: of a job that failed, or of an account that
   * is signed out.
   */
  private downloadReady(): void {
    const { store, clock } = this.options;
    const done: JobEntry[] = [];
    for (const key of this.keys) {
      const { accountId, jobId } = jobOfKey(key);
      const account = store.account(accountId);
      const entry = entryIn(account, jobId);
      if (account === undefined || entry?.download !== undefined || hasEndedWithout(entry, clock.now())) {
        this.forget(key);
      } else if (entry !== undefined && isCompleted(entry.job) && this.isDue(key)) {
        done.push(entry);
      } else if (entry === undefined && account.sync.kind === 'current' && !this.askedFor.has(key)) {
        this.askedFor.add(key);
        void this.ask(key, accountId, jobId);
      }
    }
    if (done.length > 0) {
      void this.download(done);
    }
  }

  private isDue(key: string): boolean {
    return !this.downloading.has(key) && this.options.clock.now() >= (this.tries.get(key)?.nextMs ?? 0);
  }

  /** Never throws. */
  private async download(entries: readonly JobEntry[]): Promise<void> {
    entries.forEach(({ key }) => this.downloading.add(key));
    let error: unknown;
    try {
      await this.options.download(entries);
    } catch (failure) {
      error = failure;
    }
    entries.forEach(({ key }) => this.downloading.delete(key));
    if (this.isDisposed) {
      return; // the next session continues
    }
    const missing = entries.filter(
      ({ accountId, job }) => this.options.store.entry(accountId, job.id)?.download === undefined,
    );
    const isFinal = error === undefined || missing.map(({ key }) => this.postpone(key, error)).includes(false);
    const given = isFinal ? entries : entries.filter((entry) => !missing.includes(entry));
    given.forEach(({ key }) => this.forget(key));
    if (isFinal && error !== undefined) {
      this.options.onProblem(error);
    }
  }

  /** Whether to try again later. */
  private postpone(key: string, error: unknown): boolean {
    const { clock } = this.options;
    const cause = error instanceof Error ? error.cause : undefined;
    const count = (this.tries.get(key)?.count ?? 0) + 1;
    const later = postponementOf(error, clock.now(), count) ?? postponementOf(cause, clock.now(), count);
    if (later === undefined || count >= MAX_TRIES) {
      return false;
    }
    this.tries.set(key, { count, nextMs: later.untilMs });
    this.cancelTimer();
    const nextMs = Math.min(...[...this.tries.values()].map((one) => one.nextMs));
    this.cancelTimer = clock.setTimer(() => this.downloadReady(), Math.max(nextMs - clock.now(), 0));
    return true;
  }

  /**
   * Looks up a job that might be too old for the list. Forgets it if impact.com doesn't have it. If impact.com doesn't
   * respond, the next session asks again.
   */
  private async ask(key: string, accountId: string, jobId: string): Promise<void> {
    try {
      await this.options.lookUp(accountId, jobId);
    } catch (error) {
      if (isApiError(error) && error.kind === 'notFound') {
        this.forget(key);
      }
    }
  }

  private forget(key: string): void {
    this.keys.delete(key);
    this.tries.delete(key);
    this.keep();
  }

  private keep(): void {
    // Stores nothing if the list is empty, because a stored value makes the next window load this code.
    const kept = this.keys.size === 0 ? undefined : [...this.keys].slice(-MAX_WANTED);
    void keepPending(this.options.context, WANTED_DOWNLOADS_KEY, kept);
  }
}

/** Whether the job has ended without a result. */
function hasEndedWithout(entry: JobEntry | undefined, nowMs: number): boolean {
  return entry !== undefined && stateOfAwaited(entry.job, nowMs) === 'ended';
}

/** Skips invalid entries, because another version might have written the value. */
function decodeKeys(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}
