import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isFailed } from '../../core/jobs/jobState';
import { isRetrying } from '../../core/jobs/retries';
import type { StoreChange } from '../../core/jobs/snapshot';
import { endingEvent } from '../../core/share/claims';
import { isSilent } from '../../core/watch/endings';
import type { StoredJobMemory } from './jobMemory';

export interface UnseenFailuresOptions {
  /** Remembers which failures were seen, in any window. */
  readonly memory: Pick<StoredJobMemory, 'seenFailures'>;
  readonly clock: Clock;
  /** Whether the view is visible and the user can see it now. */
  readonly isViewSeen: () => boolean;
}

interface Failure {
  readonly state: 'failed' | 'retrying';
  /** A job in ERROR is reported twice: when impact.com will retry it, and when it no longer will. */
  readonly event: string;
}

/** The jobs that failed while the view wasn't seen in any window. */
export class UnseenFailures {
  private readonly failures = new Map<string, Failure>();

  constructor(private readonly options: UnseenFailuresOptions) {}

  /** The failures for good, and those that impact.com retries. */
  get counts(): { readonly failed: number; readonly retrying: number } {
    const retrying = [...this.failures.values()].filter(({ state }) => state === 'retrying').length;
    return { failed: this.failures.size - retrying, retrying };
  }

  update({ entries, transitions }: StoreChange): void {
    for (const { before, after } of entries) {
      const key = (after ?? before)?.key ?? '';
      const failure = this.failures.get(key);
      if (failure !== undefined && (after === undefined || isSilent(after) || this.isSeen(key, failure))) {
        this.failures.delete(key);
      }
    }
    for (const { entry } of transitions) {
      this.failures.delete(entry.key);
      if (isFailed(entry.job) && !isSilent(entry)) {
        this.add(entry);
      }
    }
  }

  /** Forgets all failures, in other windows too, because the user has seen them. False if there were none. */
  markSeen(): boolean {
    const seen = [...this.failures].map(([key, { event }]) => [key, event] as const);
    this.failures.clear();
    if (seen.length > 0) {
      void this.options.memory.seenFailures.set(seen);
    }
    return seen.length > 0;
  }

  private add(entry: JobEntry): void {
    const state = isRetrying(entry, this.options.clock.now()) ? 'retrying' : 'failed';
    const failure: Failure = { state, event: `${state} ${endingEvent(entry)}` };
    if (this.isSeen(entry.key, failure)) {
      return;
    }
    if (!this.options.isViewSeen()) {
      this.failures.set(entry.key, failure);
      return;
    }
    // The store's other listeners must get this change before the next one.
    queueMicrotask(() => void this.options.memory.seenFailures.set([[entry.key, failure.event]]));
  }

  private isSeen(key: string, { event }: Failure): boolean {
    return this.options.memory.seenFailures.get(key) === event;
  }
}
