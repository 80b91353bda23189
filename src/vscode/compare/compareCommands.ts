import * as vscode from 'vscode';
import { type Counterparts, findCounterpart, inOrder } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { fieldsOf } from '../../core/isRecord';
import { entriesOf } from '../../core/jobs/snapshot';
import { UserError } from '../words/userError';
import { workName } from '../jobs/jobWords';
import type { CommandHandlers } from '../commands/commands';
import type { ComparisonResult } from '../../core/compare/comparison';
import type { JobTargets } from '../jobs/jobTargets';

/** The panels that show comparisons. */
export interface Comparisons {
  /** Shows what changed. Resolves to undefined if the user cancels. */
  compare(pair: Counterparts): Promise<ComparisonResult | undefined>;
  /** Copies cells of the panel that the user works in. `cells` is what its menu passes, not validated. */
  copy(cells: unknown): Promise<void>;
}

export interface CompareCommandsOptions {
  readonly loadComparisons: () => Promise<Comparisons>;
  readonly targets: JobTargets;
  readonly store: JobStore;
}

/** The commands that compare two results. */
export function compareCommands({
  loadComparisons,
  targets,
  store,
}: CompareCommandsOptions): Pick<CommandHandlers, 'compareResults' | 'copyCompared' | 'copyComparedRows'> {
  const entriesBeside = ({ accountId }: JobEntry): readonly JobEntry[] => {
    const account = store.account(accountId);
    return account === undefined ? [] : entriesOf(account);
  };
  const hasFile = targets.can('compareResults');
  const isOther = (entry: JobEntry, other: JobEntry): boolean =>
    other.accountId === entry.accountId && other.key !== entry.key && hasFile(other);
  const isComparable = (entry: JobEntry): boolean =>
    hasFile(entry) && entriesBeside(entry).some((other) => isOther(entry, other));

  /** Compares with a result of the same work, if there is one, and otherwise with one that the user selects. */
  const counterpartsOf = async (entry: JobEntry): Promise<Counterparts | undefined> => {
    const pair = findCounterpart(entry, entriesBeside(entry));
    if (pair !== undefined) {
      return pair;
    }
    if (!isComparable(entry)) {
      throw new UserError(
        vscode.l10n.t(
          "Nothing to compare {0} with. Download the original's or the replay's result first.",
          workName(entry),
        ),
      );
    }
    const picked = await targets.resolve(undefined, undefined, {
      placeHolder: vscode.l10n.t('Select a result to compare with {0}', workName(entry)),
      accepts: (other) => isOther(entry, other),
      many: false,
    });
    const [other] = picked?.entries ?? [];
    return other && inOrder(entry, other);
  };

  const copyCompared = async (cells: unknown): Promise<void> => (await loadComparisons()).copy(cells);

  return {
    copyCompared,
    copyComparedRows: (menu) => copyCompared({ ...fieldsOf(menu), places: fieldsOf(menu)['allPlaces'] }),

    async compareResults(argument, selection) {
      const picked = await targets.resolve(argument, selection, {
        placeHolder: vscode.l10n.t('Select a result to compare with the previous one'),
        accepts: isComparable,
        many: false,
      });
      const [first, second, ...others] = picked?.entries ?? [];
      if (first === undefined) {
        return undefined;
      }
      if (others.length > 0) {
        throw new UserError(vscode.l10n.t('You can compare only two results at a time.'));
      }
      const pair = second === undefined ? await counterpartsOf(first) : inOrder(first, second);
      return pair && (await loadComparisons()).compare(pair);
    },
  };
}
