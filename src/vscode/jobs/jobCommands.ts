import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { CommandHandlers } from '../commands/commands';
import type { JobTargets } from './jobTargets';
import { isConfirmedByUser, replayJobs, type ReplayOptions } from './replayJobs';

export interface JobCommandsOptions extends ReplayOptions {
  readonly targets: JobTargets;
  readonly showDetails: (entry: JobEntry) => Promise<void>;
  readonly openTable: (picked: readonly JobEntry[]) => Promise<void>;
}

type JobCommand = 'replay' | 'showDetails' | 'revealJob';

/** The commands that act on jobs. */
export function jobCommands(options: JobCommandsOptions): Pick<CommandHandlers, JobCommand> {
  const { targets } = options;
  const one = async (argument: unknown, placeHolder: string): Promise<JobEntry | undefined> =>
    (await targets.resolve(argument, undefined, { placeHolder, accepts: () => true, many: false }))?.entries[0];

  return {
    async replay(argument, selection) {
      const picked = await targets.resolve(argument, selection, {
        placeHolder: vscode.l10n.t('Select jobs to replay'),
        accepts: targets.can('replay'),
        many: true,
      });
      if (picked === undefined || !(picked.isFromScript || (await isConfirmedByUser(options, picked.entries)))) {
        return Array.isArray(argument) ? [] : undefined;
      }
      const jobs = await replayJobs(options, picked.entries);
      return picked.isList ? jobs : jobs[0];
    },

    async showDetails(argument) {
      const entry = await one(argument, vscode.l10n.t('Select a job to show its details'));
      return entry && options.showDetails(entry);
    },

    async revealJob(argument) {
      const picked = await targets.resolve(argument, undefined, {
        placeHolder: vscode.l10n.t('Select a job to show'),
        accepts: () => true,
        many: false,
      });
      const [entry, ...others] = picked?.entries ?? [];
      if (picked !== undefined && others.length > 0) {
        return options.openTable(picked.entries); // the view can select only one row
      }
      return entry && options.reveal(entry, true);
    },
  };
}
