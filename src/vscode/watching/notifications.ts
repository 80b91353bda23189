import * as vscode from 'vscode';
import { canDo } from '../../core/jobs/jobActions';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Transition } from '../../core/jobs/snapshot';
import { type Claims, endingEvent } from '../../core/share/claims';
import { arrivedOf, type EndingKind, type Endings, endingsOf } from '../../core/watch/endings';
import { fromUser } from '../caller';
import { commandId, type CommandId } from '../ids';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import { inform, warn } from '../messages';
import type { Settings } from '../settings';

/** Endings within this time are shown in one message, for all accounts together. */
const GATHER_MS = 1500;
/** The other windows wait, so that the focused window shows the message. */
const UNFOCUSED_WAITS_MS = 2000;

export interface NotificationsOptions {
  readonly store: JobStore;
  readonly memory: Pick<StoredJobMemory, 'alerts' | 'awaited'>;
  readonly settings: Settings;
  /** Lets only one of several windows report an ending, and one download its result. */
  readonly claims: Pick<Claims, 'tryClaim'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  /** Whether a download opens no dialog. An automatic download must not open one. */
  readonly knowsWhereTo: () => boolean;
  readonly show?: ShowMessage;
}

/** Shows a message with buttons and resolves to the title of the one that was pressed. */
export type ShowMessage = (
  severity: 'information' | 'warning',
  message: string,
  titles: readonly string[],
) => Thenable<string | undefined>;

interface Action {
  readonly title: string;
  readonly command: CommandId;
  readonly entries: readonly JobEntry[];
}

const showInWindow: ShowMessage = (severity, message, titles) =>
  (severity === 'warning' ? warn : inform)(message, ...titles);

/**
 * Notifies about jobs that end. Failures stand out, jobs that end together share a message, and jobs in the first list
 * cause none.
 */
export class Notifications {
  private readonly subscriptions = new DisposableStore();
  private readonly show: ShowMessage;
  private gathered: Transition[] = [];
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: NotificationsOptions) {
    this.show = options.show ?? showInWindow;
    this.subscriptions.addFunction(options.store.onDidChange(({ transitions }) => this.gather(transitions)));
  }

  dispose(): void {
    this.cancelTimer();
    this.subscriptions.dispose();
  }

  private gather(all: readonly Transition[]): void {
    const transitions = all.filter(({ entry }) => !this.options.memory.awaited.has(entry.key));
    if (transitions.length === 0) {
      return;
    }
    if (this.gathered.length === 0) {
      this.cancelTimer = this.options.clock.setTimer(
        () => this.notify(),
        GATHER_MS + (vscode.window.state.focused ? 0 : UNFOCUSED_WAITS_MS),
      );
    }
    this.gathered.push(...transitions);
  }

  private notify(): void {
    const { settings, clock } = this.options;
    const current = this.gathered.flatMap((transition) => this.asItIsNow(transition));
    this.gathered = [];
    const wish = settings.get('download.whenCompleted');
    const whenCompleted = wish === 'always' && !this.options.knowsWhereTo() ? 'ask' : wish;
    if (whenCompleted === 'always') {
      this.run(
        'download',
        arrivedOf(current).filter((entry) => this.isPossible('download', entry) && this.isOurs('download', entry)),
      );
    }
    const wanted = endingsOf(
      current,
      { completed: settings.get('notifications.completed'), failed: settings.get('notifications.failed') },
      clock.now(),
    );
    // A job in ERROR is reported twice under the same date: when impact.com retries it, and when it stops retrying.
    const ours = (kind: EndingKind): readonly JobEntry[] =>
      wanted[kind].filter((entry) => this.isOurs(kind === 'retrying' ? 'tell of retries' : 'tell', entry));
    const endings = {
      completed: ours('completed'),
      failed: ours('failed'),
      cancelled: ours('cancelled'),
      retrying: ours('retrying'),
    };
    if (Object.values(endings).some((entries: readonly JobEntry[]) => entries.length > 0)) {
      void this.say(endings, this.actionsFor(endings, whenCompleted)).catch((error: unknown) =>
        this.options.log.error("Can't show a message", error),
      );
    }
  }

  private async say(endings: Endings, actions: readonly Action[]): Promise<void> {
    const { endingsInWords } = await import('./endingWords');
    const isTrouble = endings.failed.length + endings.retrying.length > 0;
    const message = endingsInWords(endings, this.options.clock.now());
    const choice = await this.show(
      isTrouble ? 'warning' : 'information',
      message,
      actions.map(({ title }) => title),
    );
    const action = actions.find(({ title }) => title === choice);
    if (action !== undefined) {
      this.run(action.command, action.entries);
    }
  }

  private actionsFor(
    { completed, failed, cancelled, retrying }: Endings,
    whenCompleted: 'never' | 'ask' | 'always',
  ): readonly Action[] {
    const all = [...failed, ...retrying, ...cancelled, ...completed];
    const actions: readonly Action[] = [
      {
        title: vscode.l10n.t('Download'),
        command: 'download',
        entries: whenCompleted === 'ask' ? completed.filter((entry) => this.isPossible('download', entry)) : [],
      },
      // Only for one result, because the message has no space to say which one.
      {
        title: vscode.l10n.t('Preview'),
        command: 'previewResult',
        entries:
          whenCompleted !== 'always' && all.length === 1
            ? completed.filter((entry) => this.isPossible('download', entry))
            : [],
      },
      { title: vscode.l10n.t('Show'), command: 'revealJob', entries: all },
      {
        title: vscode.l10n.t('Replay'),
        command: 'replay',
        entries: [...failed, ...retrying, ...cancelled].filter((entry) => this.isPossible('replay', entry)),
      },
    ];
    return actions.filter(({ entries }) => entries.length > 0);
  }

  /** Some results are already downloading when the message appears, for example those of saved exports. */
  private isPossible(action: 'download' | 'replay', entry: JobEntry): boolean {
    const { store, clock } = this.options;
    return canDo(action, entry, store.account(entry.accountId)?.account, clock.now());
  }

  /** Whether this window acts. The key contains the server, because demos in two windows have equal account IDs. */
  private isOurs(act: 'tell' | 'tell of retries' | 'download', entry: JobEntry): boolean {
    const server = this.options.store.account(entry.accountId)?.account.baseUrl ?? '';
    return this.options.claims.tryClaim(`${act} ${server} ${endingEvent(entry)}`);
  }

  /** Rereads the job, because its account might be gone, or it was replayed or muted in the meantime. */
  private asItIsNow({ entry: { key, accountId, job }, from }: Transition): readonly Transition[] {
    const { store, memory } = this.options;
    const entry = store.entry(accountId, job.id);
    return entry === undefined ? [] : [{ entry: { ...entry, alert: memory.alerts.get(key) }, from }];
  }

  /** Runs a command that nobody waits for. The command reports its own failure. */
  private run(command: CommandId, entries: readonly JobEntry[]): void {
    if (entries.length > 0) {
      const references = entries.map(({ job, accountId }) => ({ jobId: job.id, accountId }));
      void vscode.commands
        .executeCommand(commandId(command), fromUser(...references))
        .then(undefined, (error: unknown) => this.options.log.error(`${command} failed`, error));
    }
  }
}
