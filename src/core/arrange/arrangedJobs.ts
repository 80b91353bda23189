import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { JobEntry } from '../jobs/jobEntry';
import type { JobStore } from '../jobs/jobStore';
import type { JobGroup } from '../jobs/jobGroups';
import { type AccountSnapshot, entriesOf, type EntryChange } from '../jobs/snapshot';
import { arrangeJobs, type JobWords, rearrangeJobs, withSameGroups } from './arrangeJobs';
import { type Arrangement, DEFAULT_ARRANGEMENT } from './arrangement';
import { groupRule } from './grouping';
import { isFiltering } from './jobFilter';

/** The jobs of an account that are shown, in groups. */
export interface ArrangedAccount {
  readonly source: AccountSnapshot;
  readonly groups: readonly JobGroup[];
}

export interface ArrangedChange {
  readonly previous: readonly ArrangedAccount[];
  readonly current: readonly ArrangedAccount[];
  /** The store's changes. */
  readonly entries: readonly EntryChange[];
  /** Whether the user changed the arrangement, so that everything has to be redrawn. */
  readonly isRearranged: boolean;
}

export interface ArrangedJobsOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly words: JobWords;
  readonly arrangement?: Arrangement;
}

/**
 * The store's jobs, filtered, grouped, and sorted as the user wants. Immutable: a group whose jobs stay the same keeps
 * its identity, so that views compare identities to decide what to redraw.
 */
export class ArrangedJobs {
  private readonly changed = new Emitter<ArrangedChange>();
  private readonly unsubscribe: () => void;
  private readonly askedFor = new Set<string>();
  private wanted: Arrangement;
  private state: readonly ArrangedAccount[] = [];

  constructor(private readonly options: ArrangedJobsOptions) {
    this.wanted = options.arrangement ?? DEFAULT_ARRANGEMENT;
    this.state = this.arrangeAll([]);
    this.unsubscribe = options.store.onDidChange(({ entries }) => this.publish(this.arrangeAll(entries), { entries }));
  }

  get arrangement(): Arrangement {
    return this.wanted;
  }

  get accounts(): readonly ArrangedAccount[] {
    return this.state;
  }

  onDidChange(listener: (change: ArrangedChange) => void): () => void {
    return this.changed.on(listener);
  }

  account(accountId: string): ArrangedAccount | undefined {
    return this.state.find(({ source }) => source.account.id === accountId);
  }

  /** The jobs that are shown: all of them, those of an account, or those of one of its groups. */
  shown(accountId?: string, groupId?: string): readonly JobEntry[] {
    const accounts = this.state.filter(({ source: { account } }) => (accountId ?? account.id) === account.id);
    return accounts.flatMap(({ groups }) =>
      groups.filter(({ id }) => (groupId ?? id) === id).flatMap(({ entries }) => [...entries]),
    );
  }

  /** The number of jobs that are shown, and the number of all jobs. */
  get counts(): { readonly shown: number; readonly total: number } {
    return {
      shown: this.state.reduce(
        (sum, { groups }) => sum + groups.reduce((count, { entries }) => count + entries.length, 0),
        0,
      ),
      total: this.state.reduce((sum, { source }) => sum + source.entries.size + source.history.size, 0),
    };
  }

  groupIdOf(entry: JobEntry): string {
    return groupRule(this.wanted.groupBy, this.options.words).idOf(entry);
  }

  /** Changes the arrangement. */
  arrange(wanted: Partial<Arrangement>): void {
    this.wanted = { ...this.wanted, ...wanted };
    this.askedFor.clear();
    this.publish(this.arrangeAll(undefined), { isRearranged: true });
  }

  /** Shows a job even if the filter excludes it, until the arrangement changes. */
  ensureShown(entry: JobEntry): void {
    const group = this.account(entry.accountId)?.groups.find(({ id }) => id === this.groupIdOf(entry));
    if (group?.entries.some(({ key }) => key === entry.key) !== true) {
      this.askedFor.add(entry.key);
      this.publish(this.arrangeAll(undefined));
    }
  }

  /** Removes jobs that have become too old for the filter. Call this as time passes. */
  tick(): void {
    if (this.wanted.filter.days !== undefined) {
      this.publish(this.arrangeAll(undefined));
    }
  }

  dispose(): void {
    this.unsubscribe();
  }

  private publish(
    current: readonly ArrangedAccount[],
    { entries = [], isRearranged = false }: Partial<Pick<ArrangedChange, 'entries' | 'isRearranged'>> = {},
  ): void {
    const previous = this.state;
    this.state = current;
    this.changed.fire({ previous, current, entries, isRearranged });
  }

  /** The jobs after the store's changes. Undefined arranges them again even if they haven't changed. */
  private arrangeAll(changes: readonly EntryChange[] | undefined): readonly ArrangedAccount[] {
    return this.options.store.snapshot.accounts.map((source) => {
      const known = this.account(source.account.id);
      const hasSameJobs =
        changes !== undefined &&
        known !== undefined &&
        known.source.entries === source.entries &&
        known.source.history === source.history;
      if (!hasSameJobs) {
        return { source, groups: this.groupsOf(source, known, changes) };
      }
      return known.source === source ? known : { ...known, source };
    });
  }

  private groupsOf(
    source: AccountSnapshot,
    known: ArrangedAccount | undefined,
    changes: readonly EntryChange[] | undefined,
  ): readonly JobGroup[] {
    const { clock, words } = this.options;
    if (this.isAsInStore(source)) {
      return source.groups;
    }
    const isAskedFor = ({ key }: JobEntry): boolean => this.askedFor.has(key);
    const options = { arrangement: this.wanted, words, nowMs: clock.now(), isAskedFor };
    const own = changes?.filter(({ before, after }) => (after ?? before)?.accountId === source.account.id);
    const groups = known !== undefined && own !== undefined ? rearrangeJobs(known.groups, own, options) : undefined;
    return groups ?? withSameGroups(known?.groups ?? [], arrangeJobs(entriesOf(source), options));
  }

  /** Whether the arrangement is the default one, for which the store has the groups already. This saves time. */
  private isAsInStore({ hiddenCount, history }: AccountSnapshot): boolean {
    const { filter, groupBy, sortBy } = this.wanted;
    return (
      groupBy === 'status' && sortBy === 'newest' && hiddenCount === 0 && history.size === 0 && !isFiltering(filter)
    );
  }
}
