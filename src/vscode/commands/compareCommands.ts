import * as vscode from 'vscode';
import { findCounterpart, inOrder } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { LazyComparisons } from '../compare/lazyComparisons';
import { UserError } from '../errorMessages';
import { workName } from '../words/jobWords';
import type { CommandHandlers } from './commands';
import type { JobTargets } from './jobTargets';

export interface CompareCommandsOptions {
  readonly comparisons: LazyComparisons;
  readonly targets: JobTargets;
  readonly store: JobStore;
}

/** What changed from one result to the next. */
export function compareCommands({ comparisons, targets, store }: CompareCommandsOptions): Pick<CommandHandlers, 'compareResults'> {
  const counterpartOf = (entry: JobEntry): ReturnType<typeof findCounterpart> => findCounterpart(entry, store.account(entry.accountId)?.entries.values() ?? []);
  return {
    async compareResults(argument, selection) {
      const picked = await targets.resolve(argument, selection, {
        placeHolder: vscode.l10n.t('See what changed in which result?'),
        accepts: (entry) => entry.download !== undefined && counterpartOf(entry) !== undefined,
        many: false,
      });
      const [first, second, ...others] = picked?.entries ?? [];
      if (first === undefined) {
        return undefined;
      }
      if (others.length > 0) {
        throw new UserError(vscode.l10n.t('Two results are compared at a time.'));
      }
      const pair = second === undefined ? counterpartOf(first) : inOrder(first, second);
      if (pair === undefined) {
        throw new UserError(vscode.l10n.t('There is nothing to compare {0} with: download the result of the job that it repeats, or of its replay, too.', workName(first)));
      }
      return (await comparisons.get()).compare(pair);
    },
  };
}
