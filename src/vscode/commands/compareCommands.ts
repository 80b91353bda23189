import * as vscode from 'vscode';
import { findCounterpart, inOrder } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Comparisons, CompareOptions } from '../compare/compareResults';
import { UserError } from '../errorMessages';
import { workName } from '../words/jobWords';
import type { CommandHandlers } from './commands';
import type { JobTargets } from './jobTargets';

export interface CompareCommandsOptions extends CompareOptions {
  readonly targets: JobTargets;
  readonly store: JobStore;
}

/** What changed from one result to the next. */
export class CompareCommands {
  private loaded: Promise<Comparisons> | undefined;

  constructor(private readonly options: CompareCommandsOptions) {}

  get handlers(): Pick<CommandHandlers, 'compareResults'> {
    return {
      compareResults: async (argument, selection) => {
        const picked = await this.options.targets.resolve(argument, selection, {
          placeHolder: vscode.l10n.t('See what changed in which result?'),
          accepts: (entry) => entry.download !== undefined && this.counterpartOf(entry) !== undefined,
          many: false,
        });
        const [first, second, ...others] = picked?.entries ?? [];
        if (first === undefined) {
          return undefined;
        }
        if (others.length > 0) {
          throw new UserError(vscode.l10n.t('Two results are compared at a time.'));
        }
        const pair = second === undefined ? this.counterpartOf(first) : inOrder(first, second);
        if (pair === undefined) {
          throw new UserError(vscode.l10n.t('There is nothing to compare {0} with: download the result of the job that it repeats, or of its replay, too.', workName(first)));
        }
        return (await this.load()).compare(pair);
      },
    };
  }

  dispose(): void {
    void this.loaded?.then((comparisons) => comparisons.dispose());
  }

  private counterpartOf(entry: JobEntry): ReturnType<typeof findCounterpart> {
    return findCounterpart(entry, this.options.store.account(entry.accountId)?.entries.values() ?? []);
  }

  private load(): Promise<Comparisons> {
    this.loaded ??= import('../compare/compareResults').then((module) => new module.Comparisons(this.options));
    return this.loaded;
  }
}
