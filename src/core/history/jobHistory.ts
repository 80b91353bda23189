import path from 'node:path';
import { fieldsOf } from '../isRecord';
import type { Clock } from '../clock';
import { isHistory, remembered, type SeenJob } from '../jobs/history';
import type { JobStore } from '../jobs/jobStore';
import { type AccountSnapshot, entriesOf, lastGoodAt, type StoreChange } from '../jobs/snapshot';
import { ensureFolder, hashedName, readWhole, removeFile, writeWhole } from '../files/wholeFile';
import { decodeSharedJob } from '../share/sharedState';

/** A list can have thousands of jobs, so not every poll writes it. */
const SAVE_AFTER_MS = 5 * 60_000;
const VERSION = 1;

export interface JobHistoryOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly folder: string;
  /** Called if the history can't be stored. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Stores the jobs of each account's list in a file, so that jobs that have become too old for the list are in the
 * store's history at the next start. Signing out removes the account's file.
 */
export class JobHistory {
  private readonly files = new Map<string, string>();
  private readonly unsubscribe: () => void;
  private cancelSave: (() => void) | undefined;

  constructor(private readonly options: JobHistoryOptions) {
    this.unsubscribe = options.store.onDidChange((change) => this.update(change));
    this.update();
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
    for (const [id, file] of this.files) {
      if (!accounts.some((account) => account.account.id === id && this.fileOf(account) === file)) {
        this.files.delete(id);
        removeFile(file);
      }
    }
    for (const account of accounts) {
      if (account.sync.kind === 'off') {
        this.files.delete(account.account.id); // read again when the account is turned on
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
    return path.join(this.options.folder, `${hashedName(`${account.id} ${account.baseUrl}`)}.json`);
  }
}

/** Reads the stored jobs. Empty if the file is missing or can't be read. */
function readSeen(file: string): readonly SeenJob[] {
  try {
    const value = JSON.parse(readWhole(file) ?? '{}') as { readonly version?: unknown; readonly jobs?: unknown };
    const rows: readonly unknown[] = value.version === VERSION && Array.isArray(value.jobs) ? value.jobs : [];
    return rows.flatMap((row) => {
      const { job, lastSeenAtMs } = fieldsOf(row);
      const decoded = decodeSharedJob(job);
      return decoded !== undefined && typeof lastSeenAtMs === 'number' ? [{ job: decoded, lastSeenAtMs }] : [];
    });
  } catch {
    return [];
  }
}
