import type { Account } from '../account';
import { canDo, JOB_ACTIONS, type JobAction } from './jobActions';
import type { JobEntry } from './jobEntry';
import { canBeRetried, retriesEndAt } from './jobState';
import { type AccountSnapshot, entriesOf, type EntryChange } from './snapshot';

/** What is counted about one account. */
interface Counted {
  readonly account: Account;
  readonly counts: Map<JobAction, number>;
}

/**
 * On how many jobs each action is possible. Follows the store change by change, because walking all jobs takes longer
 * than everything else that one change causes.
 */
export class ActionCounts {
  private byAccount: readonly Counted[] = [];
  /** The possible actions of each job, one bit for each. */
  private readonly actions = new Map<JobEntry, number>();
  /** When the actions of a job in ERROR change because time passes. */
  private readonly changeAtMs = new Map<JobEntry, number>();

  /** Counts all jobs of these accounts. */
  static of(accounts: readonly AccountSnapshot[], nowMs: number): ActionCounts {
    const counts = new ActionCounts();
    counts.update(accounts, [], nowMs);
    return counts;
  }

  /** Follows the changes that have led to these accounts. Counts all jobs again if the accounts aren't the same. */
  update(accounts: readonly AccountSnapshot[], changes: readonly EntryChange[], nowMs: number): void {
    const isSame =
      accounts.length === this.byAccount.length &&
      accounts.every(({ account }, index) => account === this.byAccount[index]?.account);
    if (!isSame) {
      this.countAll(accounts, nowMs);
      return;
    }
    for (const { before, after } of changes) {
      this.remove(before);
      this.add(after, nowMs);
    }
    for (const [entry, atMs] of this.changeAtMs) {
      if (atMs <= nowMs) {
        this.remove(entry);
        this.add(entry, nowMs);
      }
    }
  }

  /** Whether the action is possible on at least this many jobs of one account. */
  has(action: JobAction, least = 1): boolean {
    return this.byAccount.some(({ counts }) => (counts.get(action) ?? 0) >= least);
  }

  private countAll(accounts: readonly AccountSnapshot[], nowMs: number): void {
    this.actions.clear();
    this.changeAtMs.clear();
    this.byAccount = accounts.map(({ account }) => ({ account, counts: new Map<JobAction, number>() }));
    accounts.flatMap(entriesOf).forEach((entry) => this.add(entry, nowMs));
  }

  private add(entry: JobEntry | undefined, nowMs: number): void {
    const counted = entry && this.countedOf(entry);
    if (entry === undefined || counted === undefined) {
      return;
    }
    let bits = 0;
    for (const [index, action] of JOB_ACTIONS.entries()) {
      if (canDo(action, entry, counted.account, nowMs)) {
        bits |= 1 << index;
        counted.counts.set(action, (counted.counts.get(action) ?? 0) + 1);
      }
    }
    this.actions.set(entry, bits);
    if (canBeRetried(entry.job, nowMs)) {
      this.changeAtMs.set(entry, retriesEndAt(entry.job) ?? Infinity);
    }
  }

  private remove(entry: JobEntry | undefined): void {
    const bits = entry && this.actions.get(entry);
    if (entry === undefined || bits === undefined) {
      return;
    }
    const counts = this.countedOf(entry)?.counts;
    for (const [index, action] of JOB_ACTIONS.entries()) {
      if ((bits & (1 << index)) !== 0) {
        counts?.set(action, (counts.get(action) ?? 0) - 1);
      }
    }
    this.actions.delete(entry);
    this.changeAtMs.delete(entry);
  }

  private countedOf({ accountId }: JobEntry): Counted | undefined {
    return this.byAccount.find(({ account }) => account.id === accountId);
  }
}
