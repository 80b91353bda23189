import * as vscode from 'vscode';
import type { Clock } from '../core/clock';
import type { JobEntry } from '../core/jobs/jobEntry';
import { canReplay } from '../core/jobs/jobState';
import type { JobStore } from '../core/jobs/jobStore';
import type { Transition } from '../core/jobs/snapshot';
import { type Endings, endingsOf } from '../core/watch/endings';
import { commandId } from './ids';
import { DisposableStore } from './lifecycle';
import type { Log } from './log';
import type { Settings } from './settings';
import { workName } from './words/jobWords';

/** Endings that come together, of several accounts too, make one message. */
const GATHER_MS = 1500;
const MAX_NAMED = 3;

export interface NotificationsOptions {
  readonly store: JobStore;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Tells of endings: failures louder than successes, several as one, and never of what was so at the first look. */
export class Notifications {
  private readonly subscriptions = new DisposableStore();
  private gathered: Transition[] = [];
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: NotificationsOptions) {
    this.subscriptions.addFunction(options.store.onDidChange(({ transitions }) => this.gather(transitions)));
  }

  dispose(): void {
    this.cancelTimer();
    this.subscriptions.dispose();
  }

  private gather(transitions: readonly Transition[]): void {
    if (transitions.length === 0) {
      return;
    }
    if (this.gathered.length === 0) {
      this.cancelTimer = this.options.clock.setTimer(() => this.tell(), GATHER_MS);
    }
    this.gathered.push(...transitions);
  }

  private tell(): void {
    const { settings, store } = this.options;
    // As they are now: an account may have gone, a job may have been replayed meanwhile.
    const current = this.gathered.flatMap(({ entry, from }) => {
      const now = store.account(entry.accountId)?.entries.get(entry.job.id);
      return now === undefined ? [] : [{ entry: now, from }];
    });
    this.gathered = [];
    const endings = endingsOf(current, { completed: settings.get('notifications.completed'), failed: settings.get('notifications.failed') });
    if (settings.get('download.whenCompleted') === 'always') {
      this.run({ title: '', command: commandId('download'), arguments: [references(current.filter(({ entry }) => entry.job.status === 'COMPLETED').map(({ entry }) => entry))] });
    }
    this.show(endings);
  }

  private show({ completed, failed }: Endings): void {
    if (completed.length + failed.length === 0) {
      return;
    }
    const sentences = [
      failed.length === 0 ? '' : failed.length === 1 ? failureSentence(failed) : vscode.l10n.t('{0} jobs failed: {1}.', failed.length, names(failed)),
      completed.length === 0 ? '' : completed.length === 1 ? vscode.l10n.t('{0} has completed.', names(completed)) : vscode.l10n.t('{0} jobs have completed: {1}.', completed.length, names(completed)),
    ];
    const message = sentences.filter((sentence) => sentence !== '').join(' ');
    const actions = this.actionsFor({ completed, failed });
    const titles = actions.map(({ title }) => title);
    const answer = failed.length > 0 ? vscode.window.showWarningMessage(message, ...titles) : vscode.window.showInformationMessage(message, ...titles);
    void answer.then((choice) => {
      const action = actions.find(({ title }) => title === choice);
      if (action !== undefined) {
        this.run(action);
      }
    });
  }

  private actionsFor({ completed, failed }: Endings): readonly Action[] {
    const whenCompleted = this.options.settings.get('download.whenCompleted');
    const replayable = failed.filter(({ job }) => canReplay(job));
    const [only] = [...failed, ...completed];
    return [
      ...(completed.length > 0 && whenCompleted === 'ask' ? [{ title: vscode.l10n.t('Download'), command: commandId('download'), arguments: [references(completed)] }] : []),
      ...(only === undefined ? [] : [{ title: vscode.l10n.t('Show'), command: commandId('revealJob'), arguments: references([only]) }]),
      ...(replayable.length > 0 ? [{ title: vscode.l10n.t('Replay'), command: commandId('replay'), arguments: [references(replayable)] }] : []),
    ];
  }

  /** Runs a command that nobody waits for; it tells of its failure by itself. */
  private run({ command, arguments: args }: Action): void {
    if (args.some((argument) => Array.isArray(argument) && argument.length === 0)) {
      return;
    }
    void vscode.commands.executeCommand(command, ...args).then(undefined, (error: unknown) => this.options.log.error(`${command} failed`, error));
  }
}

function references(entries: readonly JobEntry[]): { readonly jobId: string; readonly accountId: string }[] {
  return entries.map(({ job, accountId }) => ({ jobId: job.id, accountId }));
}

function names(entries: readonly JobEntry[]): string {
  const named = entries.slice(0, MAX_NAMED).map(workName).join(', ');
  return entries.length > MAX_NAMED ? vscode.l10n.t('{0} and {1} more', named, entries.length - MAX_NAMED) : named;
}

function failureSentence(entries: readonly JobEntry[]): string {
  const message = entries[0]?.job.statusMessage ?? '';
  return message === '' ? vscode.l10n.t('{0} has failed.', names(entries)) : vscode.l10n.t('{0} has failed: {1}', names(entries), message);
}
