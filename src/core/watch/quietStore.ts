import type { JobStore } from '../jobs/jobStore';
import type { PolledStore } from './pollJobs';

/** The store, for writes that don't go to the other windows: they come from one of them, or are shared as a whole. */
export class QuietStore implements PolledStore {
  private writes = 0;

  constructor(private readonly store: JobStore) {}

  /** Whether the current change of the store was written here. */
  get isWriting(): boolean {
    return this.writes > 0;
  }

  account(...args: Parameters<PolledStore['account']>): ReturnType<PolledStore['account']> {
    return this.store.account(...args);
  }

  noteClock(...args: Parameters<PolledStore['noteClock']>): void {
    this.store.noteClock(...args);
  }

  applyList(...args: Parameters<PolledStore['applyList']>): void {
    this.write(() => this.store.applyList(...args));
  }

  applyJob(...args: Parameters<PolledStore['applyJob']>): void {
    this.write(() => this.store.applyJob(...args));
  }

  dropJob(...args: Parameters<PolledStore['dropJob']>): void {
    this.write(() => this.store.dropJob(...args));
  }

  applySuccess(...args: Parameters<PolledStore['applySuccess']>): void {
    this.write(() => this.store.applySuccess(...args));
  }

  applyFailure(...args: Parameters<PolledStore['applyFailure']>): void {
    this.write(() => this.store.applyFailure(...args));
  }

  private write(act: () => void): void {
    this.writes++;
    try {
      act();
    } finally {
      this.writes--;
    }
  }
}
