import * as vscode from 'vscode';
import { isCalled } from '../../core/account';
import { isRecord } from '../../core/isRecord';
import { decodeFilter } from '../../core/arrange/arrangement';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { type Grouping, GROUPINGS } from '../../core/arrange/grouping';
import { type JobFilter, NO_FILTER } from '../../core/arrange/jobFilter';
import { type Sorting, SORTINGS } from '../../core/arrange/sortJobs';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { entriesOf } from '../../core/jobs/snapshot';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from '../jobs/jobMemory';
import type { Log } from '../diagnostics/log';
import { nameWithProgram } from '../jobs/jobWords';
import { offer } from '../messages';
import type { Settings } from '../settings';
import { pickRow } from '../pickRow';
import type { CommandHandlers } from '../commands/commands';
import { pickFilter } from './filterPick';
import type { JobTargets } from '../jobs/jobTargets';
import { focusBeside, type FocusableView } from '../jobs/viewFocus';

export interface ArrangeCommandsOptions {
  readonly arranged: ArrangedJobs;
  readonly memory: StoredJobMemory;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly targets: JobTargets;
  readonly log: Pick<Log, 'error'>;
  readonly view: FocusableView;
}

type ArrangeCommand =
  'filter' | 'clearFilter' | 'groupBy' | 'groupByAccount' | 'mergeAccounts' | 'sortBy' | 'hideJob' | 'unhideJobs';

const GROUPING_WORDS: Readonly<Record<Grouping, () => string>> = {
  status: () => vscode.l10n.t('Status'),
  type: () => vscode.l10n.t('Type'),
  program: () => vscode.l10n.t('Program'),
  day: () => vscode.l10n.t('Day'),
};

const SORTING_WORDS: Readonly<Record<Sorting, () => string>> = {
  newest: () => vscode.l10n.t('Newest first'),
  duration: () => vscode.l10n.t('Longest first'),
  size: () => vscode.l10n.t('Most records first'),
  name: () => vscode.l10n.t('By name'),
};

/**
 * The commands that set which jobs the view shows, in which groups and order. Scripts pass a filter, a `program`, or a
 * `name`; otherwise the user is asked.
 */
export function arrangeCommands(options: ArrangeCommandsOptions): Pick<CommandHandlers, ArrangeCommand> {
  const { arranged, memory, settings, targets } = options;
  return {
    async filter(argument) {
      if (isFilter(argument)) {
        arranged.arrange({ filter: withAccountIds(arranged, decodeFilter(argument)) });
      } else {
        await pickFilter({
          arranged,
          entries: arranged.accounts.flatMap(({ source }) => entriesOf(source)),
          accountNames: new Map(arranged.accounts.map(({ source: { account } }) => [account.id, account.name])),
          lookbackDays: settings.get('lookbackDays'),
          nowMs: options.clock.now(),
        });
      }
      return arranged.counts;
    },

    clearFilter: () => arranged.arrange({ filter: NO_FILTER }),

    async groupBy(argument) {
      const groupBy = await pickWord(argument, GROUPINGS, GROUPING_WORDS, {
        title: vscode.l10n.t('Group Jobs By'),
        current: arranged.arrangement.groupBy,
      });
      if (groupBy !== undefined) {
        arranged.arrange({ groupBy });
      }
    },

    groupByAccount: () => arranged.arrange({ isByAccount: true }),
    mergeAccounts: () => arranged.arrange({ isByAccount: false }),

    async sortBy(argument) {
      const sortBy = await pickWord(argument, SORTINGS, SORTING_WORDS, {
        title: vscode.l10n.t('Sort Jobs'),
        current: arranged.arrangement.sortBy,
      });
      if (sortBy !== undefined) {
        arranged.arrange({ sortBy });
      }
    },

    async hideJob(argument, selection) {
      const picked = await targets.resolve(argument, selection, {
        placeHolder: vscode.l10n.t('Select jobs to hide'),
        accepts: targets.can('hideJob'),
        many: true,
      });
      if (picked !== undefined && isFromView(argument)) {
        await focusBeside(options.view, arranged, picked.entries);
      }
      memory.hidden.set(picked?.entries.map(({ key }) => [key, true]) ?? []);
      if (picked !== undefined && !picked.isFromScript) {
        const undo = (): void => memory.hidden.set(picked.entries.map(({ key }) => [key, undefined]));
        offer(hiddenInWords(picked.entries), { [vscode.l10n.t('Undo')]: undo }).catch((error: unknown) =>
          options.log.error("Can't show hidden jobs again", error),
        );
      }
    },

    async unhideJobs(argument, selection) {
      const picked = await targets.resolve(argument, selection, {
        placeHolder: vscode.l10n.t('Select hidden jobs to show'),
        accepts: targets.can('unhideJobs'),
        many: true,
      });
      memory.hidden.set(picked?.entries.map(({ key }) => [key, undefined]) ?? []);
    },
  };
}

function hiddenInWords([first, ...others]: readonly JobEntry[]): string {
  return first === undefined || others.length > 0
    ? vscode.l10n.t('Hid {0} jobs.', others.length + 1)
    : vscode.l10n.t('Hid {0}.', nameWithProgram(first));
}

interface WordQuestion<T> {
  readonly title: string;
  readonly current: T;
}

async function pickWord<T extends string>(
  argument: unknown,
  all: readonly T[],
  words: Readonly<Record<T, () => string>>,
  { title, current }: WordQuestion<T>,
): Promise<T | undefined> {
  if (typeof argument === 'string') {
    const named = all.find((word) => word === argument);
    if (named === undefined) {
      throw new UserError(vscode.l10n.t("{0} isn't one of {1}.", argument, all.join(', ')));
    }
    return named;
  }
  const items = all.map((word) => ({
    label: words[word](),
    description: word === current ? vscode.l10n.t('current') : '',
    word,
  }));
  return (await pickRow(items, { title, placeHolder: words[current]() }))?.word;
}

/**
 * Whether the argument is a filter from a script. VS Code itself passes the view that a button belongs to, or a row.
 */
function isFilter(value: unknown): boolean {
  return (
    isRecord(value) &&
    ['text', 'accounts', 'types', 'programs', 'statuses', 'days', 'isListedOnly'].some((field) => field in value)
  );
}

/** The filter of a script, which names accounts by their SIDs or brand IDs. Throws UserError for an unknown one. */
function withAccountIds({ accounts }: ArrangedJobs, filter: JobFilter): JobFilter {
  const ids = filter.accounts.flatMap((ref) => {
    const named = accounts
      .map(({ source }) => source.account)
      .filter((account) => account.id === ref || isCalled(account, ref));
    if (named.length === 0) {
      throw new UserError(vscode.l10n.t('Account {0} not found.', ref));
    }
    return named.map(({ id }) => id);
  });
  return { ...filter, accounts: ids };
}

/** Whether a command was called on a row or by a key in the view, so that the view has the focus. */
function isFromView(argument: unknown): boolean {
  return isRecord(argument) && ('fromKey' in argument || 'kind' in argument);
}
