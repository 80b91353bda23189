import * as vscode from 'vscode';
import { ALERT_ACTIONS } from '../../core/jobs/jobActions';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobAlert } from '../../core/jobs/jobMarks';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { statusInWords, workName } from '../jobs/jobWords';
import type { JobTargets } from '../jobs/jobTargets';
import type { CommandHandler, CommandHandlers } from '../commands/commands';
import { withoutIcons } from '../words/withoutIcons';

export interface AlertCommandsOptions {
  readonly targets: JobTargets;
  readonly memory: StoredJobMemory;
}

type AlertCommand = 'watchJob' | 'unwatchJob' | 'muteJob' | 'unmuteJob';

const STATUS_MESSAGE_MS = 4000;

/** Commands that always or never notify about a job, and those that return to the settings. */
export function alertCommands(options: AlertCommandsOptions): Pick<CommandHandlers, AlertCommand> {
  const { targets } = options;
  const set = (question: Omit<AlertQuestion, 'alert'> & { readonly alert?: JobAlert }): CommandHandler =>
    alertHandler(options, { alert: undefined, ...question });
  return {
    watchJob: set({
      alert: 'watched',
      placeHolder: vscode.l10n.t('Select jobs to watch'),
      accepts: targets.can('watchJob'),
      done: (name) => vscode.l10n.t("You'll be notified when {0} ends", name),
      doneMany: (count) => vscode.l10n.t("You'll be notified when these {0} jobs end", count),
    }),
    unwatchJob: set({
      placeHolder: vscode.l10n.t('Select jobs to stop watching'),
      accepts: targets.can('unwatchJob'),
      done: (name) => vscode.l10n.t('Notifications for {0} now follow your settings', name),
      doneMany: (count) => vscode.l10n.t('Notifications for these {0} jobs now follow your settings', count),
    }),
    muteJob: set({
      alert: 'muted',
      placeHolder: vscode.l10n.t('Select jobs to mute'),
      accepts: targets.can('muteJob'),
      done: (name) => vscode.l10n.t('{0} is muted', name),
      doneMany: (count) => vscode.l10n.t('These {0} jobs are muted', count),
    }),
    unmuteJob: set({
      placeHolder: vscode.l10n.t('Select jobs to unmute'),
      accepts: targets.can('unmuteJob'),
      done: (name) => vscode.l10n.t('Notifications for {0} now follow your settings', name),
      doneMany: (count) => vscode.l10n.t('Notifications for these {0} jobs now follow your settings', count),
    }),
  };
}

interface AlertQuestion {
  readonly alert: JobAlert | undefined;
  readonly placeHolder: string;
  /** The jobs for which the command makes a difference. */
  readonly accepts: (entry: JobEntry) => boolean;
  readonly done: (name: string) => string;
  readonly doneMany: (count: number) => string;
}

/** Handles one alert command. Skips jobs that have ended, and throws UserError if none is left. */
function alertHandler(
  { targets, memory }: AlertCommandsOptions,
  { alert, placeHolder, accepts, done, doneMany }: AlertQuestion,
): CommandHandler {
  return async (argument, selection) => {
    const picked = await targets.resolve(argument, selection, {
      placeHolder,
      accepts,
      many: true,
    });
    const [first] = picked?.entries ?? [];
    if (picked === undefined || first === undefined) {
      return;
    }
    const entries = picked.entries.filter(targets.can(...ALERT_ACTIONS));
    if (entries.length === 0) {
      throw new UserError(
        vscode.l10n.t('{0} has already ended ({1}).', workName(first), statusInWords(first.job).toLowerCase()),
      );
    }
    memory.alerts.set(entries.map(({ key }) => [key, alert]));
    vscode.window.setStatusBarMessage(
      `$(check) ${entries.length === 1 ? done(withoutIcons(workName(entries[0] ?? first))) : doneMany(entries.length)}`,
      STATUS_MESSAGE_MS,
    );
  };
}
