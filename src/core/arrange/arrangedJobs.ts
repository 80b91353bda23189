import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { JobEntry } from '../jobs/jobEntry';
import type { JobStore } from '../jobs/jobStore';
import type { JobGroup } from '../jobs/jobGroups';
import { type AccountSnapshot, entriesOf, type EntryChange } from '../jobs/snapshot';
import { arrangeJobs, type ArrangeOptions, type JobWords, rearrangeJobs, withSameGroups } from './arrangeJobs';
import { type Arrangement, DEFAULT_ARRANGEMENT } from './arrangement';
import { groupRule } from './grouping';
import { isFiltering } from './jobFilter';

/** Instead of an account's ID: all accounts. */
export const ALL_ACCOUNTS = '*';

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
  /** The groups that hold the jobs of all accounts. Undefined while each account has its own. */
  readonly previousMerged: readonly JobGroup[] | undefined;
  readonly currentMerged: readonly JobGroup[] | undefined;
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
  private mergedState: readonly JobGroup[] | undefined;
  private programNames: ReadonlyMap<string, string> | undefined;

  constructor(private readonly options: ArrangedJobsOptions) {
    this.wanted = options.arrangement ?? DEFAULT_ARRANGEMENT;
    this.state = this.arrangeAll([]);
    this.mergedState = this.mergeAll(undefined, []);
    this.unsubscribe = options.store.onDidChange(({ entries }) => {
      this.programNames = undefined;
      this.publish(this.arrangeAll(entries), { entries, isRearranged: entries.some(areProgramsRenamed) });
    });
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

  /** The groups that hold the jobs of all accounts. Undefined while each account has its own. */
  get merged(): readonly JobGroup[] | undefined {
    return this.mergedState;
  }

  /** The accounts that the filter doesn't exclude. */
  get shownAccounts(): readonly ArrangedAccount[] {
    const { accounts } = this.wanted.filter;
    const shown = this.state.filter(({ source: { account } }) => accounts.includes(account.id));
    return shown.length === 0 ? this.state : shown;
  }

  /** A group of an account, or of all accounts. */
  group(accountId: string, groupId: string): JobGroup | undefined {
    const groups = accountId === ALL_ACCOUNTS ? this.mergedState : this.account(accountId)?.groups;
    return groups?.find(({ id }) => id === groupId);
  }

  /** The account ID of the group that shows an account's jobs: `ALL_ACCOUNTS` while groups hold all accounts. */
  ownerOfGroups(accountId: string): string {
    return this.mergedState === undefined ? accountId : ALL_ACCOUNTS;
  }

  account(accountId: string): ArrangedAccount | undefined {
    return this.state.find(({ source }) => source.account.id === accountId);
  }

  /** The jobs that are shown: all of them, those of an account, or those of one of its groups. */
  shown(accountId?: string, groupId?: string): readonly JobEntry[] {
    const named = accountId === ALL_ACCOUNTS ? undefined : accountId;
    const accounts = this.state.filter(({ source: { account } }) => (named ?? account.id) === account.id);
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

  /** The account's name, or its ID if it's gone. */
  readonly accountName = (accountId: string): string => this.account(accountId)?.source.account.name ?? accountId;

  /** The program's name, as far as one of the jobs tells. */
  readonly programName = (programId: string): string | undefined => {
    this.programNames ??= new Map(
      this.options.store.snapshot.accounts
        .flatMap(entriesOf)
        .flatMap(({ job, programName }) => (programName ? [[job.programId, programName]] : [])),
    );
    return this.programNames.get(programId);
  };

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
    { entries, isRearranged = false }: Partial<Pick<ArrangedChange, 'entries' | 'isRearranged'>> = {},
  ): void {
    const [previous, previousMerged] = [this.state, this.mergedState];
    this.state = current;
    this.mergedState = this.mergeAll(entries, previous);
    this.changed.fire({
      previous,
      current,
      entries: entries ?? [],
      previousMerged,
      currentMerged: this.mergedState,
      isRearranged,
    });
  }

  /** The groups of all accounts after the store's changes. Undefined changes arrange all jobs again. */
  private mergeAll(
    changes: readonly EntryChange[] | undefined,
    previous: readonly ArrangedAccount[],
  ): readonly JobGroup[] | undefined {
    if (this.wanted.isByAccount || this.state.length < 2) {
      return undefined;
    }
    const known = this.mergedState;
    const hasSameAccounts =
      previous.length === this.state.length &&
      previous.every(({ source }, place) => source.account.id === this.state[place]?.source.account.id);
    const groups =
      changes !== undefined && known !== undefined && hasSameAccounts
        ? rearrangeJobs(known, changes, this.arrangeOptions())
        : undefined;
    return (
      groups ??
      withSameGroups(
        known ?? [],
        arrangeJobs(
          this.state.flatMap(({ source }) => entriesOf(source)),
          this.arrangeOptions(),
        ),
      )
    );
  }

  private arrangeOptions(): ArrangeOptions {
    const { clock, words } = this.options;
    const isAskedFor = ({ key }: JobEntry): boolean => this.askedFor.has(key);
    const programName = (id: string): string => this.programName(id) ?? words.programName(id);
    return { arrangement: this.wanted, words: { ...words, programName }, nowMs: clock.now(), isAskedFor };
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
    if (this.isAsInStore(source)) {
      return source.groups;
    }
    const options = this.arrangeOptions();
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

/** The names of groups can change, too. */
function areProgramsRenamed({ before, after }: EntryChange): boolean {
  return before !== undefined && after !== undefined && before.programName !== after.programName;
}
