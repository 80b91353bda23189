import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { UserError } from '../words/userError';
import { isFromScript } from '../caller';
import { commandId, type CommandId, commandIds } from '../ids';
import { lazy, type Lazy } from '../lazy';
import type { Log } from '../diagnostics/log';
import type { KnownReports } from '../exports/knownReports';
import type { FollowRun } from '../savedExports/followRun';

/** Called with what VS Code or a script passes: a tree row and the rows selected with it, an ID, or nothing. */
export type CommandHandler = (argument?: unknown, selection?: unknown) => unknown;

/** A handler for every command. A missing one doesn't compile. */
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>;

/** The handlers of the commands, once their code is loaded. */
export interface LoadedCommands {
  readonly handlers: CommandHandlers;
  readonly followRun: FollowRun;
  /** Marks the runs that other windows have started in their rows. */
  lookForRuns(): Promise<void>;
  readonly reports: KnownReports;
  dispose(): unknown;
}

/**
 * Registers all commands, and loads their code when the first one runs. A command that fails shows a sentence for the
 * user. It rejects only if a script passed its own argument: VS Code would show a rejection after a menu, a key, or the
 * palette once more, as if the extension had crashed.
 */
export class Commands {
  /** Loads the code of the commands if it isn't loaded yet. */
  readonly load: Lazy<LoadedCommands>;
  private readonly registrations: vscode.Disposable;

  constructor(
    load: () => Promise<LoadedCommands>,
    private readonly options: { readonly log: Log; readonly clock: Clock },
  ) {
    this.load = lazy(load, (commands) => commands.dispose());
    this.registrations = vscode.Disposable.from(
      ...commandIds().map((id) =>
        vscode.commands.registerCommand(commandId(id), (argument?: unknown, selection?: unknown) =>
          this.run(id, argument, selection),
        ),
      ),
    );
  }

  dispose(): void {
    this.registrations.dispose();
    this.load.dispose();
  }

  private async run(id: CommandId, argument: unknown, selection: unknown): Promise<unknown> {
    try {
      const { handlers } = await this.load();
      return await handlers[id](argument, selection);
    } catch (error) {
      const { log, clock } = this.options;
      log.error(`${commandId(id)} failed`, error);
      const { showFailure } = await import('../showFailure');
      const sentence = showFailure(error, clock.now(), () => this.run(id, argument, selection));
      if (isFromScript(argument)) {
        throw new UserError(sentence, error);
      }
      return undefined;
    }
  }
}
