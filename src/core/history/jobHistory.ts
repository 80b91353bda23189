import path from 'node:path';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import type { Clock } from '../clock';
import { isHistory, remembered, type SeenJob } from '../jobs/history';
import type { JobStore } from '../jobs/jobStore';
import { type AccountSnapshot, entriesOf, lastGoodAt, type StoreChange } from '../jobs/snapshot';
import { ensureFolder, hashedName, readWhole, removeFiles, writeWhole } from '../files/wholeFile';
import { decodeSharedJob } from '../share/sharedState';

/** Not after each poll, because there can be thousands of jobs. Closing the window writes the rest. */
const SAVE_AFTER_MS = 30 * 60_000;
/** No job is kept for longer than this, so an older file belongs to an account that is no longer watched. */
const FORGOTTEN_AFTER_MS = 91 * 86_400_000;
const VERSION = 1;

export interface JobHistoryOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly folder: string;
  /** Called if the history can't be stored. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Keeps the jobs that an account's list has contained, in a file for each account and server: jobs that are too old for
 * the list return to the store's history at the next start. Signing out deletes the account's files.
 */
export class JobHistory {
  private readonly files = new Map<string, string>();
  private readonly unsubscribe: () => void;
  private cancelSave: (() => void) | undefined;

  constructor(private readonly options: JobHistoryOptions) {
    this.unsubscribe = options.store.onDidChange((change) => this.update(change));
    removeFiles(options.folder, options.clock.now(), (_, ageMs) => ageMs > FORGOTTEN_AFTER_MS);
    this.update();
  }

  /** Deletes what is kept about accounts that a change has removed. */
  forgetGone({ previous, current }: Pick<StoreChange, 'previous' | 'current'>): void {
    for (const { account } of previous.accounts) {
      if (!current.accounts.some((known) => known.account.id === account.id)) {
        this.files.delete(account.id);
        removeFiles(this.options.folder, this.options.clock.now(), (name) => name.startsWith(prefixOf(account.id)));
      }
    }
  }

  /** Writes unsaved changes. */
  dispose(): void {
    this.unsubscribe();
    if (this.cancelSave !== undefined) {
      this.cancelSave();
      this.save();
    }
  }

  private update(change?: StoreChange): void {
    const { accounts } = this.options.store.snapshot;
    if (change !== undefined) {
      this.forgetGone(change);
    }
    for (const account of accounts) {
      const file = this.files.get(account.account.id);
      if (account.sync.kind === 'off' || file !== this.fileOf(account)) {
        this.files.delete(account.account.id); // read again when it's turned on, or current at its server
      }
      if (account.sync.kind === 'current' && !this.files.has(account.account.id)) {
        this.files.set(account.account.id, this.fileOf(account));
        // The other listeners must get this change before the one that the history causes.
        void Promise.resolve().then(() => this.load(account.account.id));
      }
    }
    if (change === undefined || change.entries.length > 0) {
      this.cancelSave ??= this.options.clock.setTimer(() => this.save(), SAVE_AFTER_MS);
    }
  }

  private load(accountId: string): void {
    const nowMs = this.options.clock.now();
    const file = this.files.get(accountId);
    const seen = file === undefined ? [] : readSeen(file);
    this.options.store.applyHistory(
      accountId,
      remembered(seen, nowMs).filter(({ job }) => isHistory(job, nowMs)),
    );
  }

  private save(): void {
    this.cancelSave = undefined;
    try {
      ensureFolder(this.options.folder);
      for (const [id, file] of this.files) {
        const account = this.options.store.account(id);
        if (account !== undefined) {
          writeWhole(file, JSON.stringify({ version: VERSION, jobs: this.seenOf(account, file) }));
        }
      }
    } catch (error) {
      this.options.onProblem(error);
    }
  }

  /** The account's jobs together with those that other windows have stored, which might go back further. */
  private seenOf(account: AccountSnapshot, file: string): readonly SeenJob[] {
    const nowMs = this.options.clock.now();
    const { sync } = account;
    const listedAtMs = lastGoodAt(sync) ?? nowMs;
    const own = entriesOf(account).map(({ job, lastSeenAtMs }) => ({
      job: { ...job, unread: undefined },
      lastSeenAtMs: lastSeenAtMs ?? listedAtMs,
    }));
    const known = new Set(own.map(({ job }) => job.id));
    return remembered([...own, ...readSeen(file).filter(({ job }) => !known.has(job.id))], nowMs);
  }

  private fileOf({ account }: AccountSnapshot): string {
    return path.join(this.options.folder, `${prefixOf(account.id)}${hashedName(account.baseUrl)}.json`);
  }
}

function prefixOf(accountId: string): string {
  return `${hashedName(accountId)}.`;
}

/** Reads the stored jobs. Empty if the file is missing or can't be read. */
function readSeen(file: string): readonly SeenJob[] {
  const { version, jobs } = fieldsOf(parsed(readWhole(file)));
  const rows: readonly unknown[] = version === VERSION && Array.isArray(jobs) ? jobs : [];
  return rows.flatMap((row) => {
    const { job, lastSeenAtMs } = fieldsOf(row);
    const decoded = decodeSharedJob(job);
    return decoded !== undefined && typeof lastSeenAtMs === 'number' ? [{ job: decoded, lastSeenAtMs }] : [];
  });
}
